"""Changes as people read them: the household, the person, and before and after side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.counting import up_to
from engine.errors import NotFound
from states.changes.change import APPLIED, DIFFERS, EDIT, JOIN, LEAVE, ONCE, PROPOSED, Change
from states.codes import codes
from states.households import Household
from states.members import Member

PAGE = 50
OTHER = aliased(Household)


@dataclass(frozen=True, slots=True)
class Line:
    """A change with its state and the names that belong to it; `blind` hides a value that is still keyed twice."""

    change: Change
    state: str
    case_id: int
    number: str
    head_name: str
    kind: str
    member: Member | None
    other_number: str | None
    other_head: str | None
    other_area: str | None
    blind: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still waits for another person."""
        return self.state == PROPOSED[0]

    @property
    def who(self) -> str:
        """The person it is about; the head for what belongs to the household."""
        if self.change.nature == JOIN:
            return str(self.change.told["name"])
        return self.member.name if self.member else self.head_name

    @property
    def what(self) -> str:
        """The field that changes; empty for a natural change."""
        return self.change.about.label if self.change.nature == EDIT else ""

    @property
    def before(self) -> str:
        """What stood there."""
        if self.change.nature == EDIT:
            return self.change.about.shown(self.change.before)
        return "" if self.change.nature == JOIN else self._place(self.number, self.head_name)

    @property
    def after(self) -> str:
        """What shall stand there; empty while it is keyed a second time."""
        change = self.change
        if change.nature == EDIT:
            return "" if self.blind else change.about.shown(change.after)
        if change.nature == LEAVE:
            return ""
        told = change.told
        relation = codes("relation").label(told["relation"])
        if change.nature == JOIN:
            return f"{self._place(self.number, self.head_name)} {relation}"
        return f"{self._place(self.other_number or '', self.other_head or '')} {relation}"

    @property
    def reason(self) -> str:
        """Why a member joined or left."""
        return reason_of(self.change)

    @staticmethod
    def _place(number: str, head: str) -> str:
        return f"{head} {number}"


def reason_of(change: Change) -> str:
    """The reason of a natural change in the words of its code list."""
    if not change.reason:
        return ""
    return codes("joined_reason" if change.nature == JOIN else "left_reason").label(change.reason)


def waiting(
    session: Session,
    by: Actor,
    *,
    nature: str = "",
    part: str = "",
    keying: bool | None = None,
    after: int = 0,
) -> tuple[list[Line], int]:
    """A page of the area's changes that wait, oldest first, and the id to go on from (0 at the end).

    `keying` picks those that must first be keyed a second time or settled (true), or the others (false).
    """
    wanted = _query().where(within(Change.area, by.area), Change.live, Change.id > after)
    if nature:
        wanted = wanted.where(Change.nature == nature)
    if part:
        wanted = wanted.where(Change.part == part)
    if keying is not None:
        apart = Change.keying.in_((ONCE, DIFFERS))
        wanted = wanted.where(apart if keying else ~apart)
    lines = [_line(row, by) for row in session.execute(wanted.order_by(Change.id).limit(PAGE + 1))]
    return lines[:PAGE], lines[PAGE - 1].change.id if len(lines) > PAGE else 0


def waiting_count(session: Session, by: Actor) -> int:
    """How many changes of the area wait for somebody else than who proposed them, as far as a card tells."""
    query = select(Change.id).where(within(Change.area, by.area), Change.live)
    return up_to(session, query.where(Change.proposed_by != by.id))


def of_household(session: Session, household: Household, by: Actor, limit: int = 200) -> list[Line]:
    """The changes of a household, in or out, newest first."""
    mine = (Change.household_id == household.id) | (Change.other_household_id == household.id)
    return [_line(row, by) for row in session.execute(_query().where(mine).order_by(Change.id.desc()).limit(limit))]


def waiting_of(session: Session, household_ids: Sequence[int], by: Actor) -> list[Line]:
    """The changes of these households that wait, oldest first."""
    mine = _query().where(Change.live, Change.household_id.in_(household_ids))
    return [_line(row, by) for row in session.execute(mine.order_by(Change.id))]


def one(session: Session, change_id: int, by: Actor) -> Line:
    """A change of the actor's area; raises `NotFound`."""
    row = session.execute(_query().where(Change.id == change_id, within(Change.area, by.area))).one_or_none()
    if row is None:
        raise NotFound("change", change_id)
    return _line(row, by)


def of_cases(session: Session, case_ids: Sequence[int], by: Actor) -> list[Line]:
    """The changes of these cases inside the actor's area, in the order of their ids."""
    query = _query().where(Change.case_id.in_(case_ids), within(Change.area, by.area))
    return [_line(row, by) for row in session.execute(query.order_by(Change.id))]


def applied(
    session: Session, by: Actor, area: str, conditions: Sequence[Any], after: tuple[datetime, int] | None, limit: int
) -> list[Line]:
    """Changes that entered the register in an area, in or out of it, in the order in which they did.

    `after` is when the last one seen was decided, and its id.
    """
    inside = within(Change.area, by.area) & within(Change.area, area)
    reached = within(OTHER.group_code, by.area) & within(OTHER.group_code, area) & OTHER.id.is_not(None)
    wanted = _query().where(Case.state == APPLIED[0], inside | reached, *conditions)
    if after is not None:
        at, change_id = after
        wanted = wanted.where((Change.decided_at > at) | ((Change.decided_at == at) & (Change.id > change_id)))
    return [_line(row, by) for row in session.execute(wanted.order_by(Change.decided_at, Change.id).limit(limit))]


def _query() -> Any:
    columns = (Household.case_id, Household.number, Household.head_name, Household.kind)
    return (
        select(Change, Case.state, *columns, Member, OTHER.number, OTHER.head_name, OTHER.group_code)
        .join(Case, Case.id == Change.case_id)
        .join(Household, Household.id == Change.household_id)
        .outerjoin(Member, Member.id == Change.member_id)
        .outerjoin(OTHER, OTHER.id == Change.other_household_id)
    )


def _line(row: Any, by: Actor) -> Line:
    change: Change = row[0]
    blind = change.live and change.keying == ONCE and change.proposed_by != by.id
    return replace(Line(*row), blind=blind)
