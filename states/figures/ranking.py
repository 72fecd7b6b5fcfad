"""Which places keep their data well: points for each hundred households, ranked, and how that was before (HN08).

The fewer points the better. What each doubt costs is the plan's own (`[ranking]`); places with equal points share a
rank, and places with very few households have none: one doubt there says nothing of how people work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.figures.board import board
from states.figures.daily import FALSE
from states.figures.memory import Memory
from states.figures.scope import Scope
from states.figures.standing import Standing
from states.figures.trend import false_between, past
from states.help.quarters import quarter_of
from states.packs.room_parts import Ranking
from states.packs.store import in_force
from states.quality.findings import CLAIMED, OPEN

POINT = Decimal("0.01")
MONTH, QUARTER = "month", "quarter"


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its doubts and points; `rank` is None where it is not ranked, `was` is the line of the past day."""

    code: str
    households: int
    open: int
    claimed: int
    false: int
    points: Decimal | None
    rank: int | None = None
    was: Line | None = None

    @property
    def climbed(self) -> int | None:
        """By how many ranks it rose since (fell, below 0); None where there is nothing to compare."""
        return self.was.rank - self.rank if self.rank and self.was and self.was.rank else None

    @property
    def change(self) -> Decimal | None:
        """By how much the points changed since; below 0 is better."""
        before = self.was.points if self.was else None
        return self.points - before if self.points is not None and before is not None else None


def formula(session: Session, here: Scope) -> Ranking:
    """What doubts cost at the place: its plan's, else what the program begins with."""
    try:
        return in_force(session, here.area, here.today).file.ranking
    except NotFound:
        return Ranking()


def day_before(today: date, since: str) -> date:
    """The day with which is compared: the last of the month or quarter before."""
    first = quarter_of(today).first_on if since == QUARTER else today.replace(day=1)
    return first - timedelta(days=1)


def ranked(session: Session, memory: Memory, here: Scope, since: str = MONTH) -> list[Line]:
    """The parts of a place, the best first, those without a rank last; each with what it was before."""
    rules, day = formula(session, here), day_before(here.today, since)
    before = {one.code: one for one in _before(session, here, rules, day)}
    lines = in_order(rules, board(session, memory, here).parts.values())
    return [replace(one, was=before.get(one.code)) for one in lines]


def _before(session: Session, here: Scope, rules: Ranking, day: date) -> list[Line]:
    places = past(session, here.area, here.length, [day]).get(day, {})
    false = false_between(session, here.area, here.length, quarter_of(day).first_on, day) if places else {}
    return in_order(rules, (Standing(code, n + Counter({FALSE: false.get(code, 0)})) for code, n in places.items()))


def in_order(rules: Ranking, standings: Iterable[Standing]) -> list[Line]:
    """The places by points, with ranks; equal points, equal rank."""
    lines = sorted((_line(rules, one) for one in standings), key=lambda one: (one.points is None, one.points, one.code))
    large = [one for one in lines if one.points is not None and one.households >= rules.smallest]
    ranks = _ranks([one.points or Decimal(0) for one in large])
    rank_of: Mapping[str, int] = {one.code: rank for one, rank in zip(large, ranks, strict=True)}
    told = [replace(one, rank=rank_of.get(one.code)) for one in lines]
    return sorted(told, key=lambda one: (one.rank is None, one.rank or 0, one.code))


def _ranks(points: Sequence[Decimal]) -> list[int]:
    """1, 2, 2, 4: how many have fewer points, and one."""
    return [1 + points.index(one) for one in points]


def _line(rules: Ranking, one: Standing) -> Line:
    waits, claimed = one.doubts(OPEN[0]), one.doubts(CLAIMED[0])
    costs = waits * rules.open + claimed * rules.claimed + one.false * rules.false
    points = (Decimal(100 * costs) / one.households).quantize(POINT, ROUND_HALF_UP) if one.households else None
    return Line(one.code, one.households, waits, claimed, one.false, points)
