"""How far the work is: steps open or late at the end of a period, and those done in it, in time or not (TZ27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case, or_

from engine.runs import DONE, NO_DATE, OPEN, Step
from engine.words import N_
from states import desk
from states.caps import past_cap
from states.figures.dates import office_day_of
from states.households import Household
from states.reports.figure import Asked, Figure, rows

IN_TIME, LATE = "in-time", "late"


def _open(asked: Asked) -> Select[Any]:
    """The steps that were open when the period ended, each since it was last opened."""
    query = rows(Step.run_id, Step.name, "", Step.due_on, Step.area).select_from(Step)
    query = query.join(Household, Household.case_id == Step.case_id)
    ends_at = asked.period.ends_at
    still = or_(Step.status == OPEN, (Step.status == DONE) & (Step.done_at >= ends_at))
    return query.where(asked.inside(Step.area), Step.opened_at < ends_at, still)


def _late(asked: Asked) -> Select[Any]:
    """Those of them past their last day by then, or of a run past its own."""
    day = asked.day
    return _open(asked).where(or_(Step.due_on < day, past_cap(asked.session, asked.area, day)))


def _done(asked: Asked) -> Select[Any]:
    """The steps that were done in the period, each as it was last done."""
    in_time = or_(Step.due_on == NO_DATE, office_day_of(Step.done_at) <= Step.due_on)
    part = case((in_time, IN_TIME), else_=LATE)
    query = rows(Step.run_id, part, Step.name, Step.done_at, Step.area).select_from(Step)
    query = query.join(Household, Household.case_id == Step.case_id)
    inside = Step.done_at >= asked.period.begins_at, Step.done_at < asked.period.ends_at
    return query.where(asked.inside(Step.area), Step.status == DONE, *inside)


def _timely(_asked: Asked) -> Mapping[str, str]:
    return {IN_TIME: N_("按时办结"), LATE: N_("逾期办结")}


def titles(asked: Asked) -> Mapping[str, str]:
    """The titles of the steps in the words of the place's plans."""
    return desk.titles(asked.session, asked.area)


FIGURES = (
    Figure("steps-open", N_("在办环节"), "个", _open, titles),
    Figure("steps-late", N_("超期环节"), "个", _late, titles),
    Figure("steps-done", N_("办结的环节"), "个", _done, _timely),
)
