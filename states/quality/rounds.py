"""Running a round: lot by lot, each in a transaction of its own, going on where a round was cut short.

The households come first, then the villages of the area.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.quality import villages
from states.quality.loading import A_LOT, lots
from states.quality.places import Sweeps
from states.quality.round import COUNTS, Round
from states.quality.rulebook import shipped
from states.quality.settling import settle, settle_villages

Work = Callable[[], AbstractContextManager[Session]]
Progress = Callable[[int, int], None]


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
                break
            counts = settle(session, book, part, list(sweeps.hits(session, part)), codes, round_, by, at)
            round_ = _counted(session, number, counts)
            round_.reached = max(part.houses)
        if progress is not None:
            progress(round_.households, total)
    while round_.ended_at is None:
        with work() as session:
            round_ = session.get_one(Round, number, with_for_update=True)
            places = villages.lot(session, area, round_.as_of, round_.reached_village)
            if not places:
                round_.ended_at = at
                break
            hits = list(sweeps.of_villages(session, places))
            counts = settle_villages(session, book, places, hits, codes, round_, by, at)
            round_ = _counted(session, number, counts)
            round_.reached_village = places[-1].code
    return round_


def _counted(session: Session, number: int, counts: Mapping[str, Any]) -> Round:
    """The round with these counts added."""
    round_ = session.get_one(Round, number)
    for name in COUNTS:
        setattr(round_, name, getattr(round_, name) + counts.get(name, 0))
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
