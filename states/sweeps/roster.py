"""The roster of a sweep: every household that has to be visited, as it lay and counted on the day of the beginning."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, case, func, insert, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code, within
from engine.cases import Case
from engine.db import Base
from engine.words import N_
from states.households import Household
from states.lifecycle import ELIMINATED, MONITORED, RE_FLAGGED
from states.members import Member

PARTS = {"general": N_("一般户"), "lifted_out": N_("脱贫户"), "monitored": N_("监测对象")}
NOTHING, CHANGES, LEAD, ABSENT, VISIT = "nothing", "changes", "lead", "absent", "visit"
FOUND = {
    NOTHING: N_("没有变化"),
    CHANGES: N_("有变化，已标注"),
    LEAD: N_("疑似风险，已转线索"),
    ABSENT: N_("家里没有人"),
    VISIT: N_("已有入户记录"),
}
"""What a call at a house found; `visit` is a real visit that stands in the household's file for another reason."""
DONE = (NOTHING, CHANGES, LEAD, VISIT)


class SweepHouse(Base):
    """A household on a roster: which kind it was, what the last call found (empty for none yet), and when."""

    __tablename__ = "sweep_house"

    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweep.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), ForeignKey("household.id"), primary_key=True
    )
    area: Mapped[str] = mapped_column(code(14))
    part: Mapped[str] = mapped_column(String(12))
    found: Mapped[str] = mapped_column(String(8), default="")
    called_on: Mapped[date | None]
    calls: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_sweep_house_area", "sweep_id", "area", "household_id"),)


def freeze(session: Session, sweep_id: int, area: str, parts: tuple[str, ...]) -> int:
    """Put every household of the area in which somebody lives on the roster; answer how many. Two statements."""
    part = case(
        (Case.state.in_((MONITORED, RE_FLAGGED, ELIMINATED)), "monitored"),
        (Household.kind == "lifted_out", "lifted_out"),
        else_="general",
    )
    lived_in = select(Member.id).where(Member.household_id == Household.id, Member.left_on.is_(None)).exists()
    rows = (
        select(literal(sweep_id), Household.id, Household.group_code, part, literal(""), literal(0))
        .join(Case, Case.id == Household.case_id)
        .where(within(Household.group_code, area), part.in_(parts), lived_in)
    )
    columns = ["sweep_id", "household_id", "area", "part", "found", "calls"]
    session.execute(insert(Base.metadata.tables["sweep_house"]).from_select(columns, rows))
    return session.scalar(select(func.count()).where(SweepHouse.sweep_id == sweep_id)) or 0
