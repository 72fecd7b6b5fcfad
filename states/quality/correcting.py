"""Settling a finding: claiming a correction with its proof, or waiving it with a reason (HN07).

A change made only to please the rule is no correction: without a visit, a document or a department's answer the
finding stays open, also when no round finds it any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, NotFound, Problem
from engine.evidence import Exhibit
from engine.words import N_
from states.campaigns import windows
from states.households import Household
from states.quality.findings import Finding, FindingClaim
from states.quality.rulebook import PROOFS, shipped

LONGEST = {"said": 1000, "document": 300, "reason": 1000}
SHOWS = {"visit": "visit", "department": "department_answer"}
"""The kind of evidence that each kind of proof may point at."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a correction rests on: a piece of evidence of the household, or a document with its day."""

    kind: str
    evidence_id: int | None = None
    document: str = ""
    document_on: date | None = None


def claim(
    session: Session, book: Book, finding_id: int, proof: Proof, said: str, *, by: Actor, at: datetime,
    key: str | None = None,
) -> None:  # fmt: skip
    """Say that a finding is corrected, what was done, and what proves it; the next round checks it.

    Raises `NotFound` outside the actor's area, `BadInput` for a proof that is none, and `MoveBlocked` without one.
    """
    if commands.claim(session, key, by, at) is not None:
        return
    finding = find(session, finding_id, by)
    [_case] = hold(session, [finding.case_id])
    if problems := [*_written("said", said, N_("请写明怎样核实、改了什么")), *_against(session, finding, proof, at)]:
        raise BadInput(*problems)
    if shut := windows.against(session, finding.area, "correction", office_day(at)):
        raise MoveBlocked("claim", shut)
    finding.proof = proof.kind
    session.add(
        FindingClaim(
            finding_id=finding.id,
            area=finding.area,
            proof=proof.kind,
            evidence_id=proof.evidence_id,
            document=proof.document.strip(),
            document_on=proof.document_on,
            said=said.strip(),
            claimed_by=by.id,
            claimed_by_name=by.name,
            claimed_at=at,
        )
    )
    session.flush()
    advance(session, book, finding.case_id, "claim", by=by, at=at, note=proof.kind)


def waive(
    session: Session, book: Book, finding_id: int, reason: str, *, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Let a finding stand as true, with the reason; it holds as long as what the rule looked at stays the same.

    Raises `NotFound` outside the actor's area, `BadInput` for a reason too long, and `MoveBlocked` without a reason,
    for another post, and for who entered the data.
    """
    if commands.claim(session, key, by, at) is not None:
        return
    finding = find(session, finding_id, by)
    [_case] = hold(session, [finding.case_id])
    if len(reason.strip()) > LONGEST["reason"]:
        raise BadInput(Problem("reason", N_("文字太长")))
    finding.waived_reason, finding.waived_at = reason.strip(), at
    finding.waived_by, finding.waived_by_name = by.id, by.name
    session.flush()
    advance(session, book, finding.case_id, "waive", by=by, at=at, note=finding.waived_reason)


def find(session: Session, finding_id: int, by: Actor) -> Finding:
    """A finding of the actor's area; raises `NotFound`."""
    finding = session.get(Finding, finding_id)
    if finding is None or not by.covers(finding.area):
        raise NotFound("finding", finding_id)
    return finding


def usable(session: Session, finding: Finding) -> list[tuple[int, str, date]]:
    """The evidence that can prove a correction: the household's visits and answers since; none for a village."""
    if finding.household_id is None:
        return []
    case = select(Household.case_id).where(Household.id == finding.household_id).scalar_subquery()
    query = select(Exhibit.evidence_id, Exhibit.kind, Exhibit.happened_on).where(
        Exhibit.case_id == case,
        Exhibit.kind.in_(SHOWS.values()),
        Exhibit.happened_on >= finding.found_on,
        Exhibit.superseded.is_(False),
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(Exhibit.evidence_id.desc()))]


def _against(session: Session, finding: Finding, proof: Proof, at: datetime) -> list[Problem]:
    """What speaks against a proof; no kind at all is left to the guard of the move."""
    rule = shipped().of(finding.rule)
    if not proof.kind:
        return []
    if proof.kind not in (rule.proof if rule else PROOFS):
        return [Problem("proof", N_("这一疑点不能用这种凭据整改"))]
    if proof.evidence_id is not None:
        if (proof.evidence_id, SHOWS.get(proof.kind)) not in {(row[0], row[1]) for row in usable(session, finding)}:
            return [Problem("evidence", N_("所选材料不是这一户查出疑点以后的入户核查或部门答复"))]
        return []
    if proof.kind == "visit":
        return [Problem("evidence", N_("请先登记入户核查，再选择那次核查"))]
    problems = _written("document", proof.document, N_("请写明凭据的名称、文号或出具单位"))
    if proof.document_on is None:
        problems.append(Problem("document_on", N_("请写明凭据的日期")))
    elif proof.document_on > office_day(at):
        problems.append(Problem("document_on", N_("凭据日期不能晚于今天")))
    return problems


def _written(where: str, text: str, empty: str) -> list[Problem]:
    if not text.strip():
        return [Problem(where, empty)]
    return [Problem(where, N_("文字太长"))] if len(text.strip()) > LONGEST[where] else []
