"""What a picture of a village's households shows: who stands where, by group, and who is not yet located."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from states import regions
from states.households import Household
from states.places import locations
from states.places.coordinates import Point
from states.places.locations import Location
from states.regions import Region


@dataclass(frozen=True, slots=True)
class Dot:
    """A household on the picture."""

    case_id: int
    head_name: str
    number: str
    group_code: str
    point: Point
    accuracy: int | None
    measured_on: date


@dataclass(frozen=True, slots=True)
class VillageMap:
    """A village: its groups by name, the households that are located, its office, and how many are missing."""

    village: Region
    groups: dict[str, str]
    dots: tuple[Dot, ...]
    office: Location | None
    missing: int


def village_map(session: Session, village: str, by: Actor) -> VillageMap:
    """The picture of a village, or of the part that the actor may see; raises `NotFound`."""
    place = session.get(Region, village)
    if place is None or place.level != "village" or not (by.covers(village) or by.area[:12] == village):
        raise NotFound("region", village)
    inside = within(Household.group_code, village) & within(Household.group_code, by.area)
    query = (
        select(Household.case_id, Household.head_name, Household.number, Household.group_code)
        .add_columns(Location.longitude, Location.latitude, Location.accuracy, Location.measured_on)
        .join(Location, (Location.household_id == Household.id) & (Location.superseded == false()))
        .where(inside)
        .order_by(Household.group_code, Household.number)
    )
    dots = tuple(
        Dot(row[0], row[1], row[2], row[3], Point(row[4], row[5]), row[6], row[7]) for row in session.execute(query)
    )
    all_of_them = session.scalar(select(func.count()).select_from(Household).where(inside)) or 0
    names = regions.names(session, {dot.group_code for dot in dots})
    return VillageMap(place, names, dots, locations.of_office(session, village), all_of_them - len(dots))


def located(session: Session, by: Actor, area: str) -> dict[str, tuple[int, int]]:
    """How many households each village has, and how many of them are located."""
    query = (
        select(Household.village, func.count(Household.id), func.count(Location.id))
        .outerjoin(Location, (Location.household_id == Household.id) & (Location.superseded == false()))
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .group_by(Household.village)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
