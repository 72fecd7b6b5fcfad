"""The dry run of a proposal: who becomes blocked, freed or late, in numbers; a large area in the background."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.jobs.asking import enqueue
from states import regions
from states.roles import Permission
from states.wordings import background, proposals, trial
from states.wordings.proposals import Proposal
from states.wordings.trial import EFFECTS, Tally, Tried
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.lab_changes.blueprint import bp

AT_ONCE = 2_000
"""So many households are tried out while somebody waits; more are a job in the background."""


@bp.get("/dry-run")
@access(Permission.READ_PACKS, Area.LIST)
def try_out() -> str:
    """Show what a proposed wording would change in the reader's area, or offer to count it in the background."""
    by, tally = who.actor(), Tally()
    with reading() as db:
        if not request.args.get("proposal"):
            waiting = [one for one in proposals.listed(db) if one.is_open]
            return render_template("lab_changes/dry_runs.html", waiting=waiting)
        one, tried = _asked(db)
        cases = trial.covered(db, tried, by, now.today())
        if cases <= AT_ONCE:
            for _lot in trial.lines(db, tools.book(), tried, by, now.now(), tally):
                pass
        names = regions.names(db, {village for village, _effect in tally.villages})
    villages = sorted({village for village, _effect in tally.villages})
    return render_template(
        "lab_changes/dry_run.html", one=one, tally=tally, cases=cases, at_once=cases <= AT_ONCE, effects=EFFECTS,
        names=names, villages=villages, area=tried.area,
    )  # fmt: skip


@bp.post("/dry-run")
@access(Permission.READ_PACKS, Area.LIST)
def begin_try() -> Response:
    """Put the dry run into the queue."""
    by = who.actor()
    with work() as db:
        one, tried = _asked(db)
        area = tried.area or by.area
        place = regions.names(db, [area]).get(area, area)
        title = _("%(place)s，%(title)s", place=place, title=one.title) if place else one.title
        params = {"wordings": one.wordings}
        job = enqueue(db, background.TRY, params, by=by, at=now.now(), key=once.key(), title=title, area=area)
    return redirect(url_for("jobs.show", job_id=job.id))


def _asked(db: Session) -> tuple[Proposal, Tried]:
    """The proposal, and the part of the reader's area that is asked for; raises `NotFound`."""
    number, area = request.values.get("proposal", 0, int), request.values.get("area", "")
    one = proposals.find(db, number)
    if area and not (area.isdecimal() and who.actor().covers(area)):
        raise NotFound("region", area)
    return one, Tried(one.wordings, area)
