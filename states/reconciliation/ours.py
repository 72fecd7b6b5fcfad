"""Our side of a ledger: the lines of an area in the form that is compared, in a statement and one for each figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.households import Household
from states.members import Member
from states.reconciliation.figures import BY_NAME
from states.reconciliation.ledgers import COLUMNS, Ledger

AT_ONCE = 5000  # values in one question to the database


@dataclass(frozen=True, slots=True)
class Ours:
    """One line of ours: whom it is about, where, what it says, and whether the ledger outside must have it."""

    area: str
    household_id: int
    member_id: int | None
    facts: Mapping[str, str]
    expected: bool


def ours(session: Session, ledger: Ledger, area: str) -> dict[str, Ours]:
    """Our lines inside an area by their keys; people without papers have none."""
    figures = {field.name: BY_NAME[field.figure].load(session, area) for field in ledger.fields if field.figure}
    wanted = sorted({*(ledger.expects or {}), *(f.name for f in ledger.fields if not f.figure)})
    query, place = _query(ledger, wanted)
    found, is_household = {}, ledger.subject == "household"
    for key, group, household, member, *values in session.execute(query.where(within(place, area))):
        columns = dict(zip(wanted, values, strict=True))
        facts = {f.name: f.plain(columns[f.name]) for f in ledger.fields if not f.figure}
        facts |= {f.name: _figure(f.plain, figures[f.name].get(household)) for f in ledger.fields if f.figure}
        found[key] = Ours(group, household, None if is_household else member, facts, _expected(ledger, columns))
    return found


def elsewhere(session: Session, ledger: Ledger, keys: Collection[str], area: str) -> set[str]:
    """Which of these keys belong to somebody of ours outside an area."""
    query, place = _query(ledger, ())
    column = query.selected_columns[0]
    found: set[str] = set()
    asked = sorted(keys) if area else []
    for start in range(0, len(asked), AT_ONCE):
        lot = asked[start : start + AT_ONCE]
        found |= {row[0] for row in session.execute(query.where(column.in_(lot), ~within(place, area)))}
    return found


def _query(ledger: Ledger, wanted: Collection[str]) -> tuple[Select[Any], Any]:
    if ledger.subject == "household":
        columns = [getattr(Household, name) for name in wanted if name in COLUMNS["household"]]
        key = (Household.number, Household.group_code, Household.id, Household.id)
        return select(*key, *columns), Household.group_code
    columns = [getattr(Member, name) for name in wanted if name in COLUMNS["member"]]
    here = select(Member.person, Member.group_code, Member.household_id, Member.id, *columns)
    return here.where(Member.left_on.is_(None), Member.person != ""), Member.group_code


def _figure(plain: Any, value: Decimal | None) -> str:
    return "" if value is None else str(plain(value))


def _expected(ledger: Ledger, columns: Mapping[str, Any]) -> bool:
    if ledger.expects is None:
        return False
    return all(bool(columns[name]) if "*" in of else columns[name] in of for name, of in ledger.expects.items())
