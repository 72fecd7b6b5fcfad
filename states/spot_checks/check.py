"""A spot check: a population written down, a sample drawn by a seed nobody could choose, results from the houses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_

KIND = "spot-check"
ANNOUNCED = "announced", N_("已公布名单摘要，待抽取")
DRAWN = "drawn", N_("已抽取，正在核查")
CLOSED = "closed", N_("已办结")
LABELS = dict((ANNOUNCED, DRAWN, CLOSED))
AGREES, DIFFERS, ABSENT = "agrees", "differs", "absent"
RESULTS = {AGREES: N_("与登记一致"), DIFFERS: N_("与登记不一致"), ABSENT: N_("没有见到人")}
FINAL = (AGREES, DIFFERS)
OFFICES = ("township", "township_leader", "county")


class SpotCheck(Base):
    """A spot check of an area; `asked` says in canonical JSON from which households is drawn, `digest` seals the list.

    `seal_id` and `root` are the seal of the ledger from which the seed was made, after the list had been published.
    """

    __tablename__ = "spot_check"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    title: Mapped[str] = mapped_column(String(60))
    asked: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    population: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    announced_on: Mapped[date]
    announced_at: Mapped[datetime] = mapped_column(Instant)
    announced_by: Mapped[str] = mapped_column(String(64))
    announced_by_name: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date]
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"))
    root: Mapped[str] = mapped_column(String(64), default="")
    seed: Mapped[str] = mapped_column(String(64), default="")
    drawn_on: Mapped[date | None]
    drawn_by: Mapped[str] = mapped_column(String(64), default="")
    closed_on: Mapped[date | None]

    __table_args__ = (Index("ix_spot_check_area", "area", "id"),)

    @property
    def filter(self) -> dict[str, Any]:
        """From which households is drawn."""
        return dict(json.loads(self.asked))


class SpotHouse(Base):
    """A household of a population; a drawn one has its `position`, what the register said, and what was found.

    `record` and `found` are JSON by field, `entered_by` the accounts and names of who entered something, `followed`
    what became of each difference: the change that was proposed.
    """

    __tablename__ = "spot_check_house"

    check_id: Mapped[int] = mapped_column(ForeignKey("spot_check.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), ForeignKey("household.id"), primary_key=True
    )
    number: Mapped[str] = mapped_column(code(32))
    area: Mapped[str] = mapped_column(code(14))
    stratum: Mapped[str] = mapped_column(code(12))
    position: Mapped[int | None]
    record: Mapped[str] = mapped_column(Text, default="{}")
    entered_by: Mapped[str] = mapped_column(Text, default="[]")
    result: Mapped[str] = mapped_column(String(8), default="")
    found: Mapped[str] = mapped_column(Text, default="{}")
    note: Mapped[str] = mapped_column(Text, default="")
    checked_on: Mapped[date | None]
    checkers: Mapped[str] = mapped_column(String(200), default="")
    checked_by: Mapped[str] = mapped_column(String(64), default="")
    checked_by_name: Mapped[str] = mapped_column(String(64), default="")
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    followed: Mapped[str] = mapped_column(Text, default="{}")

    __table_args__ = (
        Index("ix_spot_check_house_drawn", "check_id", "position"),
        Index("ix_spot_check_house_area", "area", "check_id"),
    )

    @property
    def recorded(self) -> dict[str, str]:
        """What the register said when the household was drawn, by field."""
        return dict(json.loads(self.record))

    @property
    def differences(self) -> dict[str, str]:
        """What was found at the house where it differs from the record, by field."""
        return dict(json.loads(self.found))

    @property
    def entrants(self) -> frozenset[str]:
        """Who had entered something about the household before it was drawn."""
        return frozenset(json.loads(self.entered_by))

    @property
    def changes(self) -> dict[str, int]:
        """The change that was proposed for a field."""
        return dict(json.loads(self.followed))


class SpotFile(Base):
    """A photo or scan from the house."""

    __tablename__ = "spot_check_file"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("spot_check.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]

    __table_args__ = (Index("ix_spot_check_file_house", "check_id", "household_id"),)


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a spot check: whether it has its seed, and how many drawn households have no result."""

    seeded: bool
    waiting: int


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to spot checks; one statement."""
    waiting = (SpotHouse.check_id == SpotCheck.id) & SpotHouse.position.is_not(None) & SpotHouse.result.not_in(FINAL)
    query = (
        select(SpotCheck.case_id, SpotCheck.seed, func.count(SpotHouse.household_id))
        .outerjoin(SpotHouse, waiting)
        .where(SpotCheck.case_id.in_(list(case_ids)))
        .group_by(SpotCheck.case_id, SpotCheck.seed)
    )
    return {row[0]: Standing(bool(row[1]), row[2]) for row in session.execute(query)}


def _all_checked(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.waiting:
        text = N_("还有%(n)s户没有核查结果，抽中的户不能更换，没有见到人的要再去")
        yield Blocker("not-all-checked", text, {"n": facts.subject.waiting}, "", "township")


def _seeded(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.seeded:
        text = N_("名单公布以后还没有封存过台账，没有随机种子，请先封存")
        yield Blocker("no-seal-yet", text, {}, "", "township")


SPOT_CHECK = Definition(
    KIND,
    "spot-check-1",
    N_("抽查"),
    (State(*ANNOUNCED), State(*DRAWN), State(*CLOSED, final=True)),
    (
        Move("draw", N_("抽取"), (ANNOUNCED[0],), DRAWN[0], (Need("seeded", N_("有种子"), _seeded),), by=OFFICES),
        Move(
            "close", N_("办结"), (DRAWN[0],), CLOSED[0],
            (Need("all_checked", N_("抽中的户都有结果"), _all_checked),), by=OFFICES,
        ),
    ),
)  # fmt: skip
