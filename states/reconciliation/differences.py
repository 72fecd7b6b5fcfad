"""Differences between a ledger and ours: each is a case, known from file to file by ledger, key and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code, within
from engine.cases import Case
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.evidence import Exhibit
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.households import Household

OPEN = "open", N_("待核定")
OURS = "ours", N_("以我方为准")
THEIRS = "theirs", N_("以对方为准")
NEITHER = "neither", N_("双方都不对")
CLOSED = "closed", N_("已一致")
SETTLED = (OURS[0], THEIRS[0], NEITHER[0])
NOT_CLOSED = (OPEN[0], *SETTLED)

KINDS = {"differs": N_("两边不一样"), "missing-here": N_("对方有、我方没有"), "missing-there": N_("我方有、对方没有")}
MOVED = {
    "theirs": N_("上次以来对方改了"),
    "ours": N_("上次以来我方改了"),
    "both": N_("上次以来双方都改了"),
    "none": N_("上次以来都没改"),
    "": N_("首次比对"),
}
ASK, PROPOSE, VISIT, NOTHING = "ask", "propose", "visit", "nothing"
REMEDIES = {
    ASK: N_("写入下一份推送的台账，请对方更正"),
    PROPOSE: N_("已提出变更，由另一个人核对"),
    VISIT: N_("列入入户核实的内容"),
    NOTHING: N_("我方已是这个内容，等下一份台账印证"),
}
"""What follows from a settlement."""
JUDGES = ("township", "county")
BASIS = "一(六)"


class Difference(Base):
    """What a ledger and ours say differently about one key and field, as the last file showed it."""

    __tablename__ = "difference"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    ledger: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(code(40))
    field: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(code(14))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(16))
    ours: Mapped[str] = mapped_column(String(200))
    theirs: Mapped[str] = mapped_column(String(200))
    last: Mapped[str] = mapped_column(String(200))
    moved: Mapped[str] = mapped_column(String(8))
    file_id: Mapped[int] = mapped_column(ForeignKey("outside_file.id"))

    __table_args__ = (
        UniqueConstraint("ledger", "key", "field"),
        Index("ix_difference_ledger_area", "ledger", "area", "id"),
        Index("ix_difference_area", "area", "id"),
    )


class Sighting(Base):
    """A difference as one file showed it; none is ever changed."""

    __tablename__ = "difference_sighting"

    difference_id: Mapped[int] = mapped_column(ForeignKey("difference.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("outside_file.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    ours: Mapped[str] = mapped_column(String(200))
    theirs: Mapped[str] = mapped_column(String(200))
    moved: Mapped[str] = mapped_column(String(8))


class Settlement(Base):
    """Who was found to be right about a difference as a file showed it, why, and what proves it.

    `remedy` is what follows from it, one of `REMEDIES`.
    """

    __tablename__ = "difference_settlement"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("difference.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("outside_file.id"))
    outcome: Mapped[str] = mapped_column(String(8))
    remedy: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(Text)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    document: Mapped[str] = mapped_column(String(120), default="")
    document_on: Mapped[date | None]
    settled_by: Mapped[str] = mapped_column(String(64))
    settled_by_name: Mapped[str] = mapped_column(String(60))
    settled_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Judged:
    """What guards read of a difference: the outcome written down for the file that shows it, and whether it is proved.

    `stands` is false when the evidence cited does not stand in the household's own file.
    """

    outcome: str = ""
    stands: bool = True


def _written(outcome: str) -> Callable[[Facts], Iterator[Blocker]]:
    def guard(facts: Facts) -> Iterator[Blocker]:
        judged = facts.subject or Judged()
        if judged.outcome != outcome:
            yield Blocker("not-written", N_("没有写明核定的理由和依据"), {}, BASIS, "township")
        elif not judged.stands:
            text = N_("引用的材料不在这一户的档案里，或已被更正")
            yield Blocker("evidence-elsewhere", text, {}, BASIS, "township")

    return guard


def _settle(name: str, target: tuple[str, str]) -> Move:
    need = Need("written", N_("核定理由和依据"), _written(target[0]))
    return Move(name, target[1], (OPEN[0],), target[0], (need,), by=JUDGES)


TAKERS = (*JUDGES, "department")
REFUSERS = ("village", "grid", *JUDGES)
"""Who can refuse or take back the change that a settlement proposed."""
DIFFERENCE = Definition(
    "difference",
    "difference-1",
    N_("比对差异"),
    (State(*OPEN), State(*OURS), State(*THEIRS), State(*NEITHER), State(*CLOSED)),
    (
        _settle("settle-ours", OURS),
        _settle("settle-theirs", THEIRS),
        _settle("settle-neither", NEITHER),
        Move("close", N_("下一份台账印证一致"), NOT_CLOSED, CLOSED[0], by=TAKERS),
        Move("reopen", N_("下一份台账仍不一致"), (*SETTLED, CLOSED[0]), OPEN[0], by=TAKERS),
        Move("return", N_("提出的变更没有通过核对"), (THEIRS[0],), OPEN[0], by=REFUSERS),
    ),
)


def judged(session: Session, case_ids: Sequence[int], _today: date) -> Mapping[int, Judged]:
    """The loader of what is particular to cases of the kind "difference"; one statement for any number."""
    ids = {"ids": as_list(session, list(case_ids))}
    here = Difference.case_id.in_(listed(dialect_of(session), "ids"))
    newest = select(func.max(Settlement.id)).join(Difference, Difference.id == Settlement.difference_id)
    newest = newest.where(here, Settlement.file_id == Difference.file_id).group_by(Settlement.difference_id)
    stands = exists().where(
        Exhibit.evidence_id == Settlement.evidence_id,
        Exhibit.case_id == Household.case_id,
        Exhibit.superseded.is_(False),
    )
    query = (
        select(Difference.case_id, Settlement.outcome, Settlement.evidence_id.is_(None) | stands)
        .join(Difference, Difference.id == Settlement.difference_id)
        .outerjoin(Household, Household.id == Difference.household_id)
        .where(Settlement.id.in_(newest))
    )
    return {row[0]: Judged(row[1], bool(row[2])) for row in session.execute(query, ids)}


def open_kinds(session: Session, ledger: str, area: str) -> dict[tuple[str, str], int]:
    """How many differences of a ledger are not closed in an area, by kind and state."""
    query = select(Difference.kind, Case.state, func.count()).join(Case, Case.id == Difference.case_id)
    query = query.where(Difference.ledger == ledger, within(Difference.area, area), Case.state.in_(NOT_CLOSED))
    return {(row[0], row[1]): row[2] for row in session.execute(query.group_by(Difference.kind, Case.state))}
