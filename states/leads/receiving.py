"""Taking leads in: by name or to a household of the register; the same source again joins the lead that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine import commands, ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case, hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.leads.lead import LEAD, OPEN, SOURCES, Lead, Report
from states.regions import Region

OLDEST = 366
"""Days within which a lead must have come in; what is older is no warning."""
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Tip:
    """What came in: from where, when, what it says, about whom; `number` is the household's, if it is known."""

    source: str
    received_on: date
    text: str
    area: str = ""
    name: str = ""
    number: str = ""


def receive(session: Session, tip: Tip, *, by: Actor, at: datetime, key: str | None = None) -> tuple[Lead, bool]:
    """Take a lead in; answer it, and whether it joined one that was open for the same household and source.

    Raises `BadInput`, and `NotFound` for a household or village outside the actor's area.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(Lead, told["lead"]), bool(told["joined"])
    home = named(session, tip.number, by) if tip.number.strip() else None
    _check(tip, home, at)
    area, name = (home.group_code, home.head_name) if home else (tip.area, tip.name.strip())
    _hold_place(session, area, by)
    lead = _open_one(session, tip.source, home, area, name)
    joined = lead is not None
    if lead is None:
        [case] = open_cases(session, LEAD, [area], by, at)
        whose = home.id if home else None
        lead = Lead(case_id=case.id, area=area, name=name, household_id=whose, source=tip.source)
        lead.received_on = tip.received_on
        session.add(lead)
        session.flush()
    report = Report(lead_id=lead.id, received_on=tip.received_on, text=tip.text.strip(), by=by.id, by_name=by.name)
    report.at = at
    session.add(report)
    session.flush()
    [case] = hold(session, [lead.case_id])
    ledger.append_many(session, [(case, "reported", {"report": report.id, "source": tip.source})], by, at)
    commands.remember(session, key, by, {"lead": lead.id, "joined": joined})
    return lead, joined


def match(session: Session, lead: Lead, number: str, *, by: Actor, at: datetime) -> None:
    """Say which household of the register a lead is about; raises `BadInput` and `NotFound`."""
    home = named(session, number, by)
    _hold_place(session, home.group_code, by)
    [case] = hold(session, [lead.case_id])
    if case.state not in OPEN:
        raise BadInput(Problem("number", N_("线索已经办结，不能再改")))
    other = _open_one(session, lead.source, home, home.group_code, home.head_name)
    if other is not None and other.id != lead.id:
        raise BadInput(Problem("number", N_("这一户同一来源的线索还没有办结，请在那一条里补充")))
    lead.household_id, lead.name = home.id, home.head_name
    ledger.append_many(session, [(case, "matched", {"household": home.id})], by, at)
    session.flush()


def named(session: Session, number: str, by: Actor) -> Household:
    """The household of a number in the actor's area; raises `NotFound`."""
    query = select(Household).where(Household.number == number.strip(), within(Household.group_code, by.area))
    home = session.scalars(query).one_or_none()
    if home is None:
        raise NotFound("household", number)
    return home


def _check(tip: Tip, home: Household | None, at: datetime) -> None:
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


def _open_one(session: Session, source: str, home: Household | None, area: str, name: str) -> Lead | None:
    """The open lead of this source about this household, or about this name in this village."""
    unknown: ColumnElement[bool] = Lead.household_id.is_(None) & (Lead.name == name) & within(Lead.area, area[:12])
    about = unknown if home is None else Lead.household_id == home.id
    query = select(Lead).join(Case, Case.id == Lead.case_id).where(Case.state.in_(OPEN), Lead.source == source, about)
    return session.scalars(query.order_by(Lead.id).limit(1)).one_or_none()
