"""Coordinates: read, checked against what can be true in China, and measured from one another. WGS-84."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt

from engine.errors import BadInput, Problem
from engine.words import N_

EARTH = 6_371_008.8
"""The mean radius in metres."""

LONGITUDES, LATITUDES = (73_400_000, 135_100_000), (3_800_000, 53_600_000)
"""What lies inside China, in millionths of a degree, the islands included."""

ROUGH = 1000
"""A position that is less exact than so many metres says nothing."""

DEGREES = re.compile(r"\d{1,3}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the earth, in millionths of a degree east and north."""

    longitude: int
    latitude: int

    @property
    def words(self) -> str:
        """The point as people write it, six places of a degree."""
        return f"{self.longitude / 1e6:.6f}, {self.latitude / 1e6:.6f}"

    def metres_to(self, other: Point) -> int:
        """The distance along the great circle, in whole metres."""
        a, b = radians(self.latitude / 1e6), radians(other.latitude / 1e6)
        east = radians((other.longitude - self.longitude) / 1e6)
        half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(east / 2) ** 2
        return round(2 * EARTH * asin(min(1.0, sqrt(half))))

    def metres_from(self, origin: Point) -> tuple[float, float]:
        """How far east and north of an origin it lies, on a plane: exact enough for a township."""
        north = radians((self.latitude - origin.latitude) / 1e6) * EARTH
        east = radians((self.longitude - origin.longitude) / 1e6) * EARTH * cos(radians(origin.latitude / 1e6))
        return east, north


def read(longitude: str, latitude: str) -> Point:
    """The point that was written in decimal degrees; raises `BadInput` beside the fields."""
    east, north = _millionths(longitude), _millionths(latitude)
    problems = []
    if east is None:
        problems.append(Problem("longitude", N_("经度请写成小数，如99.876543")))
    if north is None:
        problems.append(Problem("latitude", N_("纬度请写成小数，如27.654321")))
    if east is not None and north is not None:
        problems += _place(east, north)
    if problems or east is None or north is None:
        raise BadInput(*problems)
    return Point(east, north)


def nearest(point: Point, others: Iterable[Point]) -> int | None:
    """The metres to the nearest of the others; None where there are none."""
    return min((point.metres_to(other) for other in others), default=None)


def middle(points: Iterable[Point]) -> Point:
    """The middle of the rectangle that holds the points, of which there is one at least."""
    found = list(points)
    east, north = [one.longitude for one in found], [one.latitude for one in found]
    return Point((min(east) + max(east)) // 2, (min(north) + max(north)) // 2)


def span(points: Iterable[Point]) -> float:
    """The greatest distance of a point from the middle of all, in metres."""
    found = list(points)
    centre = middle(found)
    return max(hypot(*one.metres_from(centre)) for one in found)


def _place(east: int, north: int) -> list[Problem]:
    if _inside(east, LONGITUDES) and _inside(north, LATITUDES):
        return []
    if _inside(north, LONGITUDES) and _inside(east, LATITUDES):
        return [Problem("longitude", N_("经度和纬度填反了"))]
    wrong = []
    if not _inside(east, LONGITUDES):
        wrong.append(Problem("longitude", N_("经度不在我国境内（73.4至135.1）")))
    if not _inside(north, LATITUDES):
        wrong.append(Problem("latitude", N_("纬度不在我国境内（3.8至53.6）")))
    return wrong


def _inside(value: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _millionths(text: str) -> int | None:
    text = text.strip()
    if not DEGREES.fullmatch(text):
        return None
    whole, _dot, part = text.partition(".")
    return int(whole) * 1_000_000 + int((part + "000000")[:6])
