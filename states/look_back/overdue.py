"""Households watched for over a year whose risk is not gone (TZ04): looked at first, each with cause and person."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.evidence import Exhibit
from engine.months import later
from engine.words import N_
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED
from states.look_back.watched import households_in

PAGE, MONTHS = 50, 12
Plan = tuple[str, str, date | None]
NO_PLAN: Plan = ("", "", None)
NONE, DUE, GOES_ON, UNDER_WAY = "none", "due", "goes-on", "under-way"
STANDINGS = {
    NONE: N_("没有说明原因和责任人"),
    DUE: N_("到了再研判的日子"),
    GOES_ON: N_("跟踪帮扶中"),
    UNDER_WAY: N_("正在办理程序"),
}


class Place(NamedTuple):
    """Where a page of the list ends."""

    identified_on: date
    case_id: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """A household of over a year with the newest plan for it since its identification."""

    case_id: int
    number: str
    head_name: str
    area: str
    identified_on: date
    under_way: int | None
    cause: str
    person: str
    review_on: date | None
    today: date

    @property
    def standing(self) -> str:
        """What is to be done about it."""
        if self.under_way is not None:
            return UNDER_WAY
        if self.review_on is None:
            return NONE
        return DUE if self.review_on <= self.today else GOES_ON


def overdue(
    session: Session, by: Actor, area: str, today: date, after: Place | None = None, limit: int = PAGE
) -> tuple[Sequence[Overdue], Place | None]:
    """A page of the households of over a year, the longest watched first, and where to go on."""
    query = households_in((MONITORED, RE_FLAGGED)).where(
        within(Household.group_code, by.area),
        within(Household.group_code, area),
        Household.identified_on < _since(today),
    )
    key = tuple_(Household.identified_on, Household.case_id)
    if after:
        query = query.where(key > tuple_(*after))
    rows = session.execute(query.order_by(Household.identified_on, Household.case_id).limit(limit + 1)).all()
    plans = _plans(session, [row[0] for row in rows[:limit]])
    found = [_line(home, run, plans, today) for home, _state, run in rows[:limit]]
    return found, Place(found[-1].identified_on, found[-1].case_id) if len(rows) > limit else None


def long_watched(session: Session, case_ids: Collection[int], today: date) -> set[int]:
    """Which of these cases are households of over a year whose risk is not gone."""
    query = households_in((MONITORED, RE_FLAGGED)).with_only_columns(Household.case_id)
    return set(session.scalars(query.where(Household.case_id.in_(case_ids), Household.identified_on < _since(today))))


def plan_of(session: Session, household: Household, today: date) -> Overdue | None:
    """The household's line of the list; None when it does not stand there."""
    if household.case_id not in long_watched(session, [household.case_id], today):
        return None
    return _line(household, None, _plans(session, [household]), today)


def _line(home: Household, run: int | None, plans: Mapping[int, Plan], today: date) -> Overdue:
    cause, person, review_on = plans.get(home.case_id, NO_PLAN)
    since = home.identified_on or today
    return Overdue(
        home.case_id, home.number, home.head_name, home.group_code, since, run, cause, person, review_on, today
    )


def _since(today: date) -> date:
    """Identified before this day is over a year."""
    return later(today, -MONTHS)


def _plans(session: Session, homes: Sequence[Household]) -> dict[int, Plan]:
    since = {home.case_id: home.identified_on for home in homes}
    query = select(Exhibit.case_id, Exhibit.happened_on, Exhibit.facts).where(
        Exhibit.case_id.in_(since), Exhibit.kind == "hindrance", Exhibit.superseded.is_(False)
    )
    found: dict[int, Plan] = {}
    for case_id, on, text in session.execute(query.order_by(Exhibit.evidence_id)):
        identified = since[case_id]
        if identified is None or on >= identified:
            said = json.loads(text)
            found[case_id] = said["cause"], said["person"], date.fromisoformat(said["review_on"])
    return found
