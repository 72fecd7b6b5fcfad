"""What guards read of a household's help: which risks help has not reached, and what the last check found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from engine.hot import Hot, as_list, listed
from states.help.checks import HelpCheck
from states.help.deliveries import Delivery
from states.help.measures import Measure
from states.help.risks import Risk
from states.households import Household


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """A household's help as guards see it.

    `risks` counts the named risks but for those that went by themselves, `unreached` are the kinds of those
    without a delivered measure; the two answers of the newest quarterly check are None before the first.
    """

    risks: int = 0
    unreached: tuple[str, ...] = ()
    income_stable: bool | None = None
    expenses_controlled: bool | None = None


NO_HELP = HelpFacts()


def _risks(dialect: str) -> Any:
    reached = exists().where(
        Measure.household_id == Risk.household_id,
        Measure.risk_number == Risk.number,
        Measure.superseded == false(),
        Delivery.household_id == Measure.household_id,
        Delivery.measure_number == Measure.number,
        Delivery.superseded == false(),
    )
    return (
        select(Household.case_id, Risk.kind, reached)
        .join(Risk, Risk.household_id == Household.id)
        .where(Household.case_id.in_(listed(dialect, "ids")))
        .where(Risk.superseded == false(), Risk.settled_way != "natural")
        .order_by(Household.case_id, Risk.number)
    )


def _checks(dialect: str) -> Any:
    other = aliased(HelpCheck)
    newest = (
        select(func.max(other.quarter))
        .where(other.household_id == HelpCheck.household_id, other.superseded == false())
        .scalar_subquery()
    )
    stands = and_(HelpCheck.superseded == false(), HelpCheck.quarter == newest)
    return (
        select(Household.case_id, HelpCheck.income_stable, HelpCheck.expenses_controlled)
        .join(HelpCheck, HelpCheck.household_id == Household.id)
        .where(Household.case_id.in_(listed(dialect, "ids")), stands)
    )


RISKS, CHECKS = Hot(_risks), Hot(_checks)


def help_facts(session: Session, case_ids: Sequence[int]) -> dict[int, HelpFacts]:
    """The help of each household by case, two statements; cases of which nothing is recorded are left out."""
    ids = {"ids": as_list(session, case_ids)}
    told: dict[int, list[tuple[str, bool]]] = {}
    for case_id, kind, reached in RISKS.rows(session, ids):
        told.setdefault(case_id, []).append((kind, bool(reached)))
    checked = {row[0]: (bool(row[1]), bool(row[2])) for row in CHECKS.rows(session, ids)}
    found = {}
    for case_id in told.keys() | checked.keys():
        risks = told.get(case_id, [])
        unreached = tuple([kind for kind, reached in risks if not reached])
        found[case_id] = HelpFacts(len(risks), unreached, *checked.get(case_id, (None, None)))
    return found
