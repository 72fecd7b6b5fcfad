"""A village's yearly sheet (村基本情况): entered by one, verified by another, and only then compared (HT09)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, MoveBlocked, NotFound, Problem
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.regions import Region

MOST = Decimal(1_000_000)
KINDS = {"households": N_("户数"), "land": N_("土地"), "facility": N_("设施和服务")}


@dataclass(frozen=True, slots=True)
class VillageFact:
    """One number of the sheet: what it counts, and for land the household fact whose sum it cannot fall below."""

    name: str
    label: str
    kind: str
    of_household: str = ""


@cache
def facts() -> Mapping[str, VillageFact]:
    """Every number of the sheet by its name, in the order of the sheet."""
    told = tomllib.loads(files("states.places").joinpath("village_facts.toml").read_text("utf-8"))
    return {name: VillageFact(name, **one) for name, one in told.items()}


class VillageSheet(Base):
    """One sheet of a village and year; `body` is canonical JSON of decimals as text.

    It stands once somebody else has verified it, and stays on record when a later one is verified (`superseded`).
    """

    __tablename__ = "village_sheet"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    place: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    year: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    superseded: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_by_name: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    verified_by: Mapped[str] = mapped_column(String(64), default="")
    verified_by_name: Mapped[str] = mapped_column(String(64), default="")
    verified_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_village_sheet_place", "place", "year", "id"),)

    @property
    def values(self) -> dict[str, Decimal]:
        """The numbers by name; what was left empty is not there."""
        return {name: Decimal(value) for name, value in json.loads(self.body).items()}

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the second person."""
        return self.verified_at is None and not self.superseded


def enter(
    session: Session, village: Region, year: int, values: Mapping[str, str], reason: str, *, by: Actor, at: datetime
) -> VillageSheet:
    """Enter a sheet; one that still waits makes way for it, one that stands needs a reason.

    Raises `NotFound` outside the actor's area and `BadInput` beside each field.
    """
    if not by.covers(village.code):
        raise NotFound("region", village.code)
    session.execute(select(Region.code).where(Region.code == village.code).with_for_update())
    before = of_village(session, village.code, year)
    body, problems = _read(values)
    if village.level != "village":
        problems.append(Problem("", N_("村基本情况按行政村登记")))
    if not 2000 <= year <= office_day(at).year:
        problems.append(Problem("year", N_("年度不对")))
    if any(one.verified_at for one in before) and not reason.strip():
        problems.append(Problem("reason", N_("已有核对过的数，请写明更正的原因")))
    if problems:
        raise BadInput(*problems)
    for one in before:
        one.superseded = one.superseded or one.is_waiting
    sheet = VillageSheet(
        place=village.code, year=year, body=canonical(body), reason=reason.strip(), entered_by=by.id,
        entered_by_name=by.name, entered_at=at,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    return sheet


def verify(session: Session, sheet_id: int, *, by: Actor, at: datetime) -> VillageSheet:
    """Let a sheet stand, in the place of the one that stood; verifying twice changes nothing.

    Raises `NotFound` outside the actor's area and for one that made way, `MoveBlocked` for who entered it.
    """
    sheet = find(session, sheet_id, by)
    if sheet.entered_by == by.id:
        text = N_("这张表是您录入的，要由另一个人核对")
        raise MoveBlocked("verify", [Blocker("same-person", text, {}, "三(四)3", "township")])
    if sheet.is_waiting:
        for one in of_village(session, sheet.place, sheet.year):
            one.superseded = one.superseded or one.verified_at is not None
        sheet.verified_by, sheet.verified_by_name, sheet.verified_at = by.id, by.name, at
        session.flush()
    return sheet


def find(session: Session, sheet_id: int, by: Actor) -> VillageSheet:
    """A sheet that did not make way, held until the transaction ends; raises `NotFound`."""
    query = select(VillageSheet).where(VillageSheet.id == sheet_id, VillageSheet.superseded == false())
    sheet = session.scalar(query.with_for_update())
    if sheet is None or not by.covers(sheet.place):
        raise NotFound("village-sheet", sheet_id)
    return sheet


def of_village(session: Session, village: str, year: int) -> Sequence[VillageSheet]:
    """The sheets of a village's year that did not make way: what stands and what waits, in their order."""
    query = select(VillageSheet).where(VillageSheet.place == village, VillageSheet.year == year)
    return session.scalars(query.where(VillageSheet.superseded == false()).order_by(VillageSheet.id)).all()


def of_area(session: Session, by: Actor, area: str, year: int) -> Sequence[VillageSheet]:
    """The sheets of an area's villages for a year that did not make way, village by village."""
    inside = within(VillageSheet.place, area), within(VillageSheet.place, by.area[:12])
    query = select(VillageSheet).where(*inside, VillageSheet.year == year, VillageSheet.superseded == false())
    return session.scalars(query.order_by(VillageSheet.place, VillageSheet.id)).all()


def verified(session: Session, villages: Iterable[str], year: int) -> dict[str, dict[str, Decimal]]:
    """What stands for each of these villages: this year's sheet, or else last year's."""
    query = select(VillageSheet).where(
        VillageSheet.place.in_(list(villages)),
        VillageSheet.year.between(year - 1, year),
        VillageSheet.superseded == false(),
        VillageSheet.verified_at.is_not(None),
    )
    return {one.place: one.values for one in session.scalars(query.order_by(VillageSheet.year))}


def _read(values: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    body, problems = {}, []
    for name, written in values.items():
        if name not in facts():
            problems.append(Problem(name, N_("没有这个指标")))
        elif text := written.strip():
            number = _number(text, whole=facts()[name].kind != "land")
            if number is None:
                problems.append(Problem(name, N_("请填写0至1000000的数，户数和个数为整数，面积最多两位小数")))
            else:
                body[name] = str(number)
    return body, problems


def _number(text: str, *, whole: bool) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= MOST:
        return None
    places = int(number.normalize().as_tuple().exponent)
    return number if places >= (0 if whole else -2) else None
