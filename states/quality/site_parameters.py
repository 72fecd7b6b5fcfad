"""Parameters of the rules as a place sets them: by area and year, recorded with who, when and on what paper.

Procedures differ by place and year. What a place sets holds from its year on; of two years the later holds, of two
areas for one year the narrower. Nothing is changed: a newer setting stands above an older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.quality.rulebook import MONTH_DAY, Parameter, Rulebook
from states.regions import Region

SETTERS = (2, 4, 6)
"""Lengths of the codes of areas that may set one: province, prefecture, county."""
MOST = Decimal(10_000_000)


class SiteParameter(Base):
    """One setting of a parameter for an area from a year on, with the paper that orders it."""

    __tablename__ = "quality_parameter"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(6), ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    value: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(64))
    set_by_name: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_quality_parameter_area", "area", "name", "year", "id"),)


def put(
    session: Session, rules: Rulebook, area: str, name: str, year: int, value: str, basis: str, *, by: Actor,
    at: datetime,
) -> SiteParameter:  # fmt: skip
    """Set a parameter of an area from a year on.

    A day is written as in the parameter: with its year, or as month and day of each year. Raises `NotFound` outside
    the actor's area, and `BadInput` beside each field.
    """
    if not by.covers(area) or session.get(Region, area) is None:
        raise NotFound("region", area)
    problems = [] if len(area) in SETTERS else [Problem("area", N_("参数由县级以上设定"))]
    parameter = rules.parameters.get(name)
    written = ""
    if parameter is None:
        problems.append(Problem("name", N_("没有这个参数")))
    elif not (written := _written(parameter, value.strip())):
        problems.append(Problem("value", N_("数填0至10000000；日期填年-月-日，或填月-日表示每年这一天")))
    if not 2000 <= year <= at.year + 1:
        problems.append(Problem("year", N_("年度不对")))
    if not 4 <= len(basis.strip()) <= 300:
        problems.append(Problem("basis", N_("请写明依据的文件，4至300个字")))
    if problems:
        raise BadInput(*problems)
    row = SiteParameter(
        area=area, name=name, year=year, value=written, basis=basis.strip(), set_by=by.id, set_by_name=by.name,
        set_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def history(session: Session, by: Actor) -> Sequence[SiteParameter]:
    """Every setting inside the actor's area and of the areas above it, newest first."""
    query = select(SiteParameter).where(within(SiteParameter.area, by.area) | SiteParameter.area.in_(above(by.area)))
    return session.scalars(query.order_by(SiteParameter.id.desc())).all()


def above(area: str) -> list[str]:
    """The areas whose settings an area follows, the widest first."""
    return [area[:length] for length in SETTERS if length <= len(area)]


def overlaid(rules: Rulebook, settings: Iterable[SiteParameter], area: str) -> dict[str, Parameter]:
    """The parameters as they hold at a place, given every setting that may concern it."""
    theirs = sorted((one for one in settings if area.startswith(one.area)), key=lambda one: (len(one.area), one.id))
    found = dict(rules.parameters)
    for one in theirs:
        if known := found.get(one.name):
            values = {**known.values, one.year: read(one.value)}
            found[one.name] = Parameter(known.name, known.label, known.unit, values)
    return found


def values_at(rules: Rulebook, settings: Iterable[SiteParameter], area: str, year: int) -> dict[str, Any]:
    """What every parameter is at a place in a year."""
    return {name: one.in_year(year) for name, one in overlaid(rules, settings, area).items()}


def here(session: Session, area: str) -> Sequence[SiteParameter]:
    """Every setting that may concern an area or a part of it."""
    query = select(SiteParameter).where(within(SiteParameter.area, area) | SiteParameter.area.in_(above(area)))
    return session.scalars(query.order_by(SiteParameter.id)).all()


def read(value: str) -> Any:
    """A setting as rules compare with it: a number, a day, or a day of each year as text."""
    if MONTH_DAY.fullmatch(value):
        return value
    return date.fromisoformat(value) if value.count("-") == 2 else _plain(Decimal(value))


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _written(parameter: Parameter, value: str) -> str:
    """The value in the form in which it is kept; "" for one that cannot be."""
    try:
        if parameter.type == "day":
            found = read(value) if "-" in value else None
            if isinstance(found, str):
                date(2023, *map(int, found.split("-")))  # 29 February is no day of every year
            return value if found is not None else ""
        number = Decimal(value)
    except (ValueError, InvalidOperation):
        return ""
    return f"{number.normalize():f}" if number.is_finite() and 0 <= number <= MOST else ""
