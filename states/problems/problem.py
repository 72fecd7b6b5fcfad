"""A problem of a list: a case with a lifecycle of its own, from the claim to the closing with evidence (TZ16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_
from states.problems.similar import SAME, Similar, Trace

KIND = "problem"
RECEIVED = "received", N_("待认领")
RETURNED = "returned", N_("退回待分办")
CLAIMED = "claimed", N_("待举一反三")
TRACED = "traced", N_("待整改")
RECTIFIED = "rectified", N_("待核查")
CHECKED = "checked", N_("待销号")
CLOSED = "closed", N_("已销号")
DISMISSED = "dismissed", N_("不属于本地")
ALL = (RECEIVED, RETURNED, CLAIMED, TRACED, RECTIFIED, CHECKED, CLOSED, DISMISSED)
LABELS = dict(ALL)
OPEN = tuple(name for name, _label in ALL[:6])
BASIS = "TZ16"


class Listed(Base):
    """A problem: `number` is its place in the list, `area` the unit that it is handed to and that claims it.

    `due_on` is its own last day, moved by an extension (with its reason) and by a send-back; `round` counts how often
    it was sent back. `measures`, `responsible` and `rectified_on` are what was done about it.
    """

    __tablename__ = "problem"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("problem_list.id"))
    number: Mapped[int]
    area: Mapped[str] = mapped_column(code(14))
    text: Mapped[str] = mapped_column(Text)
    opened_on: Mapped[date]
    due_on: Mapped[date]
    round: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(Text, default="")
    extension: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(String(60), default="")
    rectified_on: Mapped[date | None]
    rectified_by: Mapped[str] = mapped_column(String(64), default="")
    rectified_area: Mapped[str] = mapped_column(code(14), default="")
    checked_by: Mapped[str] = mapped_column(String(64), default="")
    closed_on: Mapped[date | None]

    __table_args__ = (
        Index("ix_problem_area", "area", "id"),
        Index("uq_problem_list_number", "list_id", "number", unique=True),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a problem: how far the tracing is, and who rectified and checked it, and at which place."""

    traces: int
    unjudged: int
    unrectified: int
    rectified_by: str
    rectified_area: str
    checked_by: str


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to problems; one statement."""
    traces = select(func.count()).where(Trace.problem_id == Listed.id).scalar_subquery()
    unjudged = func.coalesce(func.sum(case((Similar.verdict == "", 1), else_=0)), 0)
    undone = func.coalesce(func.sum(case(((Similar.verdict == SAME) & Similar.rectified_on.is_(None), 1), else_=0)), 0)
    columns = (Listed.rectified_by, Listed.rectified_area, Listed.checked_by)
    query = select(Listed.case_id, traces, unjudged, undone, *columns).outerjoin(
        Similar, Similar.problem_id == Listed.id
    )
    rows = session.execute(
        query.where(Listed.case_id.in_(list(case_ids))).group_by(Listed.id, Listed.case_id, *columns)
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


def _traced(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.traces:
        text = N_("还没有举一反三：请选一个查询，在本辖区查出同类情况")
        yield Blocker("not-traced", text, {}, BASIS, "village")
    yield from _judged(facts)


def _judged(facts: Facts) -> Iterator[Blocker]:
    if n := facts.subject.unjudged:
        text = N_("还有%(n)d户没有判定是不是同类问题")
        yield Blocker("not-judged", text, {"n": n}, BASIS, "village")


def _along(facts: Facts) -> Iterator[Blocker]:
    if n := facts.subject.unrectified:
        text = N_("判定为同类问题的还有%(n)d户没有一并整改")
        yield Blocker("not-rectified-along", text, {"n": n}, BASIS, "village")


def _apart(facts: Facts) -> Iterator[Blocker]:
    """Who did the work, and whoever sits at the same level, does not judge it."""
    if facts.subject.rectified_by == facts.actor.id:
        yield Blocker("same-person", N_("这个问题是您整改的，要由上一级的人核查销号"), {}, BASIS, "township")
    elif len(facts.actor.area) >= len(facts.subject.rectified_area):
        yield Blocker("same-level", N_("要由整改单位的上一级核查销号"), {}, BASIS, "county")


def _two_people(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.checked_by == facts.actor.id:
        yield Blocker("checker-closes", N_("核查是您做的，要由另一个人销号"), {}, BASIS, "township_leader")


UNITS, ABOVE = ("village", "township", "county"), ("township", "township_leader", "county", "city")
DISTRIBUTORS = ("township", "county")
TRACING = (Need("traced", N_("已举一反三，同类情况逐户判定"), _traced),)
RECTIFYING = (
    Need("judged", N_("同类情况逐户判定"), _judged),
    Need("along", N_("同类问题一并整改"), _along),
)
APART = (Need("apart", N_("由整改单位的上一级核查"), _apart),)
PROBLEM = Definition(
    KIND,
    "problem-1",
    N_("问题整改"),
    tuple(State(*one, final=one in (CLOSED, DISMISSED)) for one in ALL),
    (
        Move("claim", N_("认领"), (RECEIVED[0],), CLAIMED[0], by=UNITS),
        Move("disclaim", N_("退回分办单位"), (RECEIVED[0],), RETURNED[0], by=UNITS),
        Move("hand_out", N_("重新分办"), (RETURNED[0],), RECEIVED[0], by=DISTRIBUTORS),
        Move("dismiss", N_("认定不属于本地"), (RETURNED[0],), DISMISSED[0], by=DISTRIBUTORS),
        Move("trace", N_("办结举一反三"), (CLAIMED[0],), TRACED[0], TRACING, by=UNITS),
        Move("rectify", N_("报整改完成"), (TRACED[0],), RECTIFIED[0], RECTIFYING, by=UNITS),
        Move("send_back", N_("退回重新整改"), (RECTIFIED[0], CHECKED[0]), TRACED[0], APART, by=ABOVE),
        Move("check", N_("核查通过"), (RECTIFIED[0],), CHECKED[0], APART, by=ABOVE),
        Move(
            "close", N_("销号"), (CHECKED[0],), CLOSED[0],
            (*APART, Need("two_people", N_("核查人与销号人不是同一人"), _two_people)), by=ABOVE,
        ),
    ),
)  # fmt: skip
