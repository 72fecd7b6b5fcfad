"""When a deadline gives occasion to remind: before its day, on it, after it, and to whom above. Pure.

Everything counts in working days. A missed occasion is caught up by the next round, and of several missed ones
only the last: nobody is told three times on one morning because a machine stood still.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.workdays import Calendar
from states.deadlines.deadline import Deadline
from states.packs.duty import Reminder as Rule

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """`code` is its name for ever; `up` how many posts above the owing one are meant, 0 for itself."""

    code: str
    up: int = 0


def occasions(deadline: Deadline, today: date, calendar: Calendar, rule: Rule) -> list[Occasion]:
    """What a working day gives occasion to: the latest for the post itself, and each post above that is to know."""
    if not calendar.is_workday(today) or deadline.done_on is not None:
        return []
    if deadline.opened_on is not None and deadline.opened_on > today:
        return []
    past = workdays_past(deadline, today, calendar)
    own = list(_own(deadline, today, calendar, rule, past))
    return [*own[-1:], *(Occasion(f"up-{n}", n) for n in range(1, past // rule.escalate + 1))]


def workdays_past(deadline: Deadline, today: date, calendar: Calendar) -> int:
    """How many working days lie behind the last day, or behind the day on which it was opened again after that."""
    since = max(deadline.due_on, deadline.opened_on or deadline.due_on)
    return calendar.workdays_between(since + ONE_DAY, today)


def _own(deadline: Deadline, today: date, calendar: Calendar, rule: Rule, past: int) -> Iterator[Occasion]:
    opened = deadline.opened_on
    if opened is not None and opened > deadline.due_on:
        yield Occasion("open")
    else:
        last = _worked(deadline.due_on, calendar)
        for n in rule.before:
            day = back(last, n, calendar)
            if day <= today and (opened is None or opened <= day):
                yield Occasion(f"before-{n}" if n else "day")
    if times := past // rule.every:
        yield Occasion(f"after-{times * rule.every}")


def back(day: date, n: int, calendar: Calendar) -> date:
    """So many working days before a working day."""
    for _ in range(n):
        day = _worked(day - ONE_DAY, calendar)
    return day


def _worked(day: date, calendar: Calendar) -> date:
    """The day itself or the last working day before it."""
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day
