"""Opening statements: each household gets one for the policy year when something is first written down for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases
from engine.actors import Actor
from engine.clock import office_day
from engine.hot import as_list, dialect_of, listed
from states import case_file
from states.households import Household
from states.income.plans import IncomePlan, Terms, pin, policy_year, terms_of
from states.income.statements import DEFINITIONS, IncomeStatement
from states.packs.schema import Income
from states.packs.store import in_force


def in_force_here(session: Session, area: str, day: date) -> Terms:
    """The terms of the income that is collected at a place on a day; raises `NotFound` where no pack holds."""
    income = _income(session, area, day)
    return terms_of(income, policy_year(income, day))


def of_households(session: Session, household_ids: Sequence[int], year: int) -> dict[int, IncomeStatement]:
    """The statements of a year that are there already, by household; one statement to the database."""
    ids = {"ids": as_list(session, sorted(set(household_ids)))}
    chosen = listed(dialect_of(session), "ids")
    query = select(IncomeStatement).where(IncomeStatement.household_id.in_(chosen), IncomeStatement.year == year)
    return {one.household_id: one for one in session.scalars(query, ids)}


def find(session: Session, household_case: int, year: int, by: Actor) -> tuple[Household, IncomeStatement | None]:
    """A household of the actor's area with its statement of a year; raises `NotFound`."""
    household = case_file.household(session, household_case, by)
    return household, of_households(session, [household.id], year).get(household.id)


def ensure(
    session: Session, households: Sequence[Household], by: Actor, at: datetime
) -> dict[int, tuple[IncomeStatement, Terms]]:
    """The statement of the year under way of each household, opened where there is none, with its terms.

    Raises `NotFound` where no pack holds.
    """
    day = office_day(at)
    plans: dict[str, IncomePlan] = {}
    for village in {household.village for household in households}:
        income = _income(session, village, day)
        plans[village] = pin(session, income, policy_year(income, day))
    found: dict[int, IncomeStatement] = {}
    for plan in {plan.id: plan for plan in plans.values()}.values():
        mine = [household for household in households if plans[household.village].id == plan.id]
        known = of_households(session, [household.id for household in mine], plan.year)
        found |= known | _open(session, [household for household in mine if household.id not in known], plan, by, at)
    terms = terms_by_plan(session, list(found.values()))
    return {household_id: (one, terms[one.plan_id]) for household_id, one in found.items()}


def terms_by_plan(session: Session, statements: Sequence[IncomeStatement]) -> dict[int, Terms]:
    """The terms under which these statements stand, by plan."""
    wanted = {one.plan_id for one in statements}
    return {plan.id: plan.terms for plan in session.scalars(select(IncomePlan).where(IncomePlan.id.in_(wanted)))}


def _open(
    session: Session, households: Sequence[Household], plan: IncomePlan, by: Actor, at: datetime
) -> dict[int, IncomeStatement]:
    if not households:
        return {}
    definition = DEFINITIONS[plan.terms.review]
    opened = cases.open_cases(session, definition, [household.group_code for household in households], by, at)
    made = {
        household.id: IncomeStatement(case_id=case.id, household_id=household.id, year=plan.year, plan_id=plan.id)
        for household, case in zip(households, opened, strict=True)
    }
    session.add_all(made.values())
    session.flush()
    return made


def _income(session: Session, area: str, day: date) -> Income:
    return in_force(session, area, day).file.income
