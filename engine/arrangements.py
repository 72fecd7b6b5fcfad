"""Arrangements of rest days entered by the site: recorded with their document number, never changed.

A later document about the same day takes its place; the earlier one stays on record.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import workdays
from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.workdays import ArrangedDay, Calendar


class Arrangement(Base):
    """One document about rest days; `year` when it settles a whole year, `place` a code prefix, "" for all."""

    __tablename__ = "arrangement"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200), default="")
    year: Mapped[int | None]
    place: Mapped[str] = mapped_column(code(), default="", index=True)
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class ArrangementDay(Base):
    """One day that an arrangement settles."""

    __tablename__ = "arrangement_day"

    arrangement_id: Mapped[int] = mapped_column(ForeignKey("arrangement.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60), default="")


def record(session: Session, arrangement: workdays.Arrangement, by: Actor, at: datetime) -> Arrangement:
    """Keep a document; where it names a day that an earlier one of the same place named, it supersedes it."""
    row = Arrangement(
        document=arrangement.document,
        title=arrangement.title,
        year=arrangement.year,
        place=arrangement.place,
        recorded_by=by.id,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    days = [
        {"arrangement_id": row.id, "day": one.on, "is_workday": one.is_workday, "name": one.name}
        for one in arrangement.days
    ]
    if days:
        session.execute(insert(ArrangementDay), days)
    return row


def calendar_for(session: Session, place: str = "") -> Calendar:
    """The calendar of a place: its own and its superiors' documents, the narrowest place first."""
    wider = [place[:length] for length in range(len(place) + 1)]
    known = select(Arrangement).where(Arrangement.place.in_(wider)).order_by(Arrangement.id)
    documents = {row.id: row for row in session.scalars(known)}
    days: dict[int, list[ArrangedDay]] = {number: [] for number in documents}
    for day in session.scalars(select(ArrangementDay).where(ArrangementDay.arrangement_id.in_(documents))):
        days[day.arrangement_id].append(ArrangedDay(day.day, day.is_workday, day.name))
    return Calendar(
        workdays.Arrangement(row.document, tuple(days[number]), row.year, row.place, row.title)
        for number, row in documents.items()
    )
