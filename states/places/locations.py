"""Where households and offices stand: every measurement stays on record, the newest one stands (XZ18, HT11)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, false, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.areas import code, within
from engine.cases import hold
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.places.coordinates import ROUGH, Point, nearest
from states.regions import Region

FAR = 5000
"""Metres from the nearest other household of the village, beyond which somebody has to say that it is so."""

PHONE, TYPED, LISTED = "phone", "typed", "file"
SOURCES = {PHONE: N_("手机定位"), TYPED: N_("手工录入"), LISTED: N_("名单导入")}
OFFICES = ("village", "township")
AT_ONCE = 5000


class Location(Base):
    """One measurement of a household's place, or of a village's or township's office.

    Coordinates are WGS-84 in millionths of a degree, `accuracy` in metres. The one not superseded stands.
    """

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    place: Mapped[str | None] = mapped_column(code(14), ForeignKey("region.code"), index=True)
    longitude: Mapped[int]
    latitude: Mapped[int]
    accuracy: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(8))
    measured_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    far: Mapped[bool] = mapped_column(default=False)
    superseded: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = tuple(
        Index(
            f"uq_location_{column}", column, unique=True,
            sqlite_where=text("NOT superseded"), postgresql_where=text("NOT superseded"),
        )
        for column in ("household_id", "place")
    )  # fmt: skip

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.longitude, self.latitude)


@dataclass(frozen=True, slots=True)
class Measured:
    """What somebody measured or typed. `sure` says that a place far from the others is right."""

    point: Point
    measured_on: date
    accuracy: int | None = None
    source: str = TYPED
    reason: str = ""
    sure: bool = False


def locate(session: Session, household: Household, measured: Measured, by: Actor, at: datetime) -> Location:
    """Record where a household stands; a place on record is superseded, with the reason.

    The ledger keeps the digest of the coordinates, not the coordinates. Raises `NotFound`, `BadInput`, and
    `Refused` for a place far from the village's others until somebody is sure.
    """
    if not by.covers(household.group_code):
        raise NotFound("household", household.id)
    [case] = hold(session, [household.case_id])
    present = of_household(session, household.id)
    others = [one for key, one in standing_points(session, household.village).items() if key != household.id]
    location = _record(session, present, others, measured, by, at)
    location.household_id = household.id
    session.flush()
    ledger.append_many(session, [(case, "located", _told(location, present))], by, at)
    return location


def locate_many(
    session: Session, listed: Sequence[tuple[Household, Measured]], more: Mapping[str, str], by: Actor, at: datetime
) -> int:
    """Record where many households stand, each with `more` in its ledger; answer how many stand elsewhere now.

    Whoever calls has asked before what stands against each; what was recorded meanwhile word for word is left alone.
    Raises `NotFound` for a household outside the actor's area, and records nothing.
    """
    homes = {home.id: home for home, _measured in listed}
    if any(not by.covers(home.group_code) for home in homes.values()):
        raise NotFound("household", "")
    cases = {case.id: case for case in hold(session, [home.case_id for home in homes.values()])}
    before = of_households(session, list(homes))
    fresh = []
    for home, measured in listed:
        present = before.get(home.id)
        if present is not None and (present.point, present.measured_on) == (measured.point, measured.measured_on):
            continue
        if present is not None:
            present.superseded = True
        fresh.append((home, _row(measured, False, by, at), present))
    session.flush()
    for home, location, _present in fresh:
        location.household_id = home.id
    session.add_all([location for _home, location, _present in fresh])
    session.flush()
    told = [(cases[home.case_id], "located", _told(one, old) | dict(more)) for home, one, old in fresh]
    ledger.append_many(session, told, by, at)
    return len(fresh)


def _told(location: Location, present: Location | None) -> dict[str, object]:
    written = ledger.canonical([location.longitude, location.latitude, location.accuracy, location.measured_on])
    told: dict[str, object] = {"location": location.id, "digest": hashlib.sha256(written.encode()).hexdigest()}
    return told if present is None else told | {"supersedes": present.id, "reason": location.reason}


def locate_office(session: Session, place: Region, measured: Measured, by: Actor, at: datetime) -> Location:
    """Record where the office of a village or township stands; raises as `locate` does."""
    if not by.covers(place.code):
        raise NotFound("region", place.code)
    if place.level not in OFFICES:
        raise BadInput(Problem("", N_("只登记乡镇和村的办公地点")))
    session.execute(select(Region.code).where(Region.code == place.code).with_for_update())
    present = of_office(session, place.code)
    others = list(standing_points(session, place.code).values()) if place.level == "village" else []
    location = _record(session, present, others, measured, by, at)
    location.place = place.code
    session.flush()
    return location


def of_household(session: Session, household_id: int) -> Location | None:
    """The place of a household that stands."""
    query = select(Location).where(Location.household_id == household_id, Location.superseded == false())
    return session.scalars(query).one_or_none()


def of_households(session: Session, household_ids: Sequence[int]) -> dict[int, Location]:
    """The places of many households that stand, by household."""
    found: dict[int, Location] = {}
    for start in range(0, len(household_ids), AT_ONCE):
        some = Location.household_id.in_(household_ids[start : start + AT_ONCE])
        for one in session.scalars(select(Location).where(some, Location.superseded == false())):
            found[one.household_id or 0] = one
    return found


def of_office(session: Session, place: str) -> Location | None:
    """The place of an office that stands."""
    query = select(Location).where(Location.place == place, Location.superseded == false())
    return session.scalars(query).one_or_none()


def history(session: Session, *, household_id: int | None = None, place: str | None = None) -> Sequence[Location]:
    """Every measurement of a household or of an office, newest first."""
    whose = Location.household_id == household_id if household_id is not None else Location.place == place
    return session.scalars(select(Location).where(whose).order_by(Location.id.desc())).all()


def _record(
    session: Session, present: Location | None, others: Sequence[Point], measured: Measured, by: Actor, at: datetime
) -> Location:
    problems = []
    if measured.source not in SOURCES:
        problems.append(Problem("source", N_("没有这种采集方式")))
    if measured.measured_on > office_day(at):
        problems.append(Problem("measured_on", N_("日期不能晚于今天")))
    if measured.accuracy is not None and not 0 <= measured.accuracy <= ROUGH:
        problems.append(Problem("accuracy", N_("误差超过1000米，请到空旷处重新定位")))
    if present is not None and not measured.reason.strip():
        problems.append(Problem("reason", N_("已有坐标，请写明更正的原因")))
    if problems:
        raise BadInput(*problems)
    metres = nearest(measured.point, others)
    far = metres is not None and metres > FAR
    if far and not measured.sure and metres is not None:
        said = N_("离本村最近的一户也有%(km)s公里，请核对坐标；确属无误的，请勾选后再保存")
        raise Refused("locate", [Blocker("far-away", said, {"km": f"{metres / 1000:.1f}"})])
    if present is not None:
        present.superseded = True
        session.flush()
    location = _row(measured, far, by, at)
    session.add(location)
    return location


def _row(measured: Measured, far: bool, by: Actor, at: datetime) -> Location:
    return Location(
        longitude=measured.point.longitude, latitude=measured.point.latitude, accuracy=measured.accuracy,
        source=measured.source, measured_on=measured.measured_on, reason=measured.reason.strip(), far=far,
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip


def standing_points(session: Session, area: str) -> dict[int, Point]:
    """Where the households of an area stand, by household."""
    query = (
        select(Household.id, Location.longitude, Location.latitude)
        .join(Location, Location.household_id == Household.id)
        .where(within(Household.group_code, area), Location.superseded == false())
    )
    return {row[0]: Point(row[1], row[2]) for row in session.execute(query)}
