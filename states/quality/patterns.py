"""Patterns of correcting for the rule's sake, and the spot checks that answer them (HN07: 杜绝“为修改而修改”)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.cases import Case
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.quality.findings import CLAIMED, CLOSED, Finding, FindingClaim

MANY, WITHIN = 10, timedelta(minutes=10)
"""So many corrections without a visit in so short a time are looked at."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Many corrections that one person claimed in a short time, none of them after a visit."""

    by: str
    name: str
    begun_at: datetime
    ended_at: datetime
    findings: tuple[int, ...]

    @property
    def minutes(self) -> int:
        """How long it took, in minutes begun."""
        return int((self.ended_at - self.begun_at).total_seconds()) // 60 + 1


def bursts(claims: Iterable[tuple[str, str, datetime, int]]) -> list[Burst]:
    """The bursts among claims without a visit: (who, name, when, finding), in any order; newest first."""
    found = []
    for who, theirs in groupby(sorted(claims), key=lambda row: row[0]):
        rows = sorted(theirs, key=lambda row: row[2])
        begin = 0
        while begin < len(rows):
            end = begin
            while end + 1 < len(rows) and rows[end + 1][2] - rows[begin][2] <= WITHIN:
                end += 1
            if end - begin + 1 >= MANY:
                part = rows[begin : end + 1]
                found.append(Burst(who, part[0][1], part[0][2], part[-1][2], tuple(row[3] for row in part)))
                begin = end + 1
            else:
                begin += 1
    return sorted(found, key=lambda burst: burst.begun_at, reverse=True)


def suspicious(session: Session, by: Actor, since: datetime) -> list[Burst]:
    """The bursts in the actor's area since an instant."""
    c = FindingClaim
    query = select(c.claimed_by, c.claimed_by_name, c.claimed_at, c.finding_id)
    rows = session.execute(query.where(within(c.area, by.area), c.claimed_at >= since, c.proof != "visit"))
    return bursts((row[0], row[1], row[2], row[3]) for row in rows)


class SpotCheck(Base):
    """A sample of corrected findings to be looked at on site; the seed shows that nobody chose."""

    __tablename__ = "quality_spot_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    seed: Mapped[int]
    drawn_from: Mapped[int]
    findings: Mapped[str] = mapped_column(Text)
    drawn_on: Mapped[date]
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    drawn_by: Mapped[str] = mapped_column(String(64))
    drawn_by_name: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_quality_spot_check_area", "area", "id"),)

    @property
    def drawn(self) -> list[int]:
        """The findings of the sample, in the order in which they were drawn."""
        return list(json.loads(self.findings))


def draw(session: Session, area: str, size: int, seed: int, *, by: Actor, at: datetime) -> SpotCheck:
    """Draw a sample from the corrected findings of an area; the same seed from the same findings draws the same.

    Raises `NotFound` outside the actor's area, and `BadInput` when there is nothing to draw from.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    states = (CLAIMED[0], CLOSED[0])
    query = select(Finding.id).join(Case, Case.id == Finding.case_id).where(within(Finding.area, area))
    ids = session.scalars(query.where(Case.state.in_(states)).order_by(Finding.id)).all()
    if not ids or size < 1:
        raise BadInput(Problem("size", N_("还没有报整改的疑点，没有可抽查的")))
    drawn = Random(seed).sample(ids, min(size, len(ids)))  # noqa: S311 - it has to be repeatable, not secret
    check = SpotCheck(
        area=area, seed=seed, drawn_from=len(ids), findings=json.dumps(drawn), drawn_on=office_day(at), drawn_at=at,
        drawn_by=by.id, drawn_by_name=by.name,
    )  # fmt: skip
    session.add(check)
    session.flush()
    return check


def checks(session: Session, by: Actor, limit: int = 20) -> Sequence[SpotCheck]:
    """The samples drawn in the actor's area, newest first."""
    query = select(SpotCheck).where(within(SpotCheck.area, by.area)).order_by(SpotCheck.id.desc())
    return session.scalars(query.limit(limit)).all()
