"""The ranking by quality of data: points, ranks, what changed since the last month or quarter, the formula (HN08)."""

from __future__ import annotations

from functools import partial

from flask import render_template, request
from flask_babel import gettext

from publicity.figures import pictures
from states import regions
from states.figures.memory import memory_of
from states.figures.ranking import MONTH, QUARTER, day_before, formula, ranked
from states.figures.scope import names_of
from states.roles import Permission
from web import who
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked, bases, behind, path_of, way
from web.figures.blueprint import bp


@bp.get("/rank")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def rank() -> str:
    """Rank the parts of a place; a county ranks its townships or all its villages."""
    here, own = asked(), who.actor().area
    since = QUARTER if request.args.get("since") == QUARTER else MONTH
    with reading() as db:
        lines, rules, names = ranked(db, memory_of(db), here, since), formula(db, here), names_of(db, here)
        names |= regions.names(db, path_of(here, own))
    return render_template(
        "figures/rank.html", scope=here, lines=lines, rules=rules, names=names, since=since, path=path_of(here, own),
        before=day_before(here.today, since), chart_of_points=pictures.points(lines, names, gettext, way),
        behind=partial(behind, here, bases()["figure"]),
    )  # fmt: skip
