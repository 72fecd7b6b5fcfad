"""A change: one field of one subject, or one natural change of members. Each is a case with a lifecycle of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_
from states.changes.fields import Field, field_of

PROPOSED = "proposed", N_("待核对")
APPLIED = "applied", N_("已核对入册")
REJECTED = "rejected", N_("核对不通过")
WITHDRAWN = "withdrawn", N_("提出人撤回")

EDIT, JOIN, LEAVE, TRANSFER = "edit", "join", "leave", "transfer"
NATURES = {EDIT: N_("信息变更"), JOIN: N_("自然增加"), LEAVE: N_("自然减少"), TRANSFER: N_("户间转移")}
NATURAL = (JOIN, LEAVE, TRANSFER)
PRESENCE = "presence"
"""The field that a leaving or a transfer is about."""
SOURCES = {
    "visit": N_("入户标注"),
    "office": N_("村组上报"),
    "workbook": N_("表格导入"),
    "department": N_("部门反馈"),
    "ledger": N_("台账比对"),
    "look-back": N_("回头看"),
}
THIS_ROUND, MONTHLY = "this-round", "monthly"
ONCE, MATCHES, DIFFERS = "once", "matches", "differs"
"""How far a value has come that is keyed by two people; empty for one that is keyed once only."""
PARTS = {THIS_ROUND: N_("本次年度"), MONTHLY: N_("月更新")}
CHECKERS = ("village", "township")

_ONE_AT_A_TIME = text("live AND nature <> 'join'")


class Change(Base):
    """A proposal to change the register, with its before and after.

    `before` and `after` of an edit are stored values as text; of a natural change, canonical JSON of what
    else it brings. `second` is what another person keyed without seeing `after` (HN05); `agreed_by` says who
    settled which of the two is right. `live` falls when the change is decided: one field of one
    subject has one live change, the database itself refuses a second.
    """

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    nature: Mapped[str] = mapped_column(String(16))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    other_household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    area: Mapped[str] = mapped_column(code(14))
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    field: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[str] = mapped_column(code(18), default="")
    happened_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(16), default="")
    part: Mapped[str] = mapped_column(String(16), default="")
    source: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_by_name: Mapped[str] = mapped_column(String(64))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    keying: Mapped[str] = mapped_column(String(8), default="")
    second: Mapped[str | None] = mapped_column(Text)
    second_by: Mapped[str] = mapped_column(String(64), default="")
    second_by_name: Mapped[str] = mapped_column(String(64), default="")
    agreed_by: Mapped[str] = mapped_column(String(64), default="")
    agreed_reason: Mapped[str] = mapped_column(Text, default="")
    agreed_evidence: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    first: Mapped[str] = mapped_column(Text, default="")
    third: Mapped[bool] = mapped_column(default=False)
    live: Mapped[bool] = mapped_column(default=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_by_name: Mapped[str] = mapped_column(String(64), default="")
    decided_reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_change_area", "area", "id"),
        Index("ix_change_person", "person"),
        Index(
            "uq_change_live", "subject", "subject_id", "field", unique=True,
            sqlite_where=_ONE_AT_A_TIME, postgresql_where=_ONE_AT_A_TIME,
        ),
    )  # fmt: skip

    @property
    def about(self) -> Field:
        """The field that an edit changes."""
        found = field_of(self.subject, self.field)
        assert found is not None  # nothing else is ever proposed
        return found

    @property
    def told(self) -> dict[str, Any]:
        """What a natural change brings besides the person: the new member, the new head, the relation."""
        return dict(json.loads(self.after)) if self.nature != EDIT and self.after else {}

    @property
    def keyed(self) -> str:
        """The value that is keyed a second time: the new one, or the number of who joins."""
        return self.after if self.nature == EDIT else str(self.told.get("id_no", ""))


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """A change as guards see it today; `against` are the reasons that lie in the register as it stands."""

    entered_by: tuple[str, ...]
    proposed_by: str
    against: tuple[Blocker, ...] = ()
    keying: str = ""
    unsigned: str = ""
    signed_within: int = 0


def another_person(facts: Facts) -> Iterator[Blocker]:
    """Who entered does not verify (HN05)."""
    if facts.actor.id in facts.subject.entered_by:
        yield Blocker("same-person", N_("这条变更是您录入的，要由另一个人核对"), {}, "抓数据", "village")


def own(facts: Facts) -> Iterator[Blocker]:
    """Only who proposed takes it back."""
    if facts.actor.id != facts.subject.proposed_by:
        yield Blocker("not-yours", N_("只有提出的人能撤回"))


def register_stands(facts: Facts) -> Iterator[Blocker]:
    """The register is still as it was when the change was proposed, and the day allows it."""
    yield from facts.subject.against


def keyed_twice(facts: Facts) -> Iterator[Blocker]:
    """What the pack wants keyed twice was keyed by two people who agree (HN05)."""
    if facts.subject.keying == ONCE:
        yield Blocker("keyed-once", N_("这一项要由另一个人再录入一遍"), {}, "抓数据", "village")
    if facts.subject.keying == DIFFERS:
        yield Blocker("keyings-differ", N_("两遍录入不一致，要先核定"), {}, "抓数据", "village", attention=True)


def signed_twice(facts: Facts) -> Iterator[Blocker]:
    """A key fact carries the signatures of household and collector (TZ25)."""
    if facts.subject.unsigned:
        words = N_("“%(field)s”是重要信息，要有%(days)s天内农户和采集人“双签字”的入户核查记录")
        told = {"field": facts.subject.unsigned, "days": facts.subject.signed_within}
        yield Blocker("signatures-missing", words, told, "四(二)", "village")


APART = Need("another_person", N_("录入人与核对人不是同一人"), another_person)
STANDS = Need("register_stands", N_("变更前的信息没有变"), register_stands)
TWICE = Need("keyed_twice", N_("两遍录入一致"), keyed_twice)
SIGNED = Need("signed_twice", N_("重要信息双签字"), signed_twice)
OWN = Need("own", N_("由提出人撤回"), own)

CHANGE = Definition(
    "change",
    "change-1",
    N_("变更"),
    (State(*PROPOSED), State(*APPLIED, final=True), State(*REJECTED, final=True), State(*WITHDRAWN, final=True)),
    (
        Move("apply", N_("核对通过"), (PROPOSED[0],), APPLIED[0], (APART, STANDS, TWICE, SIGNED), by=CHECKERS),
        Move("reject", N_("不通过"), (PROPOSED[0],), REJECTED[0], (APART,), by=CHECKERS),
        Move("withdraw", N_("撤回"), (PROPOSED[0],), WITHDRAWN[0], (OWN,), by=("village", "grid", "township")),
    ),
)
