"""Which quarters of the year's income nobody wrote down yet, and whether the year waits for its two signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.households import Household
from states.income import opening
from states.income.plans import Terms
from states.income.standing import Standing, missing, standings
from states.income.statements import IncomeStatement
from states.members import Member
from states.person_months import Stay


@dataclass(frozen=True, slots=True)
class Income:
    """The income of the year under way; `lacking` names each person with the quarters that are over and empty.

    `to_sign` is true where the year is complete and its signatures are missing or older than its figures.
    """

    year: int
    lacking: tuple[tuple[str, tuple[int, ...]], ...]
    to_sign: bool

    @property
    def is_due(self) -> bool:
        """Whether a visit has anything to ask or to have signed."""
        return bool(self.lacking) or self.to_sign


def is_collected(home: Household) -> bool:
    """Whether the yearly forms are collected from a household: it was lifted out of poverty, or is monitored."""
    return home.kind == "lifted_out" or home.category != "none"


def incomes_due(
    session: Session, homes: Sequence[Household], people: Mapping[int, Sequence[Member]], today: date
) -> dict[int, Income]:
    """The income that is due of each household; where it is collected and a pack is in force."""
    plans = {village: terms for village in {one.village for one in homes} if (terms := _terms(session, village, today))}
    found: dict[int, Income] = {}
    for year in {terms.year for terms in plans.values()}:
        mine = [one for one in homes if one.village in plans and plans[one.village].year == year]
        begun = opening.of_households(session, [one.id for one in mine], year)
        stands = standings(session, [one.case_id for one in begun.values()], today) if begun else {}
        for home in mine:
            statement = begun.get(home.id)
            standing = stands[statement.case_id] if statement else None
            if statement or is_collected(home):
                found[home.id] = _of_one(plans[home.village], statement, standing, people[home.id], today)
    return found


def _terms(session: Session, village: str, today: date) -> Terms | None:
    try:
        return opening.in_force_here(session, village, today)
    except NotFound:
        return None


def _of_one(
    terms: Terms, statement: IncomeStatement | None, standing: Standing | None, members: Sequence[Member], today: date
) -> Income:
    if statement is not None and statement.locked_at is not None:
        return Income(terms.year, (), to_sign=False)
    if standing is None:
        everybody = [(one.id, one.name, Stay(one.joined_on, one.left_on)) for one in members]
        empty = missing(everybody, set(), terms)
    else:
        empty = standing.missing
    over = {one.number for one in terms.quarters if one.until < today}
    lacking = [(name, tuple(sorted(over.intersection(quarters)))) for name, quarters in empty]
    signed = standing is not None and standing.signed_upto is not None and standing.signed_upto >= standing.newest_line
    return Income(terms.year, tuple(row for row in lacking if row[1]), to_sign=not empty and not signed)
