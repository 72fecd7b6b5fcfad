"""What a village or group itself declares for a year: typed figures, kept beside what the register counts (HT09)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, false, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.regions import Region

NAMES = {
    "households": N_("总户数"),
    "persons": N_("总人口"),
    "minimum_living": N_("低保户数"),
    "disabled": N_("残疾人户数"),
    "labour": N_("劳动力人数"),
    "land": N_("耕地面积（亩）"),
}
"""The basic facts of a villager group, from which the village's are made (2018 plan, 三(四)3)."""

LEVELS = ("village", "group")
MOST = 1_000_000


class Figure(Base):
    """One declared figure of a place and year; the one not superseded stands."""

    __tablename__ = "figure"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    place: Mapped[str] = mapped_column(code(14), ForeignKey("region.code"))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(24))
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    superseded: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_figure_present",
            "place",
            "year",
            "name",
            unique=True,
            sqlite_where=text("NOT superseded"),
            postgresql_where=text("NOT superseded"),
        ),
    )


def declare(
    session: Session, place: Region, year: int, values: Mapping[str, int], reason: str, by: Actor, at: datetime
) -> int:
    """Record what a place declares for a year; answer how many figures changed.

    A figure that stands is superseded, with the reason. Raises `NotFound` and `BadInput`.
    """
    if not by.covers(place.code):
        raise NotFound("region", place.code)
    session.execute(select(Region.code).where(Region.code == place.code).with_for_update())
    before = _standing(session, place.code, year)
    changed = {name: value for name, value in values.items() if name not in before or before[name].value != value}
    problems = [Problem(name, N_("没有这个指标")) for name in values if name not in NAMES]
    problems += [Problem(name, N_("请填写0至1000000的整数")) for name, n in values.items() if not 0 <= n <= MOST]
    if place.level not in LEVELS:
        problems.append(Problem("", N_("只登记行政村和村民小组的基础数据")))
    if not 2000 <= year <= office_day(at).year:
        problems.append(Problem("year", N_("年度不对")))
    if any(name in before for name in changed) and not reason.strip():
        problems.append(Problem("reason", N_("已有申报数，请写明更正的原因")))
    if problems:
        raise BadInput(*problems)
    for name in changed:
        if name in before:
            before[name].superseded = True
    session.flush()
    session.add_all(
        Figure(
            place=place.code, year=year, name=name, value=value, reason=reason.strip(), by=by.id, by_name=by.name,
            at=at,
        )
        for name, value in changed.items()
    )  # fmt: skip
    session.flush()
    return len(changed)


def declared(session: Session, area: str, year: int) -> dict[str, dict[str, int]]:
    """The declared figures of every place inside an area, by code and name."""
    found: dict[str, dict[str, int]] = {}
    query = select(Figure.place, Figure.name, Figure.value).where(within(Figure.place, area), Figure.year == year)
    for place, name, value in session.execute(query.where(Figure.superseded == false())):
        found.setdefault(place, {})[name] = value
    return found


def _standing(session: Session, place: str, year: int) -> dict[str, Figure]:
    query = select(Figure).where(Figure.place == place, Figure.year == year, Figure.superseded == false())
    return {one.name: one for one in session.scalars(query)}
