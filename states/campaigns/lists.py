"""Lists that places hand in, reviewed in the order in which they came: 先报先复核 (HT12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from engine.areas import code
from engine.cases import Case
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_

KIND = "handed-list"
WAITING = "waiting", N_("等待复核")
REVIEWED = "reviewed", N_("已复核")
RETURNED = "returned", N_("已退回")
LABELS = dict((WAITING, REVIEWED, RETURNED))


class HandedList(Base):
    """A list of so many households that the place `area` handed in to the office that runs the campaign.

    `result` is what the review found; a list that was sent back is handed in anew and stands in line anew.
    """

    __tablename__ = "campaign_list"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    area: Mapped[str] = mapped_column(code(14))
    title: Mapped[str] = mapped_column(String(120))
    households: Mapped[int]
    handed_at: Mapped[datetime] = mapped_column(Instant)
    handed_by_name: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_by_name: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_campaign_list_campaign", "campaign_id", "id"),)


@dataclass(frozen=True, slots=True)
class InLine:
    """What guards read of a list: how many that came earlier still wait, and the first of them."""

    before: int
    first: str
    result: str


def in_line(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, InLine]:
    """The loader of what is particular to handed lists; two statements."""
    session.flush()
    mine = session.scalars(select(HandedList).where(HandedList.case_id.in_(list(case_ids)))).all()
    earlier = aliased(HandedList)
    query = (
        select(HandedList.case_id, func.count(), func.min(earlier.id))
        .join(earlier, (earlier.campaign_id == HandedList.campaign_id) & (earlier.id < HandedList.id))
        .join(Case, Case.id == earlier.case_id)
        .where(HandedList.case_id.in_(list(case_ids)), Case.state == WAITING[0])
        .group_by(HandedList.case_id)
    )
    before = {row[0]: (row[1], row[2]) for row in session.execute(query)}
    titles = {one.id: one.title for one in _named(session, [first for _, first in before.values()])}
    return {
        one.case_id: InLine(before[one.case_id][0], titles[before[one.case_id][1]], one.result)
        if one.case_id in before
        else InLine(0, "", one.result)
        for one in mine
    }


def _named(session: Session, ids: Sequence[int]) -> Sequence[HandedList]:
    return session.scalars(select(HandedList).where(HandedList.id.in_(ids))).all() if ids else ()


def _first_in_line(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.before:
        text = N_("先报先复核：前面还有%(n)s份名单，先复核“%(title)s”")
        yield Blocker("not-first", text, {"n": facts.subject.before, "title": facts.subject.first}, "二(四)", "county")


def _with_a_result(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.result:
        yield Blocker("no-result", N_("请写明复核结果"), {}, "", facts.actor.role)


NEEDS = (
    Need("first_in_line", N_("先报的都已复核"), _first_in_line),
    Need("with_a_result", N_("写明复核结果"), _with_a_result),
)
BY = ("township", "county")
LIST = Definition(
    KIND,
    "handed-list-1",
    N_("上报名单"),
    (State(*WAITING), State(*REVIEWED, final=True), State(*RETURNED, final=True)),
    (
        Move("review", N_("复核"), (WAITING[0],), REVIEWED[0], NEEDS, by=BY),
        Move("return", N_("退回"), (WAITING[0],), RETURNED[0], NEEDS, by=BY),
    ),
)
