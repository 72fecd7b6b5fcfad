"""The lines of a notice: what of each household is made public, frozen when the list was drawn up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.db import Base, Instant
from engine.definition import Definition
from engine.facts import Facts
from engine.runs import OPEN, Step
from engine.words import N_
from states import regions
from states.codes import codes
from states.households import Household
from states.members import Member, of_households
from states.notices import Notice

ADULT = 18
UNNAMED = N_("未成年户主（姓名不公开）")
MODES = {"help": N_("帮扶消除"), "natural": N_("自然消除")}


class NoticeLine(Base):
    """A household on a notice, for one round of one step of its run.

    `frozen` holds publishable columns only. `live` lines bar another notice for the same round: the database
    itself refuses a second one. Lines removed, cancelled or carried over to a new edition are not live.
    """

    __tablename__ = "notice_line"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    step: Mapped[str] = mapped_column(String(32))
    round: Mapped[int]
    position: Mapped[int]
    frozen: Mapped[str] = mapped_column(Text)
    live: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_by: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")

    __table_args__ = (
        Index("ix_notice_line_notice_id_position", "notice_id", "position"),
        Index(
            "uq_notice_line_live",
            "run_id",
            "step",
            "round",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
    )

    @property
    def shown(self) -> dict[str, Any]:
        """The publishable columns: township, village, group, head, minor, persons, move, way, label, category, mode."""
        return dict(json.loads(self.frozen))

    @property
    def way(self) -> str:
        """Which way the household's move goes; lines drawn up before ways had names carry the move alone."""
        shown = self.shown
        return str(shown.get("way", shown["move"]))


def lines_of(session: Session, notice: Notice, *, removed: bool = False) -> Sequence[NoticeLine]:
    """The lines in print order; `removed` adds those that were taken out."""
    query = select(NoticeLine).where(NoticeLine.notice_id == notice.id).order_by(NoticeLine.position)
    return session.scalars(query if removed else query.where(NoticeLine.removed_at.is_(None))).all()


def waiting(session: Session, notice: Notice) -> list[int]:
    """The cases whose step still waits for this notice, in the round it was posted for."""
    query = (
        select(NoticeLine.case_id)
        .join(Step, (Step.run_id == NoticeLine.run_id) & (Step.name == NoticeLine.step))
        .where(NoticeLine.notice_id == notice.id, NoticeLine.live, Step.status == OPEN, Step.round == NoticeLine.round)
    )
    return list(session.scalars(query.order_by(NoticeLine.case_id)))


def freeze(
    session: Session, gathered: Sequence[Facts], definition: Definition, on: date
) -> list[tuple[Facts, Household, str]]:
    """Each case with its household and the columns to be published, in the order of groups and numbers."""
    wanted = [facts.case_id for facts in gathered]
    found = {h.case_id: h for h in session.scalars(select(Household).where(Household.case_id.in_(wanted)))}
    people = of_households(session, [household.id for household in found.values()])
    places = regions.names(session, {code for h in found.values() for code in (h.township, h.village, h.group_code)})
    rows = []
    for facts in gathered:
        household = found[facts.case_id]
        members = people[household.id]
        minor = _is_minor(members, on)
        columns = {
            "township": places.get(household.township, ""),
            "village": places.get(household.village, ""),
            "group": places.get(household.group_code, ""),
            "head": UNNAMED if minor else household.head_name,
            "minor": minor,
            "persons": len(members),
            "move": facts.move,
            "way": definition.by_name[facts.move].way,
            "label": definition.by_name[facts.move].label,
            "category": codes("category").label(_said(facts, "category") or household.category),
            "mode": MODES.get(_said(facts, "mode"), ""),
        }
        rows.append((facts, household, ledger.canonical(columns)))
    return sorted(rows, key=lambda row: (row[1].group_code, row[1].number))


def _is_minor(members: Iterable[Member], on: date) -> bool:
    ages = [member.age_on(on) for member in members if member.is_head]
    return any(age is not None and age < ADULT for age in ages)


def _said(facts: Facts, name: str) -> str:
    """What the newest exhibit says that knows anything of it: the list that the village proposed."""
    return next((str(e.facts[name]) for e in reversed(facts.exhibits) if e.facts.get(name)), "")


def tell_households(
    session: Session, lines: Iterable[NoticeLine], facts: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Write what became of the notice into each household's ledger: a decision under way must see it."""
    cases = hold(session, [line.case_id for line in lines])
    ledger.append_many(session, [(case, "notice", facts) for case in cases], by, at)
