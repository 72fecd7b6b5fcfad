"""Places from province to villager group; whatever was abolished stays on record and is never reused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import areas
from engine.areas import within
from engine.db import Base
from engine.words import N_

# The code's length is the level; a villager group has no national code and takes two local digits.
LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village", 14: "group"}
LEVEL_LABELS = {
    "province": N_("省"),
    "prefecture": N_("市州"),
    "county": N_("县市"),
    "township": N_("乡镇"),
    "village": N_("行政村"),
    "group": N_("村民小组"),
}


class Region(Base):
    """A place; `address`, `phone` and `contact_hours` are what its notices print."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(areas.code(14), primary_key=True)
    level: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(60))
    parent: Mapped[str | None] = mapped_column(areas.code(14), ForeignKey("region.code"))
    valid_from: Mapped[date | None]
    abolished_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(120), default="")
    contact_hours: Mapped[str] = mapped_column(String(80), default="")

    __table_args__ = (Index("ix_region_parent", "parent", "code"), Index("ix_region_level_name", "level", "name"))

    @property
    def township(self) -> str:
        """The code of the township it lies in; empty above the township."""
        return self.code[:9] if len(self.code) >= 9 else ""


def parent_of(region_code: str) -> str | None:
    """The code one level up; None for a province, KeyError for a code of no level."""
    lengths = list(LEVELS)
    at = lengths.index(len(region_code)) if len(region_code) in LEVELS else -1
    if at < 0:
        raise KeyError(region_code)
    return region_code[: lengths[at - 1]] if at else None


def region(region_code: str, name: str, **facts: Any) -> Region:
    """A place with its level and parent taken from its code."""
    return Region(code=region_code, name=name, level=LEVELS[len(region_code)], parent=parent_of(region_code), **facts)


def open_on(day: date) -> ColumnElement[bool]:
    """The condition that a place exists on a day."""
    begun = or_(Region.valid_from.is_(None), Region.valid_from <= day)
    return begun & or_(Region.abolished_on.is_(None), Region.abolished_on > day)


def children(session: Session, parent: str | None) -> Sequence[Region]:
    """The places directly below, in the order of their codes, abolished ones among them."""
    at = Region.parent.is_(None) if parent is None else Region.parent == parent
    return session.scalars(select(Region).where(at).order_by(Region.code)).all()


def below(session: Session, area: str, level: str) -> Sequence[Region]:
    """Every place of a level inside an area, in the order of their codes."""
    inside = select(Region).where(Region.level == level, within(Region.code, area))
    return session.scalars(inside.order_by(Region.code)).all()


def names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of places by code, in one query; unknown codes are left out."""
    wanted = set(codes)
    named = select(Region.code, Region.name).where(Region.code.in_(wanted))
    return {row.code: row.name for row in session.execute(named)} if wanted else {}


def full_name(session: Session, region_code: str, above: str = "") -> str:
    """The names from the top down joined together; `above` leaves out the levels down to that code."""
    chain = [region_code[:length] for length in LEVELS if length <= len(region_code) and length > len(above)]
    known = names(session, chain)
    return "".join(known.get(one, "") for one in chain)
