"""Findings: doubts about data that a round found. Each is a case with a lifecycle of its own (XZ12, HN07).

A finding is the same from round to round: rule, subject and, where a rule needs it, the other subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_

OPEN = "open", N_("待整改")
CLAIMED = "claimed", N_("已整改待复查")
CLOSED = "closed", N_("已销号")
WAIVED = "waived", N_("已豁免")
FIELD, ROUNDS = ("village", "grid", "township"), ("system", "village", "township", "county")


class Finding(Base):
    """A doubt: which rule, about whom, what was seen, and what became of it.

    `subject` is `h` or `m` with a number, or `v` with the code of a village, which has no household; `other` is what
    else belongs to its identity. `sign` is the digest of what the rule looked at. `gone_on` is the day of the round
    that no longer found it, `proof` the kind of proof that the last claim of a correction rests on.
    """

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    rule: Mapped[str] = mapped_column(String(24))
    severity: Mapped[int]
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    subject: Mapped[str] = mapped_column(String(24))
    other: Mapped[str] = mapped_column(String(40), default="")
    area: Mapped[str] = mapped_column(code(14))
    facts: Mapped[str] = mapped_column(Text)
    sign: Mapped[str] = mapped_column(String(32))
    found_on: Mapped[date]
    first_round: Mapped[int] = mapped_column(ForeignKey("quality_round.id"))
    seen_round: Mapped[int] = mapped_column(ForeignKey("quality_round.id"))
    gone_on: Mapped[date | None]
    proof: Mapped[str] = mapped_column(String(16), default="")
    waived_reason: Mapped[str] = mapped_column(Text, default="")
    waived_by: Mapped[str] = mapped_column(String(64), default="")
    waived_by_name: Mapped[str] = mapped_column(String(64), default="")
    waived_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("rule", "subject", "other"),
        Index("ix_finding_area", "area", "id"),
        Index("ix_finding_rule", "rule", "area"),
    )


class FindingClaim(Base):
    """A correction as somebody claimed it, with the proof cited: one row each time, none is changed."""

    __tablename__ = "finding_claim"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    area: Mapped[str] = mapped_column(code(14))
    proof: Mapped[str] = mapped_column(String(16))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    document: Mapped[str] = mapped_column(String(300), default="")
    document_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(Text)
    claimed_by: Mapped[str] = mapped_column(String(64))
    claimed_by_name: Mapped[str] = mapped_column(String(64))
    claimed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_finding_claim_area", "area", "claimed_at"),)


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What guards read of a finding: its proof, whether the last round missed it, and who entered the data."""

    proof: str
    gone: bool
    reason: str
    entered: frozenset[str]


def proved(facts: Facts) -> Iterator[Blocker]:
    """A correction rests on a visit, a document or a department's answer; else it stays open."""
    if not facts.subject.proof:
        text = N_("整改要有入户核查、文件凭据或部门答复，不能就数据改数据")
        yield Blocker("proof-needed", text, {}, "数据质量", "village")


def no_longer_found(facts: Facts) -> Iterator[Blocker]:
    """A finding is closed by the round that no longer finds it."""
    if not facts.subject.gone:
        yield Blocker("still-found", N_("再筛查仍然查到这一疑点"), {}, "数据质量", "village")


def waived_with_reason(facts: Facts) -> Iterator[Blocker]:
    """A waiver says why the data are true as they are."""
    if not facts.subject.reason:
        yield Blocker("reason-needed", N_("请写明豁免的理由"))


def not_who_entered(facts: Facts) -> Iterator[Blocker]:
    """Who entered the data does not waive a doubt about them."""
    if facts.actor.id in facts.subject.entered:
        text = N_("这一户的数据是您录入的，要由另一个人豁免")
        yield Blocker("same-person", text, {}, "数据质量", "township")


PROVED = Need("proved", N_("有整改凭据"), proved)
GONE = Need("no_longer_found", N_("再筛查不再查到"), no_longer_found)
REASON = Need("waived_with_reason", N_("写明理由"), waived_with_reason)
APART = Need("not_who_entered", N_("录入人与豁免人不是同一人"), not_who_entered)

FINDING = Definition(
    "finding",
    "finding-1",
    N_("疑点"),
    (State(*OPEN), State(*CLAIMED), State(*CLOSED), State(*WAIVED)),
    (
        Move("claim", N_("报整改"), (OPEN[0],), CLAIMED[0], (PROVED,), by=FIELD),
        Move("confirm", N_("复查销号"), (CLAIMED[0],), CLOSED[0], (GONE,), by=ROUNDS),
        Move("reopen", N_("再次查到"), (CLAIMED[0], CLOSED[0], WAIVED[0]), OPEN[0], by=ROUNDS),
        Move("waive", N_("豁免"), (OPEN[0], CLAIMED[0]), WAIVED[0], (REASON, APART), by=("township", "county")),
    ),
)
