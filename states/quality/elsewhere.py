"""What rules know from elsewhere: the same number or telephone in another household, and other ledgers (TZ15)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.cases import Case
from engine.hot import Hot, as_list, listed
from states.households import Household
from states.lifecycle import ELIMINATED, MONITORED, RE_FLAGGED
from states.members import Member
from states.quality.fields import loaded
from states.quality.snapshot import Lot
from states.quality.source import Source
from states.reconciliation.differences import OPEN, Difference
from states.reconciliation.ledgers import shipped

SELF, TWIN = aliased(Member), aliased(Member)
COUNTED = (MONITORED, RE_FLAGGED, ELIMINATED)
"""The states of a household that the national system keeps as monitored."""
KNOWN = ("died", "transferred")
"""Ways of leaving after which nobody ought to be called transferred any more."""


def _elsewhere(session: Session, lot: Lot) -> None:
    """Whose number is on record twice, whose telephone in another household, who left and lives in a monitored one."""
    ids = {"ids": as_list(session, sorted(lot.houses))}
    people = {person.id: person for person in lot.people}
    for statement, name in ((TWINS, "twin"), (PHONES, "phone_twin")):
        for member, number in statement.rows(session, ids):
            people[member].learn(name, number)
    for household, name, number in MOVED.rows(session, ids):
        lot.houses[household].loaded |= {"moved_on": name, "moved_to": number}


def _twins(dialect: str, column: str) -> Any:
    mine, theirs = getattr(SELF, column), getattr(TWIN, column)
    another = TWIN.id != SELF.id if column == "id_no" else TWIN.household_id != SELF.household_id
    return (
        select(SELF.id, func.min(Household.number))
        .join(TWIN, (theirs == mine) & another & TWIN.left_on.is_(None))
        .join(Household, Household.id == TWIN.household_id)
        .where(SELF.household_id.in_(listed(dialect, "ids")), SELF.left_on.is_(None), mine != "", theirs != "")
        .group_by(SELF.id)
    )


def _moved(dialect: str) -> Any:
    gone = and_(SELF.left_on.is_not(None), *(SELF.left_reason != way for way in KNOWN))
    counted = or_(*(Case.state == state for state in COUNTED))
    return (
        select(SELF.household_id, func.min(SELF.name), func.min(Household.number))
        .join(TWIN, (TWIN.person == SELF.person) & (TWIN.household_id != SELF.household_id) & TWIN.left_on.is_(None))
        .join(Household, Household.id == TWIN.household_id)
        .join(Case, (Case.id == Household.case_id) & counted)
        .where(SELF.household_id.in_(listed(dialect, "ids")), gone, SELF.person != "", TWIN.person != "")
        .group_by(SELF.household_id)
    )


TWINS = Hot(lambda dialect: _twins(dialect, "id_no"))
PHONES = Hot(lambda dialect: _twins(dialect, "phone"))
MOVED = Hot(_moved)


def _against_ledgers(session: Session, lot: Lot) -> None:
    """The fields in which other ledgers say something else, as long as nobody has settled who is right."""
    books = {one.id: one for one in shipped()}
    found: dict[int, list[str]] = {}
    for household, ledger, field in OPEN_DIFFERENCES.rows(session, {"ids": as_list(session, sorted(lot.houses))}):
        if book := books.get(ledger):
            found.setdefault(household, []).append(f"{book.title}：{book.title_of(field)}")
    for household, told in found.items():
        lot.houses[household].loaded |= {"differences": "、".join(dict.fromkeys(told))}


OPEN_DIFFERENCES = Hot(
    lambda dialect: (
        select(Difference.household_id, Difference.ledger, Difference.field)
        .join(Case, (Case.id == Difference.case_id) & (Case.state == OPEN[0]))
        .where(Difference.household_id.in_(listed(dialect, "ids")))
        .order_by(Difference.ledger, Difference.field, Difference.id)
    )
)

ELSEWHERE = Source(
    (
        loaded("twin", "member", "同一号码所在的户", "text"),
        loaded("phone_twin", "member", "同一电话所在的户", "text"),
        loaded("moved_on", "household", "减少后又出现的人", "text"),
        loaded("moved_to", "household", "减少的人所在的户", "text"),
    ),
    _elsewhere,
)
LEDGERS = Source((loaded("differences", "household", "没有核定的台账差异", "text"),), _against_ledgers)
