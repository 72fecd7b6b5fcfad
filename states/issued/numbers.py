"""Numbers of papers: counted for each office, stem and year, without gaps and never given out twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.issued.paper import Paper
from states.regions import Region

STEM = re.compile(r"[\u4e00-\u9fff]{2,20}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is next for an office; it is taken when a paper is issued under it."""

    area: str
    stem: str
    year: int
    serial: int

    def __str__(self) -> str:
        """As it is printed: 云岭镇请〔2023〕3号."""
        return f"{self.stem}〔{self.year}〕{self.serial}号"


def next_number(session: Session, area: str, kind: str, year: int, office: str = "") -> Number:
    """The next number of an office for a kind of paper such as 请; `office` where it is not the place's own.

    Raises `BadInput` where its stem cannot be printed.
    """
    stem = (office or _office(session, area).name) + kind
    if not STEM.fullmatch(stem):
        raise BadInput(Problem("stem", N_("发文机关代字要用2至20个汉字")))
    return Number(area, stem, year, last(session, area, stem, year) + 1)


def last(session: Session, area: str, stem: str, year: int) -> int:
    """The last number given out, 0 for none; what was withdrawn keeps its own."""
    mine = (Paper.area == area, Paper.stem == stem, Paper.year == year)
    return session.scalar(select(func.max(Paper.serial)).where(*mine)) or 0


def take_turn(session: Session, area: str) -> None:
    """Let nobody else number papers of this office until the transaction ends."""
    session.scalars(select(Region.code).where(Region.code == area).with_for_update()).one_or_none()


def _office(session: Session, area: str) -> Region:
    place = session.get(Region, area)
    if place is None:
        raise NotFound("region", area)
    return place
