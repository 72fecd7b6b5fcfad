"""Taking leads in, by name or to a household: of one household one is open, whatever the sources (XZ01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine import commands, ledger
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case, hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.leads.channels import SOURCES
from states.leads.lead import LEAD, OPEN, Lead
from states.leads.merging import merge
from states.leads.report import Report
from states.regions import Region

OLDEST = 366
"""Days within which a lead must have come in; what is older is no warning."""
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Tip:
    """What came in: from where, when, what it says, about whom; `number` is the household's, if it is known.

    `reporter` and `contact` are who said it and how to answer them, `department` and `office` whose push it is.
    """

    source: str
    received_on: date
    text: str
    area: str = ""
    name: str = ""
    number: str = ""
    reporter: str = ""
    contact: str = ""
    department: str = ""
    office: str = ""


class Taken(NamedTuple):
    """What came of a report: its lead, itself, and whether the lead was open before."""

    lead: Lead
    report: Report
    joined: bool


def receive(session: Session, tip: Tip, *, by: Actor, at: datetime, key: str | None = None) -> tuple[Lead, bool]:
    """Take a lead in; answer it, and whether it joined the one that was open for the same household.

    Every report keeps its own channel, day and words; the lead counts from the earliest of them.

    Raises `BadInput`, and `NotFound` for a household or village outside the actor's area.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(Lead, told["lead"]), bool(told["joined"])
    home = named(session, tip.number, by) if tip.number.strip() else None
    checked(tip, home, at)
    taken = take_in(session, tip, home, by=by, at=at)
    commands.remember(session, key, by, {"lead": taken.lead.id, "joined": taken.joined})
    return taken.lead, taken.joined


def take_in(session: Session, tip: Tip, home: Household | None, *, by: Actor, at: datetime) -> Taken:
    """Take in what was checked, about a household of the register or about a name; raises `NotFound`."""
    area, name = (home.group_code, home.head_name) if home else (tip.area, tip.name.strip())
    _hold_place(session, area, by)
    lead = open_one(session, home, area, name)
    joined = lead is not None
    if lead is None:
        [case] = open_cases(session, LEAD, [area], by, at)
        whose = home.id if home else None
        lead = Lead(case_id=case.id, area=area, name=name, household_id=whose, source=tip.source)
        lead.received_on = tip.received_on
        session.add(lead)
        session.flush()
    lead.received_on = min(lead.received_on, tip.received_on)
    report = _report(tip, lead, by, at)
    session.add(report)
    session.flush()
    [case] = hold(session, [lead.case_id])
    ledger.append_many(session, [(case, "reported", {"report": report.id, "source": tip.source})], by, at)
    return Taken(lead, report, joined)


def _report(tip: Tip, lead: Lead, by: Actor, at: datetime) -> Report:
    report = Report(lead_id=lead.id, source=tip.source, received_on=tip.received_on, text=tip.text.strip())
    report.name = tip.name.strip() or lead.name
    report.reporter, report.contact = tip.reporter.strip(), tip.contact.strip()
    report.department, report.office = tip.department, tip.office
    report.by, report.by_name, report.at = by.id, by.name, at
    return report


def match(session: Session, book: Book, lead: Lead, number: str, *, by: Actor, at: datetime) -> Lead:
    """Say which household of the register a lead is about; answer the lead that goes on about it.

    Where the household has an open lead already, this one is merged into that. Raises `BadInput` and `NotFound`.
    """
    home = named(session, number, by)
    _hold_place(session, home.group_code, by)
    [case] = hold(session, [lead.case_id])
    if case.state not in OPEN:
        raise BadInput(Problem("number", N_("线索已经办结，不能再改")))
    other = open_one(session, home, home.group_code, home.head_name)
    lead.household_id, lead.name = home.id, home.head_name
    ledger.append_many(session, [(case, "matched", {"household": home.id})], by, at)
    session.flush()
    if other is None or other.id == lead.id:
        return lead
    merge(session, book, lead, other, by=by, at=at)
    return other


def named(session: Session, number: str, by: Actor) -> Household:
    """The household of a number in the actor's area; raises `NotFound`."""
    query = select(Household).where(Household.number == number.strip(), within(Household.group_code, by.area))
    home = session.scalars(query).one_or_none()
    if home is None:
        raise NotFound("household", number)
    return home


def checked(tip: Tip, home: Household | None, at: datetime) -> None:
    """Refuse what cannot be taken in; raises `BadInput` with every reason."""
    today, problems = office_day(at), []
    if tip.source not in SOURCES:
        problems.append(Problem("source", N_("请选择线索来源")))
    if not tip.text.strip():
        problems.append(Problem("text", N_("请写明反映的情况")))
    if len(tip.text) > LONGEST:
        problems.append(Problem("text", N_("文字太长")))
    if tip.received_on > today:
        problems.append(Problem("received_on", N_("收到日期还没有到")))
    elif (today - tip.received_on).days > OLDEST:
        problems.append(Problem("received_on", N_("收到日期在一年以前，请核对")))
    if len(tip.reporter.strip()) > 60 or len(tip.contact.strip()) > 40:
        problems.append(Problem("reporter", N_("文字太长")))
    if home is None and not 1 <= len(tip.name.strip()) <= 60:
        problems.append(Problem("name", N_("请填写户编号；还没有登记的户，写户主姓名")))
    if home is None and len(tip.area) not in (12, 14):
        problems.append(Problem("area", N_("还没有登记的户，请选择所在的村")))
    if problems:
        raise BadInput(*problems)


def _hold_place(session: Session, area: str, by: Actor) -> None:
    """Hold the village, so that of two people who report the same household one joins the other."""
    village = select(Region.code).where(Region.code == area[:12]).with_for_update()
    if not by.covers(area) or session.scalar(village) is None:
        raise NotFound("region", area)


def open_one(session: Session, home: Household | None, area: str, name: str) -> Lead | None:
    """The open lead about this household, or about this name in this village."""
    unknown: ColumnElement[bool] = Lead.household_id.is_(None) & (Lead.name == name) & within(Lead.area, area[:12])
    about = unknown if home is None else Lead.household_id == home.id
    query = select(Lead).join(Case, Case.id == Lead.case_id).where(Case.state.in_(OPEN), about)
    return session.scalars(query.where(Lead.merged_into.is_(None)).order_by(Lead.id).limit(1)).one_or_none()
