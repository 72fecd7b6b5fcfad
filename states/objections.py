"""Objections: a voice against one household on a notice. Each is a case with a lifecycle of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, exists, false, func, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from engine.areas import code
from engine.cases import Case
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.hot import Hot, as_list, listed
from engine.ledger import Entry
from engine.runs import COMPLETE, Run
from engine.words import N_

RECEIVED = "received", N_("已收到")
INVESTIGATING = "investigating", N_("调查中")
DISMISSED = "dismissed", N_("查实不成立")
UPHELD = "upheld", N_("查实成立")
WITHDRAWN = "withdrawn", N_("反映人撤回")

CHANNELS = {
    "board": N_("公示栏意见箱"),
    "phone": N_("电话"),
    "visit": N_("来访"),
    "letter": N_("书面"),
    "online": N_("网上"),
}
BY = ("village", "township", "county")


class Objection(Base):
    """What somebody says against a household on a list; `contact` is empty for those who stay unnamed.

    `run_id` is the run whose notice it answers and `late` that the run was decided by then: a late one opens a
    re-check and holds nothing. `settled_sequence` is its place in the household's ledger when it was settled.
    """

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    receipt: Mapped[str] = mapped_column(String(8), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    target_case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    area: Mapped[str] = mapped_column(code(14))
    channel: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(120), default="")
    late: Mapped[bool] = mapped_column(default=False)
    filed_at: Mapped[datetime] = mapped_column(Instant)
    filed_by: Mapped[str] = mapped_column(String(64))
    finding: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str] = mapped_column(String(64), default="")
    settled_by_name: Mapped[str] = mapped_column(String(64), default="")
    settled_sequence: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_objection_target_case_id", "target_case_id"), Index("ix_objection_area", "area", "id"))

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is known who could be told the answer."""
        return not self.contact


def not_the_filer(facts: Facts) -> Iterator[Blocker]:
    """Who wrote the objection down does not judge it."""
    if facts.subject == facts.actor.id:
        yield Blocker("same-person", N_("异议是您登记的，要由另一个人办结"), {}, "", "township")


APART = Need("not_the_filer", N_("登记人与办结人不是同一人"), not_the_filer)

OBJECTION = Definition(
    "objection",
    "objection-1",
    N_("异议"),
    (
        State(*RECEIVED),
        State(*INVESTIGATING),
        State(*DISMISSED, final=True),
        State(*UPHELD, final=True),
        State(*WITHDRAWN, final=True),
    ),
    (
        Move("investigate", N_("开始调查"), (RECEIVED[0],), INVESTIGATING[0], by=BY),
        Move("dismiss", N_("不成立"), (INVESTIGATING[0],), DISMISSED[0], (APART,), by=BY),
        Move("uphold", N_("成立"), (INVESTIGATING[0],), UPHELD[0], (APART,), by=BY),
        Move("withdraw", N_("撤回"), (RECEIVED[0], INVESTIGATING[0]), WITHDRAWN[0], by=BY),
    ),
)


def filers(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, str]:
    """The loader of what is particular to cases of the kind "objection": who wrote each down."""
    query = select(Objection.case_id, Objection.filed_by).where(Objection.case_id.in_(list(case_ids)))
    return dict(session.execute(query).all())


TARGET, OWN = aliased(Case), aliased(Case)


def _counts(dialect: str) -> Any:
    sent_back = exists().where(
        Entry.case_id == Objection.target_case_id,
        Entry.sequence > Objection.settled_sequence,
        Entry.kind == "sent-back",
    )
    is_open = or_(OWN.state == RECEIVED[0], OWN.state == INVESTIGATING[0]) & (Run.status != COMPLETE)
    is_upheld = (OWN.state == UPHELD[0]) & (Objection.run_id == TARGET.run_id) & ~sent_back
    return (
        select(Objection.target_case_id, func.count().filter(is_open), func.count().filter(is_upheld))
        .join(OWN, OWN.id == Objection.case_id)
        .join(TARGET, TARGET.id == Objection.target_case_id)
        .join(Run, Run.id == Objection.run_id)
        .where(Objection.target_case_id.in_(listed(dialect, "ids")), Objection.late == false())
        .group_by(Objection.target_case_id)
    )


COUNTS = Hot(_counts)


def open_counts(session: Session, case_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each household's case how many objections are open, and how many were upheld without consequence.

    Those count that came before the decision of the run they answer. An upheld one counts until its run is
    over or was sent back after the finding. Cases without any are left out; one statement.
    """
    session.flush()  # the statement runs on the driver, past the session
    rows = COUNTS.rows(session, {"ids": as_list(session, case_ids)})
    return {row[0]: (int(row[1]), int(row[2])) for row in rows if row[1] or row[2]}
