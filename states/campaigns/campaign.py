"""A campaign: one plan's weeks of work at a place, a case with a lifecycle of its own (TZ17, XZ13, HT12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_

KIND = "campaign"
DRAFT = "draft", N_("筹备")
UNDER_WAY = "under-way", N_("进行中")
CLOSED = "closed", N_("已结束")
LABELS = dict((DRAFT, UNDER_WAY, CLOSED))
BY = ("township", "county")
"""Whose posts run campaigns, each at its own place."""


class Campaign(Base):
    """A campaign of the place `area` under one wording of a pack, pinned by its digest.

    `begun_on` is the day on which its roster of `households` was frozen. `left_because` says why it was closed although
    something was not reported, `summary` what came of it; `figures` are the numbers of that day, JSON.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    title: Mapped[str] = mapped_column(String(120))
    pack_id: Mapped[str] = mapped_column(String(48))
    digest: Mapped[str] = mapped_column(ForeignKey("pack.digest"))
    begun_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    households: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str] = mapped_column(Text, default="")
    left_because: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[str] = mapped_column(Text, default="{}")

    __table_args__ = (Index("ix_campaign_area", "area", "id"),)

    @property
    def counted(self) -> dict[str, int]:
        """The figures of the day on which it was closed."""
        return dict(json.loads(self.figures))


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a campaign: its households, those already under way here, and what is not finished."""

    households: int
    others: tuple[str, ...]
    unreported: int
    lists: int
    left: str
    summary: str


def _has_households(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.households:
        text = N_("这个地方还没有登记农户，没有名册可以固定")
        yield Blocker("nobody-there", text, {}, "", "township")


def _alone(facts: Facts) -> Iterator[Blocker]:
    for title in facts.subject.others:
        text = N_("“%(title)s”还在进行，同一地方一次只能开展一个集中行动")
        yield Blocker("another-under-way", text, {"title": title}, "", facts.actor.role)


def _reported(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.unreported and not facts.subject.left:
        text = N_("还有%(n)s项阶段没有上报完成；确实要结束的，请写明理由")
        yield Blocker("phases-unreported", text, {"n": facts.subject.unreported}, "", "village")


def _reviewed(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.lists:
        text = N_("还有%(n)s份上报的名单没有复核")
        yield Blocker("lists-waiting", text, {"n": facts.subject.lists}, "", facts.actor.role)


def _summed_up(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.summary:
        yield Blocker("no-summary", N_("请写明工作总结"), {}, "", facts.actor.role)


BEGINNING = (
    Need("has_households", N_("有名册可以固定"), _has_households),
    Need("alone", N_("没有别的集中行动在进行"), _alone),
)
CLOSING = (
    Need("reported", N_("各阶段都已上报完成"), _reported),
    Need("reviewed", N_("名单都已复核"), _reviewed),
    Need("summed_up", N_("写明工作总结"), _summed_up),
)
CAMPAIGN = Definition(
    KIND,
    "campaign-1",
    N_("集中行动"),
    (State(*DRAFT), State(*UNDER_WAY), State(*CLOSED, final=True)),
    (
        Move("begin", N_("启动"), (DRAFT[0],), UNDER_WAY[0], BEGINNING, by=BY),
        Move("close", N_("结束"), (UNDER_WAY[0],), CLOSED[0], CLOSING, by=BY, irreversible=True),
    ),
)
