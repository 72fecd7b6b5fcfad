"""What a decided change writes: the register, the change's own row, and the ledger of each household concerned.

The book calls it in the transaction of the move itself; a proposal that is refused or taken back writes nothing
into the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.cases import hold
from engine.clock import office_day
from engine.decide import Decision
from engine.facts import Facts
from states.changes import register
from states.changes.change import APPLIED, EDIT, JOIN, LEAVE, TRANSFER, Change
from states.changes.moving import TRANSFERRED, arrived, joined, left, numbered
from states.history.former import begun, changing, went_along
from states.households import Household
from states.members import Member, spelling
from states.quality.details import take


def carry_out(session: Session, moved: Sequence[tuple[Facts, Decision]]) -> None:
    """Close these changes, and write those that were applied."""
    by_case = {facts.case_id: (facts, decision) for facts, decision in moved}
    changes = session.scalars(select(Change).where(Change.case_id.in_(by_case)).order_by(Change.id)).all()
    for change in changes:
        facts, _decision = by_case[change.case_id]
        change.live, change.decided_at = False, facts.at
        change.decided_by, change.decided_by_name = facts.actor.id, facts.actor.name
    applied = [one for one in changes if by_case[one.case_id][1].target == APPLIED[0]]
    known = register.read(session, applied)
    for change in applied:
        _write(session, change, known, by_case[change.case_id][0].at)
    session.flush()
    if applied:
        facts = by_case[applied[0].case_id][0]
        _tell(session, applied, known, facts)


def _write(session: Session, change: Change, known: register.Register, at: datetime) -> None:
    """Write a change into the register; whatever it touches keeps what stood there before."""
    home, on = known.households[change.household_id], change.happened_on or office_day(at)
    there: list[Household | Member] = [home, *known.here[home.id]]
    edited = known.row(change.subject, change.subject_id) if change.field == "id_no" else None
    said = [(edited, name) for name in ("id_kind", "birth_on", "sex")] if edited is not None else []
    with changing(session, there, on, at, said):
        if change.nature == EDIT:
            row = known.row(change.subject, change.subject_id)
            assert row is not None  # the guard has seen it
            _put(row, change, home, known.head(home.id))
        elif change.nature != JOIN:
            member = known.members[change.member_id or 0]
            heir = known.members.get(int(change.told.get("new_head") or 0))
            left(home, member, on, change.reason if change.nature == LEAVE else TRANSFERRED, heir)
    session.flush()  # a person lives in one household at a time: first out, then in
    if change.nature == JOIN:
        newcomer = _added(session, joined(home, change.told, on))
        change.member_id = newcomer.id
        begun(session, home, newcomer, on, at)
    elif change.nature == TRANSFER:
        member = known.members[change.member_id or 0]
        other = known.households[change.other_household_id or 0]
        there_now = _added(session, arrived(other, member, change.told["relation"], on))
        went_along(session, home, member, there_now, on, at)


def _added(session: Session, member: Member) -> Member:
    session.add(member)
    session.flush()
    return member


def _put(row: Household | Member, change: Change, home: Household, head: Member | None) -> None:
    field, value = change.about, change.after
    columns: dict[str, Any] = {field.name: value}
    if field.detail is not None:
        columns = {"details": take(field.detail.subject, {field.name: value}, row.details)}
    elif field.type == "date":
        columns = {field.name: date.fromisoformat(value) if value else None}
    elif field.type == "identity":
        columns = numbered(value)
    elif field.type == "name":
        columns = spelling(value) if isinstance(row, Member) else {field.name: value}
        if isinstance(row, Member) and row.is_head:
            home.head_name = value
        elif isinstance(row, Household) and head is not None:
            _set(head, spelling(value))
    _set(row, columns)


def _set(row: object, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def _tell(session: Session, changes: Sequence[Change], known: register.Register, facts: Facts) -> None:
    """One entry for each change and household; a case takes one at a time."""
    waiting = [
        (known.households[number].case_id, _entry(change))
        for change in changes
        for number in (change.household_id, change.other_household_id)
        if number is not None
    ]
    cases = {case.id: case for case in hold(session, [case_id for case_id, _told in waiting])}
    for round_ in _rounds(waiting):
        news = [(cases[case_id], "changed", told) for case_id, told in round_]
        ledger.append_many(session, news, facts.actor, facts.at)


def _entry(change: Change) -> dict[str, Any]:
    """What the ledger keeps: which change, and the digest of its values; the values themselves never."""
    sealed = ledger.canonical([change.before, change.after, change.happened_on, change.reason])
    told = {"change": change.id, "nature": change.nature, "proposed_by": change.proposed_by_name}
    return told | {"field": change.field, "digest": hashlib.sha256(sealed.encode()).hexdigest()}


def _rounds(waiting: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    left_over = list(waiting)
    while left_over:
        taken: dict[int, dict[str, Any]] = {}
        later = []
        for case_id, told in left_over:
            if case_id in taken:
                later.append((case_id, told))
            else:
                taken[case_id] = told
        yield list(taken.items())
        left_over = later
