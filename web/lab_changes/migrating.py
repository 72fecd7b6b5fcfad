"""Carrying running cases over to another wording: chosen, previewed, confirmed, and done in the background."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound, Problem
from engine.jobs.asking import enqueue
from engine.migrating import FATES
from states import regions
from states.packs.known import stored
from states.packs.store import StoredPack
from states.roles import Permission
from states.wordings import background, migrating
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.lab_changes.blueprint import bp

AT_ONCE = 2_000
"""So many cases are judged while somebody waits; more are previewed in the background."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: wordings that cases run under with how many, and the wordings that they may go over to."""

    sources: list[tuple[StoredPack, int]]
    targets: list[StoredPack]


@bp.get("/migrations")
@access(Permission.MANAGE_PACKS, Area.LIST)
def choose() -> str | tuple[str, int]:
    """Let both wordings be chosen; with both, show what would become of the cases."""
    asked, by = _asked(), who.actor()
    with reading() as db:
        choice = _choice(db)
        if not (asked.source and asked.target):
            return render_template("lab_changes/migrate.html", choice=choice, asked=asked, summary=None, problem="")
        try:
            cases, summary = migrating.meant(db, asked, by), Summary()
            if cases <= AT_ONCE:
                for judged in migrating.preview(db, tools.book(), asked, by, now.now()):
                    summary.add(judged)
        except BadInput as error:
            problem = error.problems[0].reason
            page = render_template(
                "lab_changes/migrate.html", choice=choice, asked=asked, summary=None, problem=problem
            )
            return page, 422
        names = regions.names(db, set(summary.by_village))
    return render_template(
        "lab_changes/migrate.html", choice=choice, asked=asked, summary=summary, cases=cases, problem="",
        at_once=cases <= AT_ONCE, names=names, fates=FATES,
    )  # fmt: skip


@bp.post("/migrations")
@access(Permission.MANAGE_PACKS, Area.LIST)
def begin_migration() -> Response:
    """Put the migration into the queue once it is confirmed, or a preview of many cases."""
    asked, by, apply = _asked(), who.actor(), request.form.get("do") == "apply"
    if apply and "sure" not in request.form:
        raise BadInput(Problem("sure", _("请先看过预演的数字，勾选确认")))
    with work() as db:
        row = db.get(StoredPack, asked.target)
        if row is None or db.get(StoredPack, asked.source) is None:
            raise NotFound("pack", asked.target)
        title = _("迁移到“%(title)s”", title=row.title) if apply else _("预演迁移到“%(title)s”", title=row.title)
        params = {"source": asked.source, "target": asked.target, "apply": apply}
        area = asked.area or by.area
        job = enqueue(db, background.MIGRATE, params, by=by, at=now.now(), key=once.key(), title=title, area=area)
    return redirect(url_for("jobs.show", job_id=job.id))


def _asked() -> Asked:
    area = request.values.get("area", "")
    if area and not (area.isdecimal() and who.actor().covers(area)):
        raise NotFound("region", area)
    return Asked(request.values.get("source", ""), request.values.get("target", ""), area)


def _choice(db: Session) -> Choice:
    sources = migrating.running(db, who.actor())
    here = list(stored(db).values())
    past = [row for row, _n in sources if row.digest not in {one.digest for one in here}]
    return Choice(sources, [*here, *migrating.former(db, [row.digest for row in (*here, *past)]), *past])
