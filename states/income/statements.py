"""A household's income of one year: a case of its own, collected, reviewed level by level, locked (TZ20).

Each level signs off what the level below has signed off; who entered never reviews, who reviewed below never
reviews above. What is locked changes only after a recorded unlocking.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, Instant
from engine.decide import Decision
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Need
from engine.words import N_
from states.income.guards import APART, COMPLETE, SIGNED, committed, from_above
from states.packs.schema import LEVELS

KIND = "income"
COLLECTING = "collecting", N_("采集中")
REVIEWED = {
    "village": ("village_reviewed", N_("村级已审")),
    "township": ("township_reviewed", N_("乡镇已审")),
    "county": ("county_reviewed", N_("县级已审")),
    "city": ("city_reviewed", N_("州市已审")),
}
LOCKED = "locked", N_("已锁定")
LABELS = dict([COLLECTING, *REVIEWED.values(), LOCKED])
REVIEWS = {
    "village": N_("村级审核通过"),
    "township": N_("乡镇审核通过"),
    "county": N_("县级审核通过"),
    "city": N_("州市审核通过"),
}
RETURNS = {
    "village": N_("退回采集"),
    "township": N_("退回乡镇重审"),
    "county": N_("退回县级重审"),
    "city": N_("退回州市重审"),
}
UNLOCKERS = ("county", "city")
WITH_REASON = (*(f"return_{level}" for level in LEVELS), "unlock")
"""The moves that have to say why."""


class IncomeStatement(Base):
    """The income of a household in one policy year; `locked_at` is set while nothing of it may change."""

    __tablename__ = "income_statement"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    year: Mapped[int]
    plan_id: Mapped[int] = mapped_column(ForeignKey("income_plan.id"))
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    locked_by_name: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (UniqueConstraint("household_id", "year"),)


class IncomeReview(Base):
    """A level's sign-off; `undone` when the statement went back below it."""

    __tablename__ = "income_review"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    level: Mapped[str] = mapped_column(String(16))
    reviewed_by: Mapped[str] = mapped_column(String(64))
    reviewed_by_name: Mapped[str] = mapped_column(String(64))
    reviewed_at: Mapped[datetime] = mapped_column(Instant)
    undone: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_income_review_case_id", "case_id", "level"),)


def _next_levels(levels: Sequence[str]) -> dict[str, str]:
    """Who looks at it next, by the state it stands in; the last level keeps what it reviewed."""
    standing = [COLLECTING[0], *(REVIEWED[level][0] for level in levels)]
    return dict(zip(standing, (*levels, levels[-1]), strict=True))


def _commitment(below: Sequence[str]) -> list[Need]:
    """What a level waits for besides: the commitment of the level below it."""
    return [Need("committed", N_("下一级已作出数据准确性承诺"), committed(below[-1]))] if below else []


def definition(levels: tuple[str, ...]) -> Definition:
    """The lifecycle of a year's income where these levels review, from below."""
    states = [COLLECTING, *(REVIEWED[level] for level in levels)]
    upward = Need("from_above", N_("由上一级退回"), from_above(_next_levels(levels)))
    reviews = [
        Move(
            f"review_{level}",
            REVIEWS[level],
            (states[at][0],),
            states[at + 1][0],
            (COMPLETE, SIGNED, APART, *_commitment(levels[:at])),
            by=(level,),
        )
        for at, level in enumerate(levels)
    ]
    returns = [
        Move(
            f"return_{level}",
            RETURNS[level],
            tuple(one[0] for one in states[at + 1 :]),
            states[at][0],
            (upward,),
            by=levels,
        )
        for at, level in enumerate(levels)
    ]
    return Definition(
        KIND,
        "-".join(("income-1", *levels)),
        N_("年度收入"),
        (*(State(*one) for one in states), State(*LOCKED)),
        (
            *reviews,
            Move("lock", N_("锁定"), (states[-1][0],), LOCKED[0], (COMPLETE, SIGNED), by=levels[-1:]),
            *returns,
            Move("unlock", N_("解锁"), (LOCKED[0],), COLLECTING[0], by=UNLOCKERS),
        ),
    )


DEFINITIONS = {
    levels: definition(levels) for count in range(1, len(LEVELS) + 1) for levels in combinations(LEVELS, count)
}
"""One for each choice of levels that a pack may make."""


def follow(session: Session, moved: Sequence[tuple[Facts, Decision]]) -> None:
    """Write reviews and locks down, in the transaction of the moves; going back undoes the reviews from there on."""
    signed = []
    undone: dict[tuple[str, ...], list[int]] = {}
    for facts, decision in moved:
        act, _mark, level = decision.act.partition("_")
        if act == "review":
            signed.append(_signed_off(facts, level))
        elif act in ("return", "unlock"):
            undone.setdefault(LEVELS[LEVELS.index(level) :] if level else LEVELS, []).append(facts.case_id)
    if signed:
        session.execute(insert(IncomeReview), signed)
    for levels, cases in undone.items():
        back = update(IncomeReview).where(IncomeReview.case_id.in_(cases), IncomeReview.level.in_(levels))
        session.execute(back.values(undone=True))
    for act in ("lock", "unlock"):
        if mine := [facts for facts, decision in moved if decision.act == act]:
            lock = {"locked_at": mine[0].at, "locked_by_name": mine[0].actor.name} if act == "lock" else UNLOCKED
            here = IncomeStatement.case_id.in_([facts.case_id for facts in mine])
            session.execute(update(IncomeStatement).where(here).values(lock))


UNLOCKED = {"locked_at": None, "locked_by_name": ""}


def _signed_off(facts: Facts, level: str) -> dict[str, object]:
    return {
        "case_id": facts.case_id,
        "level": level,
        "reviewed_by": facts.actor.id,
        "reviewed_by_name": facts.actor.name,
        "reviewed_at": facts.at,
        "undone": False,
    }
