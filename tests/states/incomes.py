"""An invented village with households whose income is collected, for the tests of income."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from states import samples
from states.households import Household, register
from states.income import entering, reviewing, signing
from states.income.signing import Signatures
from states.members import Member
from states.packs.store import in_force, install_shipped
from tests.bdd.people import household

VILLAGE, OTHER = "533401102201", "533401102202"
AT = datetime(2021, 11, 1, 2, tzinfo=UTC)
GRID = Actor("g1", "和建军", "grid", VILLAGE)
CLERK = Actor("v1", "和秀兰", "village", VILLAGE)
OFFICER = Actor("t1", "李建华", "township", samples.TOWNSHIP)
COUNTY = Actor("c1", "王志强", "county", samples.TOWNSHIP[:6])
BY_LEVEL = (CLERK, OFFICER, COUNTY)
YEAR = 2021


def found(session: Session, heads: tuple[str, ...] = ("李秀英",), village: str = VILLAGE) -> list[Household]:
    """Households of a couple and a child, lifted out of poverty."""
    if not session.scalar(select(Household.id).limit(1)):
        session.add_all(samples.regions())
        session.flush()
        install_shipped(session, AT)
    definition = in_force(session, village, date(2021, 11, 1)).definition
    drafts = [household(head, village, "属脱贫户") for head in heads]
    ids = register(session, drafts, definition, OFFICER, AT)
    return list(session.scalars(select(Household).where(Household.id.in_(ids)).order_by(Household.id)))


def people(session: Session, home: Household) -> list[Member]:
    """Those who live there, the head first."""
    return list(session.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id)))


def fill(session: Session, home: Household, by: Actor = GRID, amount: int = 6000) -> None:
    """Write the whole year down: so much for the head in each quarter, nothing for the others."""
    for n, member in enumerate(people(session, home)):
        for quarter in (1, 2, 3, 4):
            told = {"migrant_work": Decimal(0 if n else amount)}
            entering.enter(session, home.case_id, quarter, member.id, told, by=by, at=AT)


def signed(session: Session, home: Household, by: Actor = GRID) -> None:
    """Hand the signed sheet in."""
    said = Signatures(home.head_name, by.name, date(2021, 11, 1), True)
    signing.sign(session, home.case_id, YEAR, said, by=by, at=AT)


def locked(session: Session, book: Book, home: Household) -> None:
    """Bring a household's year from nothing to the lock."""
    fill(session, home)
    signed(session, home)
    for by in BY_LEVEL:
        reviewing.move(session, book, home.case_id, YEAR, f"review_{by.role}", by=by, at=AT)
    reviewing.move(session, book, home.case_id, YEAR, "lock", by=COUNTY, at=AT)
