"""How a place went: the share free of risk and the scale at the ends of months, how households left (HN11, HT14)."""

from __future__ import annotations

from functools import partial

from flask import render_template
from flask_babel import gettext

from publicity.figures import pictures
from states import regions
from states.figures.daily import kept_until
from states.figures.left import left_by_way
from states.figures.scope import names_of
from states.figures.trend import month_ends, points
from states.roles import Permission
from web import who
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked, path_of
from web.figures.blueprint import bp
from web.figures.left import link


@bp.get("/trend")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def trend() -> str:
    """Draw twelve months and today."""
    here, own = asked(), who.actor().area
    with reading() as db:
        found, until, names = points(db, here, month_ends(here.today)), kept_until(db), names_of(db, here)
        left = left_by_way(db, who.actor(), here)
        names |= regions.names(db, path_of(here, own))
    charts = [pictures.share_line(found, gettext), pictures.scale_line(found, gettext)] if found else []
    return render_template(
        "figures/trend.html", scope=here, points=found, until=until, names=names, charts=charts, left=left,
        path=path_of(here, own), link=partial(link, here),
    )  # fmt: skip
