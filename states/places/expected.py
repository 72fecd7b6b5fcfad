"""Which places owe which yearly sheet: all of a level, those marked as lifted out, those with a work team (TZ09)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.places import sheet_kinds, teams
from states.places.sheet_kinds import TEAM
from states.places.village_sheets import VillageSheet, of_area
from states.regions import Region


class Expected(Base):
    """A place that owes a kind of sheet, from a year on until another; the one without an end owes it still."""

    __tablename__ = "expected_sheet"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    place: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    since: Mapped[int]
    until: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_expected_sheet_place", "kind", "place"),)


@dataclass(frozen=True, slots=True)
class OfPlace:
    """A place with its sheet of a year: the one that stands, or the one that waits; None where it is missing."""

    place: str
    name: str
    sheet: VillageSheet | None

    @property
    def state(self) -> str:
        """`missing`, `waiting` for the second person, or `verified`."""
        if self.sheet is None:
            return "missing"
        return "verified" if self.sheet.verified_at else "waiting"


def expect(session: Session, place: Region, kind: str, year: int, *, by: Actor, at: datetime) -> Expected:
    """Say that a place owes this sheet from a year on; saying it twice changes nothing.

    Raises `NotFound` outside the actor's area, `BadInput` for a kind that all places owe and for a wrong year.
    """
    found = sheet_kinds.find(kind)
    if not by.covers(place.code):
        raise NotFound("region", place.code)
    if found.everywhere or kind == TEAM or place.level != found.level:
        raise BadInput(Problem("kind", N_("只有脱贫村要逐村列入")))
    if not 2000 <= year <= office_day(at).year:
        raise BadInput(Problem("year", N_("年度不对")))
    known = _present(session, place.code, kind)
    if known is not None:
        return known
    one = Expected(kind=kind, place=place.code, since=year, by=by.id, by_name=by.name, at=at)
    session.add(one)
    session.flush()
    return one


def release(session: Session, place: Region, kind: str, year: int, *, by: Actor) -> None:
    """Say that a place owes this sheet no more after a year; raises `NotFound`."""
    one = _present(session, place.code, kind)
    if one is None or not by.covers(place.code):
        raise NotFound("expected-sheet", place.code)
    one.until = max(year, one.since)
    session.flush()


def owing(session: Session, area: str, kind: str, year: int) -> Sequence[Region]:
    """The places of an area that owe this sheet for a year, in the order of their codes."""
    found = sheet_kinds.find(kind)
    query = select(Region).where(Region.level == found.level, within(Region.code, area), Region.abolished_on.is_(None))
    if kind == TEAM:
        query = query.where(Region.code.in_(teams.with_team(year)))
    elif not found.everywhere:
        held = (Expected.kind == kind, Expected.since <= year, or_(Expected.until.is_(None), Expected.until >= year))
        query = query.where(Region.code.in_(select(Expected.place).where(*held)))
    return session.scalars(query.order_by(Region.code)).all()


def progress(session: Session, by: Actor, area: str, kind: str, year: int) -> list[OfPlace]:
    """Every place of an area that owes this sheet for a year, with what there is; those outside the actor's are not.

    A village's clerk sees the own village, and nothing of the township's sheet.
    """
    inside = max(area, by.area[:12], key=len)
    sheets: dict[str, VillageSheet] = {}
    for one in of_area(session, by, inside, year, kind):
        sheets[one.place] = one if one.verified_at or one.place not in sheets else sheets[one.place]
    places = owing(session, inside, kind, year)
    return [OfPlace(one.code, one.name, sheets.get(one.code)) for one in places]


def is_open(places: Iterable[OfPlace]) -> int:
    """How many of these places have no verified sheet yet."""
    return sum(one.state != "verified" for one in places)


def _present(session: Session, place: str, kind: str) -> Expected | None:
    query = select(Expected).where(Expected.place == place, Expected.kind == kind, Expected.until.is_(None))
    return session.scalars(query).first()
