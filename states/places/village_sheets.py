"""The yearly sheets of places: entered by one, verified by another, and only then used (HT09, TZ09, TZ10, TZ11)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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
from states.places import sheet_kinds
from states.places.sheet_kinds import HINTS, SECTIONS, VILLAGE, Fact, asked
from states.regions import Region

KINDS = SECTIONS


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
    """One sheet of a place, kind and year; `body` is canonical JSON of texts, decimals among them.

    It stands once somebody else has verified it, and stays on record when a later one is verified (`superseded`).
    """

    __tablename__ = "village_sheet"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    place: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    kind: Mapped[str] = mapped_column(String(24), default=VILLAGE, server_default=VILLAGE)
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
        """The numbers of a village's own sheet by name; what was left empty is not there."""
        return {name: Decimal(value) for name, value in self.told.items()}

    @property
    def told(self) -> dict[str, str]:
        """What was answered, as it is kept, by name; what was left empty is not there."""
        return dict(json.loads(self.body))

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the second person."""
        return self.verified_at is None and not self.superseded


def enter(
    session: Session,
    place: Region,
    year: int,
    values: Mapping[str, str],
    reason: str,
    *,
    by: Actor,
    at: datetime,
    kind: str = VILLAGE,
) -> VillageSheet:
    """Enter a sheet; one that still waits makes way for it, one that stands needs a reason.

    Raises `NotFound` outside the actor's area and `BadInput` beside each field.
    """
    if not by.covers(place.code):
        raise NotFound("region", place.code)
    session.execute(select(Region.code).where(Region.code == place.code).with_for_update())
    before = of_village(session, place.code, year, kind)
    body, problems = _read(values, kind)
    if place.level != sheet_kinds.find(kind).level:
        problems.append(Problem("", N_("乡镇信息按乡镇登记，其他按行政村登记")))
    if not 2000 <= year <= office_day(at).year:
        problems.append(Problem("year", N_("年度不对")))
    if any(one.verified_at for one in before) and not reason.strip():
        problems.append(Problem("reason", N_("已有核对过的数，请写明更正的原因")))
    if problems:
        raise BadInput(*problems)
    for one in before:
        one.superseded = one.superseded or one.is_waiting
    sheet = VillageSheet(
        place=place.code, kind=kind, year=year, body=canonical(body), reason=reason.strip(), entered_by=by.id,
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
        for one in of_village(session, sheet.place, sheet.year, sheet.kind):
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


def of_village(session: Session, village: str, year: int, kind: str = VILLAGE) -> Sequence[VillageSheet]:
    """The sheets of a place's year that did not make way: what stands and what waits, in their order."""
    query = select(VillageSheet).where(VillageSheet.place == village, VillageSheet.year == year)
    query = query.where(VillageSheet.kind == kind, VillageSheet.superseded == false())
    return session.scalars(query.order_by(VillageSheet.id)).all()


def of_area(session: Session, by: Actor, area: str, year: int, kind: str = VILLAGE) -> Sequence[VillageSheet]:
    """The sheets of an area's places for a year that did not make way, place by place."""
    inside = within(VillageSheet.place, area), within(VillageSheet.place, by.area[:12]), VillageSheet.kind == kind
    query = select(VillageSheet).where(*inside, VillageSheet.year == year, VillageSheet.superseded == false())
    return session.scalars(query.order_by(VillageSheet.place, VillageSheet.id)).all()


def before(session: Session, place: str, year: int, kind: str) -> VillageSheet | None:
    """What stood last for an earlier year: the next sheet begins with it, so that only changes are entered."""
    query = select(VillageSheet).where(VillageSheet.place == place, VillageSheet.kind == kind)
    query = query.where(VillageSheet.year < year, VillageSheet.superseded == false())
    stood = query.where(VillageSheet.verified_at.is_not(None))
    return session.scalars(stood.order_by(VillageSheet.year.desc(), VillageSheet.id.desc()).limit(1)).first()


def enter_changes(
    session: Session,
    place: Region,
    year: int,
    changes: Mapping[str, str],
    reason: str,
    *,
    by: Actor,
    at: datetime,
    kind: str,
) -> VillageSheet:
    """Enter only what is different from the last sheet that stands, this year's or an earlier one's.

    Raises as `enter`.
    """
    stands = next((one for one in of_village(session, place.code, year, kind) if one.verified_at), None)
    last = stands or before(session, place.code, year, kind)
    values = (last.told if last else {}) | dict(changes)
    return enter(session, place, year, values, reason, by=by, at=at, kind=kind)


def verified(session: Session, villages: Iterable[str], year: int) -> dict[str, dict[str, Decimal]]:
    """What stands for each of these villages: this year's sheet, or else last year's."""
    query = select(VillageSheet).where(
        VillageSheet.place.in_(list(villages)),
        VillageSheet.kind == VILLAGE,
        VillageSheet.year.between(year - 1, year),
        VillageSheet.superseded == false(),
        VillageSheet.verified_at.is_not(None),
    )
    return {one.place: one.values for one in session.scalars(query.order_by(VillageSheet.year))}


def _read(values: Mapping[str, str], kind: str) -> tuple[dict[str, str], list[Problem]]:
    body, problems, known = dict[str, str](), list[Problem](), asked(kind)
    for name, written in values.items():
        if name not in known:
            problems.append(Problem(name, N_("没有这个指标")))
        elif text := written.strip():
            told = known[name].read(text)
            if told is None:
                problems.append(Problem(name, HINTS[known[name].type]))
            else:
                body[name] = told
    return body, problems + _contradictions(body, known)


def _contradictions(body: Mapping[str, str], known: Mapping[str, Fact]) -> list[Problem]:
    """Parts that are above their whole."""
    pairs = [(one, known[one.not_above]) for one in known.values() if one.not_above and one.name in body]
    return [
        Problem(part.name, f"“{part.label}”不能多于“{whole.label}”")
        for part, whole in pairs
        if whole.name in body and Decimal(body[part.name]) > Decimal(body[whole.name])
    ]
