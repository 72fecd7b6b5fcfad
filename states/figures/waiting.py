"""Where time goes: how long each step took from being opened to being done, in office days, and whose desk it lay on.

Counted are the steps done in a period, by how many days each took, so that the middle and the slowest tenth of any
number of places can be told exactly from the counts of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.areas import within_any
from engine.runs import Run, Step
from engine.words import N_
from engine.worklist import IS_DONE
from states.figures.dates import days_between
from states.figures.replay import begin_of
from states.figures.standing import Days
from states.help.quarters import quarter_of
from states.history.standing import end_of

Waits = Counter[tuple[str, str, str, str, int]]
"""How many steps took so long: by (definition, move, step, role, days)."""


QUARTER, BEFORE, YEAR = "quarter", "quarter-before", "year"
PERIODS = {QUARTER: N_("本季度"), BEFORE: N_("上季度"), YEAR: N_("今年")}


def days_of(period: str, today: date) -> Days:
    """The days of a period as far as they have come; of any other word, those of this quarter."""
    first = quarter_of(today).first_on
    if period == BEFORE:
        last = first - timedelta(days=1)
        return Days(quarter_of(last).first_on, last)
    return Days(first.replace(month=1) if period == YEAR else first, today)


def count(session: Session, areas: Sequence[str], length: int, days: Days) -> dict[str, Waits]:
    """The waits of the places inside some areas, of steps done from `since` to today, both included."""
    found: dict[str, Waits] = {}
    for place, plan, move, step, role, took, n in session.execute(_counted(areas, length, days)):
        found.setdefault(place, Counter())[plan, move, step, role, int(took)] += int(n)
    return found


def _counted(areas: Sequence[str], length: int, days: Days) -> Select[Any]:
    took = days_between(Step.opened_at, Step.done_at)
    told = Run.definition, Run.move, Step.name, Step.role
    rows = (
        select(func.substr(Step.area, 1, length).label("place"), *told, took.label("took"))
        .select_from(Step)
        .join(Run, Run.id == Step.run_id)
        .where(within_any(Step.area, areas), IS_DONE, Step.opened_at.is_not(None))
        .where(Step.done_at >= begin_of(days.since), Step.done_at < end_of(days.today))
        .subquery()
    )
    names = rows.c.place, rows.c.definition, rows.c.move, rows.c.name, rows.c.role, rows.c.took
    return select(*names, func.count()).group_by(*names)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a step takes: how often it was done, half of all within `median` days, nine tenths within `p90`."""

    move: str
    step: str
    role: str
    n: int
    median: int
    p90: int
    total: int


def waits(places: Iterable[Waits]) -> list[Wait]:
    """How long each step of each move takes, all places together; what took most days of all first."""
    steps: dict[tuple[str, str, str], Counter[int]] = {}
    for counted in places:
        for (_plan, move, step, role, took), n in counted.items():
            steps.setdefault((move, step, role), Counter())[max(took, 0)] += n
    found = [_wait(key, took) for key, took in steps.items()]
    return sorted(found, key=lambda one: (-one.total, one.move, one.step))


def commonest(places: Iterable[Waits], move: str = "") -> str:
    """The digest of the definition under which most of the steps were done, of one move where it is named."""
    plans: Counter[str] = Counter()
    for counted in places:
        for (plan, made, *_rest), n in counted.items():
            plans[plan] += n if move in ("", made) else 0
    return max(plans, key=lambda one: (plans[one], one), default="")


def _wait(key: tuple[str, str, str], took: Mapping[int, int]) -> Wait:
    n, total = sum(took.values()), sum(days * n for days, n in took.items())
    return Wait(*key, n, _within(took, n, 50), _within(took, n, 90), total)


def _within(took: Mapping[int, int], n: int, percent: int) -> int:
    """The fewest days within which so many per cent were done."""
    reached = 0
    for days in sorted(took):
        reached += took[days]
        if reached * 100 >= n * percent:
            return days
    return 0


def bottleneck(found: Sequence[Wait]) -> Wait | None:
    """The step that took most days of all together; None where nothing took a day."""
    return next((one for one in found if one.total), None)


def by_role(found: Iterable[Wait]) -> dict[str, int]:
    """On whose desk the days were spent, the most first."""
    days: Counter[str] = Counter()
    for one in found:
        days[one.role] += one.total
    return dict(days.most_common())
