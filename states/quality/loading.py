"""Loading households for the rules: a lot at a time, plain rows instead of objects, a few statements per lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.hot import Hot, as_list, listed
from states.households import Household
from states.members import Member
from states.quality import sources
from states.quality.details import parsed
from states.quality.snapshot import House, Lot, Person, age_on, school_day

A_LOT = 1000
"""Households of one lot: together with their people they stay well inside the memory of a small machine."""


def _households() -> Any:
    h = Household
    columns = (h.id, h.case_id, h.number, h.group_code, h.village, h.head_name, h.kind, h.category, h.phone, h.address)
    dates = (h.identified_on, h.eliminated_on, Case.state, h.details)
    return select(*columns, *dates).join(Case, Case.id == h.case_id)


def _people(dialect: str) -> Any:
    m = Member
    names = (m.household_id, m.id, m.name, m.sex, m.id_kind, m.id_no, m.person, m.birth_on, m.relation, m.ethnicity)
    more = (m.education, m.school, m.health, m.labour, m.phone, m.joined_on, m.left_on, m.left_reason, m.is_head)
    query = select(*names, *more, m.details).where(m.household_id.in_(listed(dialect, "ids")))
    return query.order_by(m.household_id, m.id)


PEOPLE = Hot(_people)


def lots(
    session: Session, area: str, as_of: date, *, after: int = 0, limit: int | None = None, size: int = A_LOT
) -> Iterator[Lot]:
    """The households of an area in lots, by their ids, after the household `after`; `limit` ends after so many lots."""
    while limit is None or limit > 0:
        query = _households().where(within(Household.group_code, area), Household.id > after)
        rows = session.execute(query.order_by(Household.id).limit(size)).all()
        if not rows:
            return
        yield _filled(session, rows, as_of)
        after, limit = rows[-1][0], None if limit is None else limit - 1


def _filled(session: Session, rows: Sequence[Any], as_of: date) -> Lot:
    session.flush()  # the people are read on the driver, past the session
    houses = {row[0]: House(*row[:13], parsed(row[13]), as_of) for row in rows}  # type: ignore[call-arg]
    lot, since = Lot(as_of, houses), school_day(as_of)
    for row in PEOPLE.rows(session, {"ids": as_list(session, list(houses))}):
        house = houses[row[0]]
        born, joined, left = (_day(value) for value in (row[7], row[15], row[16]))
        person = Person(  # type: ignore[call-arg]
            row[1], house, *row[2:7], born, *row[8:15], joined, left, row[17], bool(row[18]), row[19],
            parsed(row[19]), age_on(born, as_of), age_on(born, since),
        )  # fmt: skip
        (house.people if left is None or left > as_of else house.left).append(person)
    sources.fill(session, lot)
    return lot


def _day(value: Any) -> date | None:
    """A day as the driver gives it: ISO text on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value
