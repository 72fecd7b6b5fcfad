"""What stands in the register of an area: a digest for each household, and one over all of them (TZ26).

A household's digest is over its own facts, its members and its income as canonical JSON, so that on every database the
same data give the same digest; how far its procedures and reviews have come is no part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.db import Base
from engine.hot import as_list, dialect_of, listed
from engine.ledger import canonical
from states.households import Household
from states.income.lines import IncomeLine
from states.income.statements import IncomeStatement
from states.members import Member

A_LOT = 1000
"""So many households are read at a time."""

NO_DATA = {
    "household": {"id", "case_id", "village", "township", "created_at"},
    "member": {"household_id", "township", "village", "group_code", "given"}
    | {"pinyin", "pinyin_alt", "initials", "initials_alt"},
}
"""Columns that only say where a row stands, or repeat what others say."""


@dataclass(frozen=True, slots=True)
class Line:
    """One household's digest, with how many members and amounts of income it covers."""

    household_id: int
    number: str
    village: str
    digest: str
    members: int
    amounts: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The data of an area in short: the counts, and the digest over its households' digests by number."""

    households: int
    members: int
    amounts: int
    digest: str


def lines(session: Session, area: str) -> Iterator[Line]:
    """A line for each household of an area by number; three statements for a thousand households."""
    query = select(Household.id).where(within(Household.group_code, area)).order_by(Household.number)
    ids = list(session.scalars(query))
    for at in range(0, len(ids), A_LOT):
        yield from of_households(session, ids[at : at + A_LOT])


def of_households(session: Session, ids: Sequence[int]) -> list[Line]:
    """The lines of these households by number; three statements."""
    bound = {"ids": as_list(session, sorted(ids))}
    chosen = listed(dialect_of(session), "ids")
    people = _people(session, chosen, bound)
    amounts = _amounts(session, chosen, bound)
    query = select(Household.id, Household.number, Household.village, *_facts("household"))
    rows = session.execute(query.where(Household.id.in_(chosen)).order_by(Household.number), bound)
    return [
        Line(
            row[0], row[1], row[2],
            _digest([list(row[3:]), people.get(row[0], []), amounts.get(row[0], [])]),
            len(people.get(row[0], [])), len(amounts.get(row[0], [])),
        )
        for row in rows
    ]  # fmt: skip


def summed(found: Iterable[Line]) -> Snapshot:
    """All lines in one."""
    households = members = amounts = 0
    whole = hashlib.sha256()
    for line in found:
        whole.update(f"{line.number} {line.digest}\n".encode())
        households, members, amounts = households + 1, members + line.members, amounts + line.amounts
    return Snapshot(households, members, amounts, whole.hexdigest())


def _people(session: Session, chosen: Any, bound: Any) -> dict[int, list[Any]]:
    query = select(Member.household_id, *_facts("member")).where(Member.household_id.in_(chosen))
    found: dict[int, list[Any]] = {}
    for household, *facts in session.execute(query.order_by(Member.household_id, Member.id), bound):
        found.setdefault(household, []).append(facts)
    return found


def _amounts(session: Session, chosen: Any, bound: Any) -> dict[int, list[Any]]:
    columns = (IncomeStatement.year, IncomeLine.member_id, IncomeLine.quarter, IncomeLine.item, IncomeLine.amount)
    query = (
        select(IncomeStatement.household_id, *columns)
        .join(IncomeLine, IncomeLine.statement_id == IncomeStatement.id)
        .where(IncomeStatement.household_id.in_(chosen), IncomeLine.superseded == false())
    )
    found: dict[int, list[Any]] = {}
    for household, year, member, quarter, item, amount in session.execute(query, bound):
        found.setdefault(household, []).append([year, member or 0, quarter, item, f"{amount:.2f}"])
    return {household: sorted(rows) for household, rows in found.items()}


def _facts(table: str) -> list[Any]:
    return [column for column in Base.metadata.tables[table].columns if column.name not in NO_DATA[table]]


def _digest(facts: Any) -> str:
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
