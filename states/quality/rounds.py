"""Running a round: lot by lot, each in a transaction of its own, going on where a round was cut short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.packs.store import in_force
from states.quality.loading import A_LOT, lots
from states.quality.round import COUNTS, Round
from states.quality.rulebook import Rulebook, shipped
from states.quality.settling import settle
from states.quality.snapshot import Lot
from states.quality.sweep import Hit, Sweep

Work = Callable[[], AbstractContextManager[Session]]
Progress = Callable[[int, int], None]


class Sweeps:
    """The rules bound to the line of income that holds at a place, one sweep for each different line."""

    def __init__(self, rules: Rulebook, on: date) -> None:
        self.rules, self.on = rules, on
        self._values = rules.values(on.year)
        self._lines: dict[str, object] = {}
        self._made: dict[object, Sweep] = {}

    def hits(self, session: Session, lot: Lot) -> Iterator[Hit]:
        """What the rules find in a lot, each household under its own township's line."""
        groups: dict[object, Lot] = {}
        for house in lot.houses.values():
            line = self._line(session, house.village[:9])
            groups.setdefault(line, Lot(lot.as_of, {})).houses[house.id] = house
        for line, part in groups.items():
            if line not in self._made:
                self._made[line] = Sweep(self.rules, self._values | {"income_line": line})
            yield from self._made[line].hits(part)

    def _line(self, session: Session, township: str) -> object:
        """The line of the plan in force there; that of the parameters where no plan is."""
        if township not in self._lines:
            try:
                self._lines[township] = in_force(session, township, self.on).file.income.line
            except NotFound:
                self._lines[township] = self._values["income_line"]
        return self._lines[township]


def run(
    work: Work,
    book: Book,
    area: str,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    lot: int = A_LOT,
    most: int | None = None,
) -> Round:
    """Look an area through and settle what is found; a round of the same day that was cut short goes on.

    `work` opens one transaction that writes; there is one for each `lot` of households. `progress` is told how many
    households are done and how many there are. Raises `NotFound` outside the actor's area, and `BadInput` when the
    area has more than `most` households.
    """
    rules = shipped()
    sweeps, codes = Sweeps(rules, office_day(at)), frozenset(rule.code for rule in rules.rules)
    with work() as session:
        round_ = _begun(session, area, rules.edition, by, at)
        count = select(func.count()).where(within(Household.group_code, area))
        number, total = round_.id, session.scalar(count.select_from(Household)) or 0
        if most is not None and total > most:
            raise BadInput(
                Problem("area", N_("这一片户数太多，不能在网页上即时筛查；请选一个村，或用命令 shouxian quality run"))
            )
    while round_.ended_at is None:
        with work() as session:
            round_ = session.get_one(Round, number, with_for_update=True)
            part = next(lots(session, area, round_.as_of, after=round_.reached, limit=1, size=lot), None)
            if part is None:
                round_.ended_at = at
                break
            counts = settle(session, book, part, list(sweeps.hits(session, part)), codes, round_, by, at)
            round_ = session.get_one(Round, number)
            for name in COUNTS:
                setattr(round_, name, getattr(round_, name) + counts.get(name, 0))
            round_.reached = max(part.houses)
        if progress is not None:
            progress(round_.households, total)
    return round_


def _begun(session: Session, area: str, edition: str, by: Actor, at: datetime) -> Round:
    if not by.covers(area):
        raise NotFound("region", area)
    today = office_day(at)
    same = select(Round).where(Round.area == area, Round.edition == edition, Round.as_of == today)
    found = session.scalar(same.where(Round.ended_at.is_(None)).order_by(Round.id.desc()).limit(1))
    if found is None:
        found = Round(area=area, edition=edition, as_of=today, begun_at=at, begun_by=by.id, begun_by_name=by.name)
        session.add(found)
        session.flush()
    return found
