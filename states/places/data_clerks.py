"""The named data clerk of each township: one person who answers for its data, from when until when (HN12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.regions import Region

LONGEST = timedelta(days=20 * 366)
"""Nobody has kept these data for longer; what lies before is a slip of the pen."""


class DataClerk(Base):
    """Who keeps a township's data; the one without an end is the present one. The telephone is never made public."""

    __tablename__ = "data_clerk"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    township: Mapped[str] = mapped_column(code(9), ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40), default="")
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_data_clerk_present",
            "township",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Post:
    """A township with its present data clerk; None where nobody is named."""

    township: Region
    clerk: DataClerk | None


def name_clerk(
    session: Session, township: str, name: str, phone: str, from_on: date, reason: str = "", *, by: Actor, at: datetime
) -> DataClerk:
    """Name the data clerk of a township; the one before ends the day before. Raises `BadInput` and `NotFound`.

    Whoever takes another's place needs a reason: transferred, retired, long ill.
    """
    place = session.scalars(select(Region).where(Region.code == township).with_for_update()).one_or_none()
    if place is None or place.level != "township" or not by.covers(township):
        raise NotFound("region", township)
    before = present(session, township)
    problems = [] if 1 <= len(name.strip()) <= 60 else [Problem("name", N_("请填写姓名"))]
    if len(phone.strip()) > 40:
        problems.append(Problem("phone", N_("文字太长")))
    if not office_day(at) - LONGEST <= from_on <= office_day(at):
        problems.append(Problem("from_on", N_("任职日期要在今天以前、二十年以内")))
    elif before and from_on <= before.from_on:
        problems.append(Problem("from_on", N_("要晚于前一任的任职日期")))
    if before and len(reason.strip()) < 2:
        problems.append(Problem("reason", N_("已经明确了数据管理员，换人要写明原因")))
    if problems:
        raise BadInput(*problems)
    if before:
        before.until_on = date.fromordinal(from_on.toordinal() - 1)
        session.flush()
    clerk = DataClerk(township=township, name=name.strip(), phone=phone.strip(), from_on=from_on, reason=reason.strip())
    clerk.by, clerk.by_name, clerk.at = by.id, by.name, at
    session.add(clerk)
    session.flush()
    return clerk


def present(session: Session, township: str) -> DataClerk | None:
    """The present data clerk of a township."""
    query = select(DataClerk).where(DataClerk.township == township[:9], DataClerk.until_on.is_(None))
    return session.scalars(query).one_or_none()


def history(session: Session, township: str, by: Actor) -> Sequence[DataClerk]:
    """Everybody who kept a township's data, the present one first; raises `NotFound` outside the area."""
    if not (by.covers(township) or by.area[:9] == township):
        raise NotFound("region", township)
    query = select(DataClerk).where(DataClerk.township == township).order_by(DataClerk.id.desc())
    return session.scalars(query).all()


def posts(session: Session, area: str) -> list[Post]:
    """The townships of an area, those without a data clerk first; of a village, its own township."""
    mine = within(Region.code, area[:9])
    query = (
        select(Region, DataClerk)
        .outerjoin(DataClerk, (DataClerk.township == Region.code) & DataClerk.until_on.is_(None))
        .where(Region.level == "township", Region.abolished_on.is_(None), mine)
        .order_by(Region.code)
    )
    found = [Post(place, clerk) for place, clerk in session.execute(query)]
    return sorted(found, key=lambda one: one.clerk is not None)
