"""The policy ledgers of an area: which came in, what of each is settled there, and their lines.

A department sees its own ledgers only, whatever its area; villages and offices see the lines of their area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from engine.words import N_
from states.households import Household
from states.identity import masked
from states.policy_ledgers.ledger import PolicyLedger, PolicyLine, PolicyMark

PAGE = 50
ONLY = {
    "open": N_("待入户标注"),
    "adopted": N_("已采用"),
    "refused": N_("未采用"),
    "unmatched": N_("没对到户"),
}
"""Parts of the lines."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines of a ledger the area has, and how many are still to be marked or matched there."""

    lines: int = 0
    open: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A ledger with its counts in the actor's area."""

    ledger: PolicyLedger
    counts: Counts


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its ledger, the household's number and case, and what a visit found."""

    line: PolicyLine
    ledger: PolicyLedger
    number: str | None
    case_id: int | None
    mark: PolicyMark | None

    @property
    def masked(self) -> str:
        """The identity number as lists show it."""
        return masked(self.line.id_no)


def listed(
    session: Session, by: Actor, *, period: str = "", department: str = "", before: int = 0, limit: int = PAGE
) -> tuple[list[Seen], int]:
    """A page of ledgers, newest first, and the id to go on from (0 at the end)."""
    query = select(PolicyLedger).where(_seen(by))
    if period:
        query = query.where(PolicyLedger.period == period)
    if department:
        query = query.where(PolicyLedger.department == department)
    if before:
        query = query.where(PolicyLedger.id < before)
    found = list(session.scalars(query.order_by(PolicyLedger.id.desc()).limit(limit + 1)))
    some = found[:limit]
    counts = _counts(session, [one.id for one in some], by)
    return [Seen(one, counts.get(one.id, Counts())) for one in some], some[-1].id if len(found) > limit else 0


def find(session: Session, ledger_id: int, by: Actor) -> Seen:
    """A ledger that the actor sees; raises `NotFound`."""
    found = session.scalars(select(PolicyLedger).where(PolicyLedger.id == ledger_id, _seen(by))).one_or_none()
    if found is None:
        raise NotFound("policy-ledger", ledger_id)
    return Seen(found, _counts(session, [found.id], by).get(found.id, Counts()))


def periods(session: Session, by: Actor) -> list[str]:
    """The quarters of which there are ledgers, newest first."""
    query = select(PolicyLedger.period).where(_seen(by)).distinct()
    return sorted(session.scalars(query), reverse=True)


def lines(
    session: Session, by: Actor, *, ledger: int = 0, area: str = "", only: str = "", after: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """A page of lines of ledgers in force, in the order of their ids, and the id to go on from (0 at the end).

    Of one `ledger` also when it was replaced.
    """
    query = _lines(by).where(within(PolicyLine.area, area), PolicyLine.id > after)
    query = query.where(PolicyLedger.id == ledger if ledger else PolicyLedger.superseded.is_(False))
    if only in ONLY:
        query = query.where(_part(only))
    rows = [Line(*row) for row in session.execute(query.order_by(PolicyLine.id).limit(limit + 1))]
    return rows[:limit], rows[limit - 1].line.id if len(rows) > limit else 0


def one(session: Session, line_id: int, by: Actor) -> Line:
    """One line of the actor's area; raises `NotFound`."""
    row = session.execute(_lines(by).where(PolicyLine.id == line_id)).one_or_none()
    if row is None:
        raise NotFound("policy-line", line_id)
    return Line(*row)


def open_of(session: Session, household_ids: Sequence[int], by: Actor) -> list[Line]:
    """The lines about these households that no visit has answered for; one statement."""
    query = _lines(by).where(PolicyLine.household_id.in_(list(household_ids)), PolicyLedger.superseded.is_(False))
    return [Line(*row) for row in session.execute(query.where(_part("open")).order_by(PolicyLine.id))]


def _seen(by: Actor) -> Any:
    """Of a department its own; of an office what its area has lines of, and what was pushed from inside it."""
    if by.department:
        return and_(PolicyLedger.department == by.department, within(PolicyLedger.area, by.area))
    above = [by.area[:length] for length in (2, 4, 6, 9, 12) if length < len(by.area)]
    has_lines = exists().where(PolicyLine.ledger_id == PolicyLedger.id, within(PolicyLine.area, by.area))
    return or_(within(PolicyLedger.area, by.area), and_(PolicyLedger.area.in_(above), has_lines))


def _lines(by: Actor) -> Any:
    mine = PolicyLedger.department == by.department if by.department else within(PolicyLine.area, by.area)
    same = (PolicyMark.household_id == PolicyLine.household_id) & (PolicyMark.key == PolicyLine.key)
    return (
        select(PolicyLine, PolicyLedger, Household.number, Household.case_id, PolicyMark)
        .join(PolicyLedger, PolicyLedger.id == PolicyLine.ledger_id)
        .outerjoin(Household, Household.id == PolicyLine.household_id)
        .outerjoin(PolicyMark, same & PolicyMark.superseded.is_(False))
        .where(mine, within(PolicyLedger.area, by.area) if by.department else true())
    )


def _part(only: str) -> Any:
    if only == "unmatched":
        return PolicyLine.household_id.is_(None) & (PolicyLine.settled == "")
    if only == "open":
        return PolicyLine.household_id.is_not(None) & PolicyMark.id.is_(None)
    return PolicyMark.adopted.is_(only == "adopted")


def _counts(session: Session, ledger_ids: Sequence[int], by: Actor) -> dict[int, Counts]:
    mark = PolicyMark.household_id == PolicyLine.household_id, PolicyMark.key == PolicyLine.key
    marked = exists().where(*mark, PolicyMark.superseded.is_(False))
    query = select(
        PolicyLine.ledger_id, func.count(),
        func.count().filter(PolicyLine.household_id.is_not(None), ~marked),
        func.count().filter(PolicyLine.household_id.is_(None), PolicyLine.settled == ""),
    )  # fmt: skip
    here = within(PolicyLine.area, "" if by.department else by.area)
    query = query.where(PolicyLine.ledger_id.in_(list(ledger_ids)), here)
    rows = session.execute(query.group_by(PolicyLine.ledger_id))
    return {row[0]: Counts(*row[1:]) for row in rows}
