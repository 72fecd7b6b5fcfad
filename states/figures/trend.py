"""How figures went: at the ends of months, from what was kept of closed days, and today from the tallies.

Where the last days are not kept yet they are read from the ledger, as long as that is not too much for a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import tallies
from engine.ledger import Entry
from states.figures import daily
from states.figures.daily import is_of_one_day, kept_until
from states.figures.replay import HOUSEHOLD, KINDS, begin_of, changes, first_on
from states.figures.scope import Scope
from states.history.share import COUNTED, Share
from states.lifecycle import LABELS
from states.quality.findings import FINDING

TOO_MUCH = 100_000
"""So many entries that are not kept yet are no longer read for a page."""
ONE_DAY = timedelta(days=1)
STOCKS = (*(f"{HOUSEHOLD}.{state}" for state in LABELS), *(f"{FINDING.kind}.{one.name}" for one in FINDING.states))


@dataclass(frozen=True, slots=True)
class Point:
    """What stood in a place at the end of a day, or stands there today."""

    day: date
    n: Counter[str]

    def state(self, state: str) -> int:
        """How many households were in a state."""
        return self.n[f"{HOUSEHOLD}.{state}"]

    @property
    def share(self) -> Share:
        """Which of the monitored households were free of risk (HN11)."""
        return Share("", Counter({state: self.state(state) for state in COUNTED}))

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent; None where nobody was monitored."""
        return self.share.percent


def month_ends(today: date, n: int = 12) -> list[date]:
    """The last days of the months before today's, and today."""
    days, first = [today], today.replace(day=1)
    for _ in range(n):
        days.append(first - ONE_DAY)
        first = (first - ONE_DAY).replace(day=1)
    return days[::-1]


def points(session: Session, here: Scope, days: Sequence[date]) -> list[Point]:
    """What stood on these days, those before there was anything and those too far to read left out."""
    begun = first_on(session)
    asked = [day for day in days if begun and begun <= day <= here.today]
    found = past(session, here.area, 0, [day for day in asked if day < here.today])
    if here.today in asked:
        found[here.today] = {"": now(session, here.area)}
    return [Point(day, found[day].get("", Counter())) for day in asked if day in found]


def now(session: Session, area: str) -> Counter[str]:
    """What stands in a place now."""
    return Counter({f"{kind}.{state}": n for kind in KINDS for state, n in tallies.count(session, kind, area).items()})


def past(session: Session, area: str, length: int, days: Collection[date]) -> dict[date, dict[str, Counter[str]]]:
    """What stood at the ends of past days by place: the code cut to `length`, "" for the area as a whole."""
    last = kept_until(session) if len(area) <= daily.VILLAGE and length <= daily.VILLAGE else None
    found: dict[date, dict[str, Counter[str]]] = {}
    early = [day for day in days if last and day <= last]
    if length:
        found |= {day: daily.of_parts(session, area, length, day, STOCKS) for day in early}
    elif early:
        found |= {day: {"": n} for day, n in daily.of_place(session, area, early, STOCKS).items()}
    late = sorted(day for day in days if last is None or day > last)
    if late and _is_bearable(session, last):
        found |= _read(session, area, length, last, late)
    return found


def _is_bearable(session: Session, last: date | None) -> bool:
    query = select(Entry.id).limit(TOO_MUCH + 1)
    if last:
        query = query.where(Entry.at >= begin_of(last + ONE_DAY))
    return (session.scalar(select(func.count()).select_from(query.subquery())) or 0) <= TOO_MUCH


def _read(
    session: Session, area: str, length: int, last: date | None, days: Sequence[date]
) -> dict[date, dict[str, Counter[str]]]:
    """The days after the last kept one, from the ledger."""
    stands: dict[str, Counter[str]] = {}
    if last:
        kept = past(session, area, length, [last])[last]
        stands = {place: Counter(n) for place, n in kept.items()}
    found: dict[date, dict[str, Counter[str]]] = {}
    waiting = list(days)
    for day, changed in changes(session, last + ONE_DAY if last else None, days[-1], area, length):
        while waiting and waiting[0] < day:
            found[waiting.pop(0)] = {place: Counter(n) for place, n in stands.items()}
        for (place, name), n in changed.items():
            if not is_of_one_day(name):
                stands.setdefault(place, Counter())[name] += n
    return found | {day: {place: Counter(n) for place, n in stands.items()} for day in waiting}


def false_between(session: Session, area: str, length: int, since: date, until: date) -> Counter[str]:
    """How many corrections proved from a past day to another not to be any, by place."""
    last = kept_until(session)
    found: Counter[str] = Counter()
    if last and since <= last and length <= daily.VILLAGE:
        found += daily.summed(session, area, length, since, min(until, last), daily.FALSE)
        since = last + ONE_DAY
    if since <= until and _is_bearable(session, since - ONE_DAY):
        for _day, changed in changes(session, since, until, area, length):
            found += Counter({place: n for (place, name), n in changed.items() if name == daily.FALSE})
    return found
