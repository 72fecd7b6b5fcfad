"""Runs past the last day that their plan sets for the whole of them: reckoned each time, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.clock import OFFICE
from engine.definition import Move
from engine.due import end_of
from engine.durations import Duration
from engine.evidence import Exhibit
from engine.procedure import EVIDENCE, LEAD, MONTH_END, QUARTER_END, STEP
from engine.runs import DONE, Run, Step
from states.packs.store import StoredPack, of_digest

ONE_DAY = timedelta(days=1)


def past_cap(session: Session, area: str, today: date) -> ColumnElement[bool]:
    """The condition that a step belongs to a run past its cap, by the calendar of `area`."""
    capped = list(_capped(session))
    if not capped:
        return false()
    calendar, eve = calendar_for(session, area), today - ONE_DAY
    late = [
        and_(
            Run.definition == digest,
            Run.move == move.name,
            _began_by(move.start, calendar.latest_start(eve, length.n, length.unit)),
        )
        for digest, move, length in capped
    ]
    return exists().where(Run.id == Step.run_id, or_(*late))


def _capped(session: Session) -> Iterator[tuple[str, Move, Duration]]:
    for digest in session.scalars(select(StoredPack.digest)).all():
        for move in of_digest(session, digest).definition.moves:
            if move.within:
                yield digest, move, move.within


def _began_by(start: str, latest: date) -> ColumnElement[bool]:
    """The condition that the event from which a run's cap counts came by that day."""
    if start.startswith(EVIDENCE):
        kind = Exhibit.kind == start.removeprefix(EVIDENCE)
        return exists().where(
            Exhibit.run_id == Run.id, kind, Exhibit.superseded == false(), Exhibit.happened_on <= latest
        )
    if start.startswith(STEP):
        ended = Step.__table__.alias("ended")
        name = ended.c.name == start.removeprefix(STEP)
        return exists().where(ended.c.run_id == Run.id, name, ended.c.status == DONE, ended.c.done_at < _after(latest))
    if start in (MONTH_END, QUARTER_END):
        months = 1 if start == MONTH_END else 3
        if end_of(latest, months) != latest:  # the stretch that holds it has not ended yet
            latest = date(latest.year, (latest.month - 1) // months * months + 1, 1) - ONE_DAY
    begun = Run.started_at < _after(latest)
    return or_(Run.lead_on <= latest, and_(Run.lead_on.is_(None), begun)) if start == LEAD else begun


def _after(day: date) -> datetime:
    """The first instant after a day in the office."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE) + ONE_DAY
