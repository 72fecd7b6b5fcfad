"""Our side of a ledger: the lines of an area in the form that is compared, in a statement and one for each figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.households import Household
from states.members import Member
from states.reconciliation.cells import Field
from states.reconciliation.columns import columns
from states.reconciliation.figures import BY_NAME
from states.reconciliation.ledgers import Ledger

AT_ONCE = 5000  # values in one question to the database


@dataclass(frozen=True, slots=True)
class Ours:
    """One line of ours: whom it is about, where, what it says, and whether the ledger outside must have it."""

    area: str
    household_id: int
    member_id: int | None
    facts: Mapping[str, str]
    expected: bool


def ours(session: Session, ledger: Ledger, area: str, fields: Sequence[Field] | None = None) -> dict[str, Ours]:
    """Our lines inside an area by their keys; people without papers have none.

    `fields` are those that somebody asks for, by default all of the ledger.
    """
    expects = ledger.expects or {}
    wanted = [one for one in ledger.fields if fields is None or one in fields or (one.figure and one.name in expects)]
    worked_out = [(field, BY_NAME[field.figure].load(session, area)) for field in wanted if field.figure]
    plain = [field for field in wanted if not field.figure]
    known = columns(ledger.subject)
    asked = [known[name] for name in expects if name in known]
    held = sorted({column.stands_in for column in (*asked, *(field.column for field in plain))})
    query, place = _query(ledger, held)
    found, is_household = {}, ledger.subject == "household"
    for key, group, household, member, *values in session.execute(query.where(within(place, area))):
        row = dict(zip(held, values, strict=True))
        facts = {field.name: field.plain(field.column.of(row)) for field in plain}
        about = household if is_household else member
        facts |= {field.name: field.plain(loaded.get(about)) for field, loaded in worked_out}
        told = {column.name: str(column.of(row) or "") for column in asked}
        expected = ledger.expects is not None and _expected(expects, facts | told)
        found[key] = Ours(group, household, None if is_household else member, facts, expected)
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


def _query(ledger: Ledger, held: Collection[str]) -> tuple[Select[Any], Any]:
    if ledger.subject == "household":
        more = [getattr(Household, name) for name in held]
        if ledger.named_by == "head":
            place = (Member.person, Household.group_code, Household.id, Household.id)
            heads = select(*place, *more).join(Member, Member.household_id == Household.id)
            here = heads.where(Member.is_head.is_(True), Member.left_on.is_(None), Member.person != "")
            return here, Household.group_code
        return select(Household.number, Household.group_code, Household.id, Household.id, *more), Household.group_code
    more = [getattr(Member, name) for name in held]
    here = select(Member.person, Member.group_code, Member.household_id, Member.id, *more)
    return here.where(Member.left_on.is_(None), Member.person != ""), Member.group_code


def _expected(expects: Mapping[str, frozenset[str]], told: Mapping[str, str]) -> bool:
    return all(
        bool(told[name]) if "*" in of else not of.isdisjoint(told[name].split(",")) for name, of in expects.items()
    )
