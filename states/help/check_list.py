"""The households whose help is to be checked in a quarter, with what was planned, what arrived and the check so far."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from states.help.checks import HelpCheck
from states.help.deliveries import Delivery
from states.help.measures import Measure
from states.help.quarters import Quarter
from states.households import Household

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A household to check: how many measures ran, how many of them were reached, and the check, None before it."""

    case_id: int
    number: str
    head_name: str
    planned: int
    reached: int
    check: HelpCheck | None


def checkable(
    session: Session, by: Actor, area: str, quarter: Quarter, after: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """A page of the households with measures in the quarter, and the case to go on from (0 at the end)."""
    arrived = exists().where(
        Delivery.household_id == Measure.household_id,
        Delivery.measure_number == Measure.number,
        Delivery.superseded.is_(False),
        Delivery.delivered_on.between(quarter.first_on, quarter.last_on),
    )
    goes_on = or_(Measure.ended_on.is_(None), Measure.ended_on >= quarter.first_on)
    columns = (Household.case_id, Household.number, Household.head_name)
    query = (
        select(*columns, func.count(), func.count().filter(arrived), Household.id)
        .join(Measure, Measure.household_id == Household.id)
        .where(within(Household.group_code, by.area), within(Household.group_code, area), Household.case_id > after)
        .where(Measure.superseded.is_(False), Measure.begins_on <= quarter.last_on, goes_on)
        .group_by(*columns, Household.id)
        .order_by(Household.case_id)
        .limit(limit + 1)
    )
    rows = session.execute(query).all()
    wanted = HelpCheck.household_id.in_([row[5] for row in rows])
    standing = select(HelpCheck).where(wanted, HelpCheck.superseded.is_(False), HelpCheck.quarter == str(quarter))
    checks = {check.household_id: check for check in session.scalars(standing)}
    lines = [Line(row[0], row[1], row[2], row[3], row[4], checks.get(row[5])) for row in rows]
    return lines[:limit], lines[limit - 1].case_id if len(lines) > limit else 0
