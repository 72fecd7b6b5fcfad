"""What goes along when a whole place gets another code, or chosen households another group: one statement a table.

The cases go first, each with its entry in the ledger; then every column of the register of columns; then accounts
and grids. No statement runs once for each row, so that a township of twenty thousand households is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, union_all, update
from sqlalchemy.orm import Session

from engine import moving
from engine.actors import Actor
from engine.cases import Case
from engine.db import Base
from engine.hot import as_list, as_pairs, dialect_of, listed
from states import users
from states.households import Household
from states.livelihood.student_list import StudentListed
from states.members import Member
from states.places import assigning
from states.places.changes import Why
from states.places.columns import CASE, LIES, LINKED_CASES, REACHES, by_household, by_place
from states.places.grids import Grid, GridPlace
from states.quality.findings import Finding, FindingClaim
from states.regions import Region
from states.users import User

PLAIN = {"synchronize_session": False}


def follow_places(
    session: Session, codes: Mapping[str, str], same: Mapping[str, str], why: Why, by: Actor, at: datetime
) -> int:
    """Give all that lies in places of `codes` their new code; answer how many households moved.

    `same` are those of them that stay the same place under another code: what was said of them, and the accounts
    that sit there, go along too. A grid belongs to its village: a household in another village's grid leaves it.
    """
    staying = set(session.scalars(_reaching(codes.keys() - same.keys())))
    areas = {row[0]: codes[row[1]] for row in session.execute(_cases_at(codes)) if row[0] not in staying}
    moved = moving.put(session, areas, why.told, by, at)
    for columns, pairs in ((LIES, codes), (REACHES, same)):
        bound = {"pairs": as_pairs(pairs)}
        for column in columns:
            session.execute(by_place(column, dialect_of(session)), bound, execution_options=PLAIN)
    for user in session.scalars(select(User).where(User.area.in_(same))):
        users.follow(session, user, same[user.area], by, at)
    session.flush()
    households = [case.id for case in moved if case.kind == "household"]
    _settle_grids(session, households, why, by, at)
    return len(households)


def follow_households(session: Session, targets: Mapping[int, str], why: Why, by: Actor, at: datetime) -> list[int]:
    """Put these households, by their cases, and what repeats their place to their groups; answer those that moved."""
    houses = _houses(session, targets)
    areas = dict(targets)
    if houses:
        query = _linked(session)
        bound = {CASE: as_list(session, list(houses)), "household": as_list(session, list(houses.values()))}
        by_house = {house: targets[case] for case, house in houses.items()}
        for case_id, whose, kind in session.execute(query, bound):
            areas[case_id] = targets[whose] if kind == CASE else by_house[whose]
    moved = {case.id for case in moving.put(session, areas, why.told, by, at)}
    here = [case for case in targets if case in moved]
    cases = as_pairs({case: targets[case] for case in here})
    rows = as_pairs({houses[case]: targets[case] for case in here})
    for column in LIES:
        if here and column.link:
            pairs = {"pairs": cases if column.whose == CASE else rows}
            session.execute(by_household(column, dialect_of(session)), pairs, execution_options=PLAIN)
    if here:
        _second_hand(session, [houses[case] for case in here])
    _settle_grids(session, here, why, by, at)
    return here


def _cases_at(codes: Collection[str]):  # type: ignore[no-untyped-def] # longer than the query
    return select(Case.id, Case.area).where(Case.area.in_(codes))


def _reaching(codes: Collection[str]):  # type: ignore[no-untyped-def] # longer than the query
    """The cases of what is said of these places themselves: it stays with a place that ends."""
    parts = []
    for column in REACHES:
        table = Base.metadata.tables[column.table]
        if "case_id" in table.columns:
            parts.append(select(table.c.case_id).where(table.c[column.name].in_(codes)))
    return union_all(*parts)


def _linked(session: Session):  # type: ignore[no-untyped-def] # longer than the query
    """The cases that stand where households stand, with whose they are."""
    parts = []
    for name, link, whose in LINKED_CASES:
        table = Base.metadata.tables[name]
        wanted = table.c[link].in_(listed(dialect_of(session), whose))
        parts.append(select(table.c.case_id, table.c[link], literal(whose)).where(wanted))
    return union_all(*parts)


def _second_hand(session: Session, households: Sequence[int]) -> None:
    """Rows that belong to a household through another table."""
    ids, mine = as_list(session, households), listed(dialect_of(session), "ids")
    claims = update(FindingClaim).where(FindingClaim.finding_id == Finding.id, Finding.household_id.in_(mine))
    session.execute(claims.values(area=Finding.area), {"ids": ids}, execution_options=PLAIN)
    people = update(StudentListed).where(
        StudentListed.person == Member.person, Member.person != "", Member.household_id.in_(mine)
    )
    session.execute(people.values(area=Member.group_code), {"ids": ids}, execution_options=PLAIN)


def _houses(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    query = select(Household.case_id, Household.id).where(Household.case_id.in_(listed(dialect_of(session), "ids")))
    found = session.execute(query, {"ids": as_list(session, sorted(case_ids))})
    return {row[0]: row[1] for row in found}


def _settle_grids(session: Session, case_ids: Sequence[int], why: Why, by: Actor, at: datetime) -> None:
    """A grid whose households all stand in one other village goes along; who lies in another's then leaves it."""
    bound = {"ids": as_list(session, case_ids)}
    touched = (
        select(GridPlace.grid_id)
        .join(Household, Household.id == GridPlace.household_id)
        .where(Household.case_id.in_(listed(dialect_of(session), "ids")), GridPlace.until.is_(None))
    )
    lowest, highest = func.min(Household.village), func.max(Household.village)
    query = (
        select(Grid, lowest)
        .join(GridPlace, GridPlace.grid_id == Grid.id)
        .join(Household, Household.id == GridPlace.household_id)
        .where(GridPlace.until.is_(None), Grid.id.in_(touched))
        .group_by(Grid.id)
        .having((lowest == highest) & (lowest != Grid.village))
    )
    for grid, village in session.execute(query, bound).all():
        _rename_beside(session, grid, village)
        grid.village = village
        session.flush()
    assigning.leave_other_villages(session, case_ids, why.reason.strip(), by, at)
    session.expire_all()


def _rename_beside(session: Session, grid: Grid, village: str) -> None:
    """Put the old village's name before a grid's whose name is taken in the village it goes to."""
    taken = select(Grid.id).where(Grid.village == village, Grid.name == grid.name, Grid.closed_on.is_(None))
    if session.scalar(taken) is not None:
        grid.name = f"{session.get_one(Region, grid.village).name}{grid.name}"[:60]
