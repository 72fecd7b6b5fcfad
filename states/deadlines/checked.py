"""The proof of the quarterly check: a township in which no household with measures is left unchecked (BZ10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.handed_in import HandedIn
from states.help.checks import HelpCheck
from states.help.measures import Measure
from states.help.quarters import Quarter, quarter_of
from states.households import Household


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """Each township whose households with measures in a quarter were all checked, with the day of the last check."""
    return [one for quarter in _quarters(since, until) for one in _checked(session, area, quarter)]


def _quarters(since: date, until: date) -> Iterator[Quarter]:
    quarter = quarter_of(since)
    while quarter.first_on <= until:
        yield quarter
        quarter = quarter.next


def _checked(session: Session, area: str, quarter: Quarter) -> Iterator[HandedIn]:
    goes_on = or_(Measure.ended_on.is_(None), Measure.ended_on >= quarter.first_on)
    its = and_(
        HelpCheck.household_id == Household.id, HelpCheck.superseded.is_(False), HelpCheck.quarter == str(quarter)
    )
    homes = (
        select(Household.id, Household.township, func.max(HelpCheck.checked_on).label("on"))
        .join(Measure, Measure.household_id == Household.id)
        .outerjoin(HelpCheck, its)
        .where(within(Household.group_code, area), Measure.superseded.is_(False))
        .where(Measure.begins_on <= quarter.last_on, goes_on)
        .group_by(Household.id, Household.township)
        .subquery()
    )
    columns = (homes.c.township, func.count(), func.count(homes.c.on), func.max(homes.c.on))
    for township, homes_there, looked_at, last_on in session.execute(select(*columns).group_by(homes.c.township)):
        if homes_there == looked_at:
            yield HandedIn(township, "", f"{quarter.year}-Q{quarter.number}", last_on)
