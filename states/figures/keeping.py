"""Keeping the figures of closed days: idempotent, safe to run twice at once, the same however often made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.hot import dialect_of
from states.figures.daily import CLOSED, LENGTHS, VILLAGE, DailyFigure, is_of_one_day, kept_until
from states.figures.replay import Changes, changes, first_on

ONE_DAY = timedelta(days=1)
AT_ONCE = 31
"""So many days are kept in one transaction."""


def keep(session: Session, today: date, most: int = AT_ONCE) -> list[date]:
    """Keep the figures of the closed days that are not kept yet, the earliest first; answer those days.

    Days after the last kept one are reckoned from it; somebody who keeps the same days meanwhile keeps the same.
    """
    last = kept_until(session)
    first = last + ONE_DAY if last else first_on(session)
    if first is None or first >= today:
        return []
    until = min(today - ONE_DAY, first + (most - 1) * ONE_DAY)
    days = list(_days(first, until))
    by_day, stock = dict(changes(session, first, until)), _stock(session, last) if last else Counter()
    for day in days:
        stock, figures = after(stock, by_day.get(day, Counter()))
        _write(session, day, figures)
    return days


def rebuilt(session: Session, day: date) -> Changes:
    """The figures of a day as the ledger alone tells them, from its first entry on."""
    stock, figures = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for on, changed in changes(session, None, day):
        stock, figures = after(stock, changed)
        if on < day:
            figures = stock
    return spread(figures)


def kept(session: Session, day: date) -> Changes:
    """The figures of a day as they were kept."""
    query = select(DailyFigure.place, DailyFigure.name, DailyFigure.value).where(
        DailyFigure.day == day, DailyFigure.name != CLOSED
    )
    return Counter({(place, name): value for place, name, value in session.execute(query)})


def after(stock: Changes, changed: Changes) -> tuple[Changes, Changes]:
    """What stands after a day's changes, and the same with what happened on the day."""
    stands = Counter(stock)
    for (place, name), n in changed.items():
        if not is_of_one_day(name):
            stands[place, name] += n
    happened = {key: n for key, n in changed.items() if is_of_one_day(key[1])}
    return +stands, +stands + Counter(happened)


def spread(figures: Mapping[tuple[str, str], int]) -> Changes:
    """The figures of villages with the sums of the places above them."""
    found: Changes = Counter()
    for (place, name), n in figures.items():
        for length in LENGTHS:
            if length <= len(place):
                found[place[:length], name] += n
    return +found


def _stock(session: Session, day: date) -> Changes:
    query = select(DailyFigure.place, DailyFigure.name, DailyFigure.value).where(
        DailyFigure.day == day, func.length(DailyFigure.place) == VILLAGE
    )
    return Counter({(place, name): n for place, name, n in session.execute(query) if not is_of_one_day(name)})


def _write(session: Session, day: date, figures: Changes) -> None:
    all_ = spread(figures)
    rows = [{"name": name, "day": day, "place": place, "value": n} for (place, name), n in sorted(all_.items())]
    rows.append({"name": CLOSED, "day": day, "place": "", "value": len(rows)})
    insert: Any = (postgresql if dialect_of(session) == "postgresql" else sqlite).insert
    session.execute(insert(DailyFigure).on_conflict_do_nothing(), rows)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))
