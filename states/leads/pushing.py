"""What a department pushes: its own warnings by name, and what became of each of them - nobody else's (XZ01, HN10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.words import N_
from states.households import Household
from states.leads.channels import CIVIL_AFFAIRS, PUSHED
from states.leads.lead import LABELS, REASONS, Lead
from states.leads.push import Push
from states.leads.receiving import Tip, checked, take_in
from states.leads.report import Report
from states.members import Member
from states.packs.departments import departments
from states.users import User

PAGE = 50


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of a department: whom it names, in which village, and by which number the register knows the person."""

    tip: Tip
    id_no: str = ""


@dataclass(frozen=True, slots=True)
class Pushed:
    """One of a department's own reports, and where its lead stands: the state, why it was closed, what was answered."""

    report: Report
    area: str
    state: str
    because: str

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    @property
    def outcome(self) -> str:
        """Why it was closed; empty for one that was not."""
        return REASONS.get(self.because, "")


def push(session: Session, tip: Tip, id_no: str = "", *, by: Actor, at: datetime, key: str | None = None) -> Report:
    """Push one warning; the household is found by a member's number, without telling the department whether it was.

    Raises `BadInput`, and `NotFound` for a village outside the department's area.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(Report, told["report"])
    [report] = push_many(session, [Warned(tip, id_no)], by=by, at=at)
    commands.remember(session, key, by, {"report": report.id})
    return report


def push_many(session: Session, warned: Sequence[Warned], *, by: Actor, at: datetime) -> list[Report]:
    """Push a list of warnings; raises as `push` does, and then none of them is taken."""
    known = _homes(session, (one.id_no for one in warned if one.id_no), by)
    found = []
    for one in warned:
        tip = replace(one.tip, department=by.department, office=by.area, number="")
        if tip.source not in PUSHED or (tip.source == "low-income" and by.department != CIVIL_AFFAIRS):
            raise BadInput(Problem("source", N_("部门推送预警线索；低保申请由民政部门推送")))
        home = known.get(one.id_no.upper())
        home = home if home is not None and home.group_code.startswith(tip.area[:12]) else None
        checked(tip, home, at)
        found.append(take_in(session, tip, home, by=by, at=at).report)
    return found


def own(session: Session, by: Actor, before: int = 0) -> tuple[list[Pushed], int]:
    """A page of what the actor's own department pushed, newest first, and the id to go on from (0 at the end)."""
    query = (
        select(Report, Lead.area, Case.state, Lead.because)
        .join(Lead, Lead.id == Report.lead_id)
        .join(Case, Case.id == Lead.case_id)
        .where(Report.department == by.department, Report.office == by.area)
    )
    if before:
        query = query.where(Report.id < before)
    rows = [Pushed(*row) for row in session.execute(query.order_by(Report.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].report.id if len(rows) > PAGE else 0


def is_late(report: Report) -> bool:
    """Whether an application was pushed on a later day than the one on which it was made (HN10)."""
    return report.source == "low-income" and office_day(report.at) > report.received_on


def _homes(session: Session, numbers: Iterable[str], by: Actor) -> dict[str, Household]:
    """The households whose present members have these numbers, in the actor's area."""
    wanted = sorted({one.strip().upper() for one in numbers})
    if not wanted:
        return {}
    query = select(Member.id_no, Household).join(Household, Household.id == Member.household_id)
    here = (Member.left_on.is_(None), within(Member.group_code, by.area), Member.id_no.in_(wanted))
    return {row[0]: row[1] for row in session.execute(query.where(*here))}


@dataclass(frozen=True, slots=True)
class HandedInOrNot:
    """A department that pushes to an area, with what it handed in for a month; without anything it is silent."""

    department: str
    title: str
    area: str
    pushes: tuple[Push, ...]


def silent_or_not(session: Session, by: Actor, period: str) -> list[HandedInOrNot]:
    """The departments that have an account for the actor's area, the silent ones first; two statements."""
    above = [by.area[:length] for length in range(len(by.area) + 1)]
    mine = select(User.department, User.area).where(User.role == "department", User.active).distinct()
    known = session.execute(mine.where(within(User.area, by.area) | User.area.in_(above))).all()
    handed: dict[tuple[str, str], list[Push]] = {}
    near = within(Push.area, by.area) | Push.area.in_(above)
    for one in session.scalars(select(Push).where(Push.period == period, near).order_by(Push.id)):
        handed.setdefault((one.department, one.area), []).append(one)
    titles = departments(session)
    found = [
        HandedInOrNot(department, titles.get(department, department), area, tuple(handed.get((department, area), ())))
        for department, area in known
    ]
    return sorted(found, key=lambda one: (bool(one.pushes), one.area, one.department))
