"""The income desk: an area's households with how far each has come, and one household's year as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.clock import office_day
from engine.evidence import Evidence, EvidenceFile, files_of
from engine.guards import Blocker
from engine.ledger import Entry, history
from engine.outlook import one
from engine.words import N_
from states.households import Household
from states.income import changes, opening, signing
from states.income.figures import Figures, figures
from states.income.lines import IncomeLine
from states.income.plans import IncomePlan, Terms
from states.income.standing import standings
from states.income.statements import IncomeReview, IncomeStatement
from states.members import Member
from states.person_months import Stay, months_of

NOT_BEGUN = "none", N_("未开始")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A household in the list: its statement's state (`none` without one) and the people with quarters missing."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    group_code: str
    state: str
    missing: tuple[tuple[str, tuple[int, ...]], ...] = ()


def due() -> ColumnElement[bool]:
    """The households whose income is collected each year: lifted out of poverty, monitored, or already begun."""
    return or_(Household.kind == "lifted_out", Household.category != "none", IncomeStatement.id.is_not(None))


def counts(session: Session, area: str, year: int, by: Actor) -> dict[str, int]:
    """How many households of an area stand where, by state; `none` for those that have not begun."""
    state = func.coalesce(Case.state, NOT_BEGUN[0])
    query = _query(year, state, func.count()).where(_here(area, by), due()).group_by(state)
    return dict(session.execute(query).all())


def listed(
    session: Session,
    area: str,
    year: int,
    by: Actor,
    today: date,
    *,
    state: str = "",
    after: str = "",
    limit: int = PAGE,
) -> list[Row]:
    """Households of an area in the order of their numbers, from `after` on, with what is missing."""
    columns = (Household.id, Household.case_id, Household.number, Household.head_name, Household.group_code)
    told = func.coalesce(Case.state, NOT_BEGUN[0])
    query = _query(year, *columns, told, IncomeStatement.case_id).where(
        _here(area, by), due(), Household.number > after
    )
    if state:
        query = query.where(told == state)
    rows = session.execute(query.order_by(Household.number).limit(limit)).all()
    begun = [row[6] for row in rows if row[6] is not None]
    standing = standings(session, begun, today) if begun else {}
    lacking = {case_id: one.missing for case_id, one in standing.items()}
    return [
        Row(home, case_id, number, head, group, stands, lacking.get(income_case, ()))
        for home, case_id, number, head, group, stands, income_case in rows
    ]


def reviewable(session: Session, area: str, year: int, by: Actor, state: str) -> list[int]:
    """The households of an area whose statement stands in a state."""
    query = _query(year, Household.id).where(_here(area, by), Case.state == state)
    return list(session.scalars(query.order_by(Household.number)))


def heads(session: Session, household_ids: Sequence[int]) -> dict[int, str]:
    """The names of the heads of these households."""
    query = select(Household.id, Household.head_name).where(Household.id.in_(list(household_ids)))
    return dict(session.execute(query).all())


def _query(year: int, *columns: Any) -> Any:
    mine = (IncomeStatement.household_id == Household.id) & (IncomeStatement.year == year)
    return (
        select(*columns)
        .select_from(Household)
        .outerjoin(IncomeStatement, mine)
        .outerjoin(Case, Case.id == IncomeStatement.case_id)
    )


def _here(area: str, by: Actor) -> ColumnElement[bool]:
    return within(Household.group_code, area) & within(Household.group_code, by.area)


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


def sheet(session: Session, book: Book, household_case: int, by: Actor, at: datetime, year: int | None = None) -> Sheet:
    """A household of the actor's area with its income of a year, the one under way if none is named.

    Raises `NotFound`.
    """
    household, _ = opening.find(session, household_case, 0, by)
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
