"""One household's income of a year as a page shows it: people, lines, figures, acts, reviews, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.evidence import Evidence, EvidenceFile, files_of
from engine.guards import Blocker
from engine.ledger import Entry, history
from engine.outlook import one
from states import case_file
from states.households import Household
from states.income import changes, opening, signing
from states.income.desk import NOT_BEGUN
from states.income.figures import Figures, figures
from states.income.lines import IncomeLine
from states.income.plans import IncomePlan, Terms
from states.income.statements import IncomeReview, IncomeStatement
from states.members import Member
from states.person_months import Stay, months_of


@dataclass(frozen=True, slots=True)
class Person:
    """A member with the quarters in which the person belongs to the household."""

    member: Member
    quarters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows of one household's year. `acts` are this person's moves with the reasons against each."""

    household: Household
    statement: IncomeStatement | None
    terms: Terms
    state: str
    version: int
    people: tuple[Person, ...]
    lines: Mapping[tuple[int | None, int, str], IncomeLine]
    figures: Figures | None
    acts: tuple[tuple[str, str, tuple[Blocker, ...]], ...]
    reviews: Sequence[IncomeReview]
    signed: Evidence | None
    scans: Sequence[EvidenceFile]
    entries: Sequence[Entry]

    @property
    def used_items(self) -> list[str]:
        """The items that have an amount, in the order of the form."""
        used = {item for _member, _quarter, item in self.lines}
        return [code for code in self.terms.edition.items if code in used]

    def lacking(self, quarter: int) -> list[Person]:
        """The people who belong to the household in a quarter and of whom nothing is written down for it."""
        filled = {member for member, n, _item in self.lines if n == quarter}
        return [one for one in self.people if quarter in one.quarters and one.member.id not in filled]

    @property
    def next_quarter(self) -> int | None:
        """The first quarter that somebody still lacks; None when all is there."""
        return next((one.number for one in self.terms.quarters if self.lacking(one.number)), None)


def of_household(
    session: Session, book: Book, household_case: int, by: Actor, at: datetime, year: int | None = None
) -> Sheet:
    """A household of the actor's area with its income of a year, the one under way if none is named.

    Raises `NotFound`.
    """
    household = case_file.household(session, household_case, by)
    terms = opening.in_force_here(session, household.village, office_day(at))
    statement = opening.of_households(session, [household.id], year or terms.year).get(household.id)
    if statement is not None:
        terms = session.get_one(IncomePlan, statement.plan_id).terms
    people = _people(session, household.id, terms)
    if statement is None:
        return Sheet(household, None, terms, NOT_BEGUN[0], 0, people, {}, None, (), (), None, (), ())
    view = one(session, book, statement.case_id, by, at)
    acts = tuple((move.name, move.label, blockers) for move, blockers in view.moves if by.role in move.by)
    signed = signing.current(session, statement.case_id)
    lines = changes.standing_lines(session, [statement.id])
    done = select(IncomeReview).where(IncomeReview.case_id == statement.case_id).order_by(IncomeReview.id)
    return Sheet(
        household,
        statement,
        terms,
        view.facts.state,
        view.facts.version,
        people,
        {place[1:]: line for place, line in lines.items()},
        figures(session, [household.id], statement.year).get(household.id),
        acts,
        session.scalars(done).all(),
        signed,
        files_of(session, [signed.id]).get(signed.id, ()) if signed else (),
        history(session, statement.case_id),
    )


def _people(session: Session, household_id: int, terms: Terms) -> tuple[Person, ...]:
    query = select(Member).where(Member.household_id == household_id).order_by(Member.is_head.desc(), Member.id)
    found = []
    for member in session.scalars(query):
        stay = Stay(member.joined_on, member.left_on)
        there = frozenset(one.number for one in terms.quarters if months_of(stay, one.since, one.until))
        if there:
            found.append(Person(member, there))
    return tuple(found)
