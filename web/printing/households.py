"""Printing one paper for many households of a village: for whom is chosen with the counts before one's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.jobs.asking import enqueue
from publicity.batches import KIND, choice_of, unfit_of
from publicity.due_papers import ALL, DUE, FINDERS, GROUPS, due_of, rows_of
from publicity.household_papers import OF_A_VILLAGE, PAPERS
from publicity.unprintable import Unfit
from states import regions
from states.regions import Region
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.printing.blueprint import bp
from web.printing.places import printed_area, village_of
from web.words import term


@dataclass(frozen=True, slots=True)
class Counts:
    """For how many households a paper would be printed: all, those due, and by villager group with its name."""

    all: int
    due: int
    groups: dict[str, tuple[str, int]]

    def of(self, whom: str, groups: list[str]) -> int:
        """How many a choice comes to."""
        told = {ALL: self.all, DUE: self.due}
        return told.get(whom, sum(self.groups[one][1] for one in groups if one in self.groups))


@bp.get("/<code>/households/<paper>")
@access(Permission.PRINT, Area.RECORD)
def choose(code: str, paper: str) -> str:
    """Ask for whom of a village a paper is printed."""
    with reading() as db:
        village = village_of(db, code)
        counts = _counts(db, _known(paper), village)
    return _page(paper, village, counts, DUE if counts.due else ALL, "")


@bp.post("/<code>/households/<paper>")
@access(Permission.PRINT, Area.RECORD)
def ask(code: str, paper: str) -> Response | tuple[str, int]:
    """Put the printing into the queue."""
    whom, groups = request.form.get("whom", ""), request.form.getlist("group")
    with reading() as db:
        village = village_of(db, code)
        counts = _counts(db, _known(paper), village)
    if whom not in (ALL, DUE, GROUPS) or not counts.of(whom, groups):
        return _page(paper, village, counts, whom, _("没有选中要打印的农户，请改选")), 422
    params: dict[str, Any] = {"village": village.code, "document": paper, "whom": whom}
    params |= {"groups": sorted(set(groups) & counts.groups.keys())} if whom == GROUPS else {}
    with reading() as db:
        unfit = unfit_of(db, choice_of(params), who.actor(), now.today())
    if unfit and request.form.get("without") != "1":
        return _page(paper, village, counts, whom, "", unfit), 422
    params |= {"without": True} if unfit else {}
    title = _("%(village)s，%(document)s", village=village.name, document=term(PAPERS[paper][0]))
    with work() as db:
        job = enqueue(
            db, KIND, params, by=who.actor(), at=now.now(), key=once.key(), title=title,
            area=printed_area(village.code),
        )  # fmt: skip
    return redirect(url_for("jobs.show", job_id=job.id))


def _known(paper: str) -> str:
    if paper not in OF_A_VILLAGE:
        raise NotFound("document", paper)
    return paper


def _counts(db: Session, paper: str, village: Region) -> Counts:
    area, by = printed_area(village.code), who.actor()
    rows = rows_of(db, paper, area, by)
    codes = [home.group_code for home, _ in rows]
    names = regions.names(db, set(codes))
    groups = {code: (names.get(code, code), codes.count(code)) for code in sorted(set(codes))}
    return Counts(len(rows), len(due_of(db, paper, rows, area, by, now.today())), groups)


def _page(paper: str, village: Region, counts: Counts, whom: str, problem: str, unfit: Sequence[Unfit] = ()) -> str:
    return render_template(
        "printing/choose.html", paper=paper, title=PAPERS[paper][0], village=village, counts=counts, whom=whom,
        why=FINDERS[paper][0] if paper in FINDERS else "", problem=problem, chosen=request.form.getlist("group"),
        unfit=unfit,
    )  # fmt: skip
