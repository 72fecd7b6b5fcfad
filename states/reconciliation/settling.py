"""Settling differences, one or many with one reason, and what follows at once from each verdict (TZ15, HN06).

"Ours is wrong" proposes the change in the same transaction; "theirs is wrong" goes into the next file that is sent
out; "both are wrong" is asked about at a visit. A difference is closed by none of these, only by the next file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome, advance_many
from engine.areas import within
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from engine.decide import decide
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.evidence import Evidence
from engine.facts import gather
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.reconciliation import proposals
from states.reconciliation.differences import (
    ASK,
    NOTHING,
    OURS,
    PROPOSE,
    SETTLED,
    THEIRS,
    VISIT,
    Difference,
    Settlement,
)
from states.reconciliation.ledgers import ledgers

AT_ONCE = 2000
LONGEST = {"reason": 2000, "document": 120}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is right, why, and what proves it: evidence in the household's file, or a document with its day."""

    outcome: str
    reason: str
    evidence_id: int | None = None
    document: str = ""
    document_on: date | None = None


def settle(
    session: Session, book: Book, difference_ids: Collection[int], verdict: Verdict, *, by: Actor, at: datetime
) -> Outcome:
    """Settle open differences; what cannot be is held with every reason, by its case's id, and the rest go on.

    Raises `BadInput` for a verdict without reason or proof, and `NotFound` for a difference the actor cannot see.
    """
    if problems := [*_problems(session, verdict, office_day(at)), *_too_many(difference_ids)]:
        raise BadInput(*problems)
    found = _found(session, difference_ids, by)
    _hold(session, found)
    written = _written(session, found, verdict, by, at)
    act = f"settle-{verdict.outcome}"
    held = dict(_against(session, book, found, act, by, at)) if verdict.outcome == THEIRS[0] else {}
    ready = [one for one in found if one.case_id not in held]
    asked = None
    if verdict.outcome == THEIRS[0]:
        asked = proposals.propose(session, ready, by=by, at=at)
        held |= {one.case_id: asked.held[one.id] for one in ready if one.id in asked.held}
        proposals.tie(session, asked.changes, written)
    going = [one.case_id for one in ready if one.case_id not in held]
    outcome = advance_many(session, book, going, act, by=by, at=at)
    outcome.held |= held
    # what was not settled was never judged: its verdict goes before anybody has seen it
    if idle := [written[one.id] for one in found if one.case_id in outcome.held]:
        session.execute(delete(Settlement).where(Settlement.id.in_(idle)))
    _remember(session, written, found, verdict.outcome, asked)
    return outcome


def _hold(session: Session, found: Sequence[Difference]) -> None:
    """Hold the households and the differences in one order: whoever refuses a change comes the same way."""
    homes = {one.household_id for one in found} - {None}
    cases = session.scalars(select(Household.case_id).where(Household.id.in_(homes)))
    hold(session, {*cases, *(one.case_id for one in found)})


def _written(
    session: Session, found: Sequence[Difference], verdict: Verdict, by: Actor, at: datetime
) -> dict[int, int]:
    """Write the verdict down for each; answer the settlements' ids by the differences'."""
    rows = [
        {
            "difference_id": one.id,
            "file_id": one.file_id,
            "outcome": verdict.outcome,
            "remedy": ASK if verdict.outcome == OURS[0] else VISIT,
            "reason": verdict.reason.strip(),
            "evidence_id": verdict.evidence_id,
            "document": verdict.document.strip(),
            "document_on": verdict.document_on,
            "settled_by": by.id,
            "settled_by_name": by.name,
            "settled_at": at,
        }
        for one in found
    ]
    ids = session.scalars(insert(Settlement).returning(Settlement.id, sort_by_parameter_order=True), rows)
    return dict(zip([one.id for one in found], ids, strict=True))


def _against(
    session: Session, book: Book, found: Sequence[Difference], act: str, by: Actor, at: datetime
) -> Iterator[tuple[int, tuple[Blocker, ...]]]:
    """Who cannot be settled so, with the reasons, before anything is proposed on the strength of it."""
    for case_id, facts in gather(session, book, [one.case_id for one in found], by, at).items():
        try:
            blockers = tuple(decide(book.definition(session, facts.definition), facts, act).blockers)
        except Refused as refused:
            blockers = refused.blockers
        if blockers:
            yield case_id, blockers


def _remember(
    session: Session,
    written: Mapping[int, int],
    found: Sequence[Difference],
    outcome: str,
    asked: proposals.Proposed | None,
) -> None:
    """Note what follows, where it is not what the verdict alone says."""
    if outcome != THEIRS[0] or asked is None:
        return
    for remedy, numbers in ((PROPOSE, asked.changes.keys()), (NOTHING, asked.agreed_already)):
        ids = [written[one.id] for one in found if one.id in numbers]
        if ids:
            session.execute(update(Settlement).where(Settlement.id.in_(ids)).values(remedy=remedy))


def _found(session: Session, difference_ids: Collection[int], by: Actor) -> list[Difference]:
    known = [ledger.id for ledger in ledgers(by)]
    query = select(Difference).where(Difference.id.in_(sorted(set(difference_ids))), within(Difference.area, by.area))
    found = list(session.scalars(query.where(Difference.ledger.in_(known)).order_by(Difference.id)))
    if len(found) != len(set(difference_ids)):
        raise NotFound("difference", len(difference_ids))
    return found


def _too_many(difference_ids: Collection[int]) -> Iterator[Problem]:
    if not difference_ids:
        yield Problem("row", N_("请先勾选要核定的差异"))
    if len(difference_ids) > AT_ONCE:
        yield Problem("row", N_("一次最多核定2000条，请分批核定"))


def _problems(session: Session, verdict: Verdict, today: date) -> Iterator[Problem]:
    if verdict.outcome not in SETTLED:
        yield Problem("outcome", N_("请选择以哪一方为准"))
    if not verdict.reason.strip():
        yield Problem("reason", N_("请写明核定的理由"))
    for name, text in (("reason", verdict.reason), ("document", verdict.document)):
        if len(text.strip()) > LONGEST[name]:
            yield Problem(name, N_("文字太长"))
    if verdict.evidence_id is None and not verdict.document.strip():
        yield Problem("document", N_("请写明依据：入户核查等材料的编号，或文件、部门答复的名称和日期"))
    if verdict.document.strip() and verdict.document_on is None:
        yield Problem("document_on", N_("请填写文件或答复的日期"))
    if verdict.document_on is not None and verdict.document_on > today:
        yield Problem("document_on", N_("文件或答复的日期不能晚于今天"))
    if verdict.evidence_id is not None and session.get(Evidence, verdict.evidence_id) is None:
        yield Problem("evidence_id", N_("没有这个编号的材料"))
