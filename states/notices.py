"""Notices: a list posted in public for a period. Each is a case with a lifecycle of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.durations import Duration, Unit
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.periods import Count, Period
from engine.words import N_
from states import hanging
from states.notice_guards import running
from states.terms import ANNOUNCEMENT, AfterInterruption, NoticeTerms

DRAFTED = "drafted", N_("已起草")
PRINTED = "printed", N_("已印制")
POSTED = "posted", N_("公示中")
INTERRUPTED = "interrupted", N_("公示中断")
CLOSED = "closed", N_("公示期满")
CANCELLED = "cancelled", N_("已作废")
REPLACED = "replaced", N_("已换新版")

LEVELS = {"village": 12, "township": 9, "county": 6}
"""How long the area code is of the place whose households one list gathers."""

BY = ("village", "township", "county")

PLACES = {
    "group-board": N_("村民小组公共场所"),
    "village-board": N_("村务公开栏"),
    "township-board": N_("乡镇政务公开栏"),
    "county-board": N_("县市政务公开栏"),
    "online": N_("网上公示"),
}


def places_up(facts: Facts) -> Iterator[Blocker]:
    """It hangs in every required place."""
    for place in facts.subject.missing:
        text = N_("还没有在“%(place)s”张贴")
        yield Blocker("place-missing", text, {"place": PLACES.get(place, place)}, "", "village")


def period_over(facts: Facts) -> Iterator[Blocker]:
    """Its last day has passed."""
    yield from running(facts.subject.status, facts.subject.last_on, facts.today, kind=facts.subject.kind)


HANGS = Need("places_up", N_("在规定地点全部张贴"), places_up)
OVER = Need("period_over", N_("公示期满"), period_over)

NOTICE = Definition(
    "notice",
    "notice-1",
    N_("公示"),
    (
        State(*DRAFTED),
        State(*PRINTED),
        State(*POSTED),
        State(*INTERRUPTED),
        State(*CLOSED, final=True),
        State(*CANCELLED, final=True),
        State(*REPLACED, final=True),
    ),
    (
        Move("print", N_("印制"), (DRAFTED[0],), PRINTED[0], by=BY),
        Move("post", N_("张贴"), (PRINTED[0],), POSTED[0], (HANGS,), by=BY),
        Move("interrupt", N_("登记中断"), (POSTED[0],), INTERRUPTED[0], by=BY),
        Move("resume", N_("重新张贴"), (INTERRUPTED[0],), POSTED[0], (HANGS,), by=BY),
        Move("close", N_("期满办结"), (POSTED[0],), CLOSED[0], (OVER,), by=BY),
        Move("cancel", N_("作废"), (DRAFTED[0], PRINTED[0]), CANCELLED[0], by=BY),
        Move("replace", N_("换新版"), (PRINTED[0], POSTED[0], INTERRUPTED[0]), REPLACED[0], by=BY),
    ),
)


class Notice(Base):
    """A posted list, its period, and what is printed at its foot.

    `definition` is the digest of the pack it follows. Until it hangs, `first_on` and `last_on` are what the
    planned day of posting would give. `spans` are the stretches in which it hung in every required place;
    `extended` is by how many days, counted as its period is, it hangs longer than its plan says.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    number: Mapped[str] = mapped_column(code(32))
    edition: Mapped[int] = mapped_column(default=1)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    level: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(32))
    definition: Mapped[str] = mapped_column(String(64))
    area: Mapped[str] = mapped_column(code(14))
    township: Mapped[str] = mapped_column(code(9))
    title: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(120))
    hours: Mapped[str] = mapped_column(String(80))
    length_n: Mapped[int]
    length_unit: Mapped[str] = mapped_column(String(16))
    count: Mapped[str] = mapped_column(String(16))
    roll_over: Mapped[bool]
    extended: Mapped[int] = mapped_column(default=0, server_default="0")
    after_interruption: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16), default="notice")
    required: Mapped[str] = mapped_column(Text)
    planned_on: Mapped[date] = mapped_column(Date)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool] = mapped_column(default=False)
    posted_on: Mapped[date | None] = mapped_column(Date)
    spans: Mapped[str] = mapped_column(Text, default="[]")
    printed_on: Mapped[date | None] = mapped_column(Date)
    printed_digest: Mapped[str] = mapped_column(String(64), default="")
    printed_values: Mapped[str] = mapped_column(Text, default="")
    printed_last_on: Mapped[date | None] = mapped_column(Date)
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("number", "edition"), Index("ix_notice_area", "area", "id"))

    @property
    def places(self) -> tuple[str, ...]:
        """The codes of the places where it must hang."""
        return tuple(json.loads(self.required))

    @property
    def terms(self) -> NoticeTerms:
        """What its pack asked of it when it was drafted."""
        length = Duration(self.length_n, cast(Unit, self.length_unit))
        count, after = cast(Count, self.count), cast(AfterInterruption, self.after_interruption)
        return NoticeTerms(
            self.level, length, count, self.roll_over, self.places, after, kind=self.kind, extended=self.extended
        )

    @property
    def is_announcement(self) -> bool:
        """Whether it only makes a result known, and nobody's objection is waited for."""
        return self.kind == ANNOUNCEMENT

    @property
    def values(self) -> dict[str, Any]:
        """The values from which the paper on the wall was printed."""
        return dict(json.loads(self.printed_values or "{}"))

    @property
    def paper_is_right(self) -> bool:
        """Whether the printed last day is the real one; where not, a corrected paper should hang."""
        return self.printed_last_on is None or self.printed_last_on == self.last_on

    @property
    def told_spans(self) -> list[hanging.Span]:
        """The stretches in which it hung."""
        return hanging.read(self.spans)

    def runs(self, period: Period) -> None:
        """Take over the days of a reckoned period."""
        self.first_on, self.last_on, self.provisional = period.first_on, period.last_on, period.provisional

    def is_over(self, today: date) -> bool:
        """Whether it hung and its last day has passed."""
        return self.posted_on is not None and today > self.last_on
