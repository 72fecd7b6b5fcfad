"""Mismatches about work in a village: found in five statements, settled by a visit or a call, until the data change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.codes import codes
from states.households import Household
from states.kept import Kept, keep, not_later, written
from states.livelihood.mismatches import Spell, Worker, mismatches_of
from states.livelihood.work import WorkRecord, WorkSheet
from states.members import Member

Incomes = Callable[[Session, str, int], Mapping[int, Decimal]]
"""Where wages come from instead of the work sheet: (session, area, year) to yuan by member."""


class WorkSettlement(Kept, Base):
    """How a mismatch was cleared up; it holds for the data of that moment, whose digest it keeps."""

    __tablename__ = "work_settlement"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(8))
    settled_on: Mapped[date]
    settled_by: Mapped[str] = mapped_column(String(60))
    found: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_work_settlement_member", "member_id", "kind"),)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One mismatch of one member; `settlement` tells how it was cleared up, None while it is open."""

    case_id: int
    member_id: int
    name: str
    head_name: str
    kind: str
    digest: str
    settlement: WorkSettlement | None


@dataclass(frozen=True, slots=True)
class Settling:
    """How a mismatch is being cleared up: by a visit or a call, when, by whom, and what was found."""

    way: str
    settled_on: date
    settled_by: str
    found: str


def doubts(
    session: Session, by: Actor, area: str, year: int, incomes: Incomes | None = None, case_id: int | None = None
) -> list[Doubt]:
    """The mismatches of an area, a village as a rule; those that were settled come last."""
    here = [within(Household.group_code, by.area), within(Household.group_code, area)]
    if case_id is not None:
        here.append(Household.case_id == case_id)
    lives = (Member.household_id == Household.id) & Member.left_on.is_(None)
    columns = (Member.id, Member.name, Household.case_id, Household.head_name, Household.village)
    people = session.execute(select(*columns).join(Household, lives).where(*here).order_by(Household.number)).all()
    spells = _spells(session, here, lives, year)
    taken = _taken(session, {row.village for row in people})
    sheets = select(WorkSheet).join(Member, Member.id == WorkSheet.member_id).join(Household, lives)
    standing = sheets.where(*here, WorkSheet.superseded.is_(False), WorkSheet.year == year)
    answers = {sheet.member_id: sheet for sheet in session.scalars(standing)}
    cleared = select(WorkSettlement).join(Member, Member.id == WorkSettlement.member_id).join(Household, lives)
    settled = {(one.member_id, one.kind, one.digest): one for one in session.scalars(cleared.where(*here))}
    wages = incomes(session, area, year) if incomes else None
    found = []
    for member_id, name, case, head_name, village in people:
        sheet = answers.get(member_id)
        wage = wages.get(member_id) if wages is not None else sheet.wage if sheet else None
        told = {source: tuple(spells.get((member_id, source), ())) for source in taken.get(village, {"ours"})}
        for kind, digest in mismatches_of(Worker(sheet.works if sheet else None, wage, told)):
            how = settled.get((member_id, kind, digest))
            found.append(Doubt(case, member_id, name, head_name, kind, digest, how))
    return sorted(found, key=lambda doubt: doubt.settlement is not None)


def settle(
    session: Session,
    household: Household,
    member_id: int,
    kind: str,
    how: Settling,
    year: int,
    *,
    by: Actor,
    at: datetime,
) -> WorkSettlement:
    """Clear up a mismatch by a visit or a call; raises `BadInput`, and `NotFound` when there is none such."""
    problems = [
        *not_later("settled_on", how.settled_on, at),
        *written("settled_by", how.settled_by, N_("请写明是谁走访或打的电话"), 60),
        *written("found", how.found, N_("请写明核实到的情况")),
    ]
    if how.way not in codes("settling_way", office_day(at)).labels:
        problems.append(Problem("way", N_("要通过入户走访或电话回访核实")))
    if problems:
        raise BadInput(*problems)
    seen = doubts(session, by, household.village, year, case_id=household.case_id)
    doubt = next((one for one in seen if (one.member_id, one.kind) == (member_id, kind)), None)
    if doubt is None or doubt.settlement is not None:
        raise NotFound("mismatch", kind)
    row = WorkSettlement(
        member_id=member_id,
        kind=kind,
        digest=doubt.digest,
        way=how.way,
        settled_on=how.settled_on,
        settled_by=how.settled_by.strip(),
        found=how.found.strip(),
    )
    return keep(session, household, row, "work-settled", by=by, at=at)


def _spells(session: Session, here: Sequence[object], lives: object, year: int) -> dict[tuple[int, str], list[Spell]]:
    columns = (WorkRecord.place, WorkRecord.began_on, WorkRecord.ended_on, WorkRecord.monthly_pay)
    query = select(WorkRecord.member_id, WorkRecord.source, *columns).join(Member, Member.id == WorkRecord.member_id)
    rows = session.execute(query.join(Household, lives).where(*here, WorkRecord.superseded.is_(False)))  # type: ignore[arg-type]
    found: dict[tuple[int, str], list[Spell]] = {}
    for member_id, source, place, began_on, ended_on, pay in rows:
        if (spell := Spell(place, began_on, ended_on, pay)).touches(year):
            found.setdefault((member_id, source), []).append(spell)
    return found


def _taken(session: Session, villages: set[str]) -> dict[str, set[str]]:
    """The sources that were ever taken in for each village; ours is always one."""
    query = select(Household.village, WorkRecord.source).join(WorkRecord, WorkRecord.household_id == Household.id)
    found: dict[str, set[str]] = {village: {"ours"} for village in villages}
    for village, source in session.execute(query.where(Household.village.in_(villages)).distinct()):
        found[village].add(source)
    return found
