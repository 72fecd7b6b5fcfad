"""What a decision announcement says: the households for which the decision stands."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.cases import Case
from engine.errors import MoveBlocked, NotFound
from engine.evidence import Evidence, Exhibit
from engine.guards import Blocker
from engine.runs import Run
from engine.words import N_
from publicity.notices import LEAVING, entering, in_prose, leaving, named
from publicity.offices import bureau_of, contact_of, office_at
from states import regions
from states.decisions import ANNOUNCED
from states.households import Household
from states.notice_lines import NoticeLine

DECISION = "evidence:decision"


def announcement_values(
    session: Session, book: Book, case_ids: Collection[int], public_url: str, number: str, on: date
) -> tuple[str, dict[str, Any]]:
    """The decision announcement for these households, issued on a day, and its values.

    Their columns are those that hung on the last notice before the decision. Raises `MoveBlocked` for a household
    without a decision that approves, or that never hung on a notice.
    """
    rows = _decided(session, book, case_ids)
    missing = len(set(case_ids)) - len(rows)
    if missing or not rows:
        text = N_("有%(n)s户还没有审定同意的纳入或消除决定，不能公告")
        raise MoveBlocked("announce", [Blocker("no-decision", text, {"n": missing or 1})])
    lines = _lines(session, [run for _, run in rows])
    if len(lines) < len(rows):
        text = N_("有%(n)s户没有公示过，不能公告")
        raise MoveBlocked("announce", [Blocker("never-posted", text, {"n": len(rows) - len(lines)})])
    decisions = [decision for decision, _ in rows]
    township = office_at(session, _township(session, case_ids))
    bureau = bureau_of(session, township.code)
    documents = {str(json.loads(d.body).get("document", "")) for d in decisions}
    last = rows[-1][1]
    return "decision_announcement", {
        "number": number,
        "place": regions.names(session, [township.code]).get(township.code, ""),
        **named(session, last.definition, lines),
        "steps": _steps(session, book, last),
        "entering": [entering(line, across=True) for line in lines if line.way not in LEAVING],
        "leaving": [leaving(line, across=True) for line in lines if line.way in LEAVING],
        "decided_by": bureau,
        "decided_on": max(d.happened_on for d in decisions).isoformat(),
        "decision_number": documents.pop() or None if len(documents) == 1 else None,
        "contacts": [contact_of(township, township.name + "人民政府")],
        "public_url": public_url,
        "issuer": bureau,
        "issued_on": on.isoformat(),
    }


def _township(session: Session, case_ids: Collection[int]) -> str:
    areas = {area[:9] for area in session.scalars(select(Case.area).where(Case.id.in_(list(case_ids))))}
    if len(areas) != 1:
        raise MoveBlocked("announce", [Blocker("other-area", N_("一份公告只能列同一个乡镇的农户，请分开公告"))])
    return areas.pop()


def _decided(session: Session, book: Book, case_ids: Collection[int]) -> list[tuple[Evidence, Run]]:
    """The newest approving decision of each household with its run."""
    query = (
        select(Evidence, Run, Exhibit.case_id)
        .join(Exhibit, Exhibit.evidence_id == Evidence.id)
        .join(Run, Run.id == Exhibit.run_id)
        .where(Exhibit.case_id.in_(list(case_ids)), Exhibit.kind == "decision", Exhibit.superseded.is_(False))
        .order_by(Evidence.id)
    )
    newest = {case_id: (evidence, run) for evidence, run, case_id in session.execute(query)}
    return [
        (evidence, run)
        for evidence, run in newest.values()
        if book.definition(session, run.definition).by_name[run.move].way in ANNOUNCED
        and json.loads(evidence.body)["approve"]
    ]


def _lines(session: Session, runs: Sequence[Run]) -> list[NoticeLine]:
    """The line of each run on the last notice it hung on, in the order of the places and lists."""
    wanted = select(NoticeLine, Household.group_code, Household.number).join(
        Household, Household.id == NoticeLine.household_id
    )
    hung = wanted.where(NoticeLine.run_id.in_([run.id for run in runs]), NoticeLine.live).order_by(NoticeLine.id)
    last = {line.run_id: (group, number, line) for line, group, number in session.execute(hung)}
    return [line for *_, line in sorted(last.values(), key=lambda row: row[:2])]


def _steps(session: Session, book: Book, run: Run) -> list[str]:
    procedure = book.definition(session, run.definition).by_name[run.move].procedure
    if procedure is None:
        raise NotFound("procedure", run.move)
    decides = {spec.name for spec in procedure.steps for need in spec.each_need if need.name == DECISION}
    before = [in_prose(one.title) for one in procedure.ordered if decides & procedure.descendants[one.name]]
    return before[-4:]
