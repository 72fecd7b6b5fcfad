"""Answering who reported: recorded when and how, so that nobody who called or wrote waits in vain (HN03, HN10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.words import N_
from states.leads.channels import ANSWERED
from states.leads.lead import Lead
from states.leads.report import Report

LONGEST = 2000


def waiting(session: Session, lead: Lead) -> Sequence[Report]:
    """The reports of a lead whose channel owes an answer that was not given yet, oldest first."""
    query = select(Report).where(Report.lead_id == lead.id, Report.source.in_(ANSWERED), Report.answered_on.is_(None))
    return session.scalars(query.order_by(Report.id)).all()


def answer(session: Session, lead: Lead, said: str, answered_on: date, *, by: Actor, at: datetime) -> int:
    """Record what those who reported were told, and on which day; answer how many reports that settled.

    Raises `BadInput`: nothing is written, the day is not yet there or before the report, or nobody waits.
    """
    [case] = hold(session, [lead.case_id])
    owed, problems = waiting(session, lead), []
    if len(said.strip()) < 4:
        problems.append(Problem("answer", N_("请写明怎样答复、答复了什么")))
    if len(said.strip()) > LONGEST:
        problems.append(Problem("answer", N_("文字太长")))
    if answered_on > office_day(at) or any(answered_on < one.received_on for one in owed):
        problems.append(Problem("answered_on", N_("答复日期要在收到反映之后、今天以前")))
    if not owed:
        problems.append(Problem("answer", N_("没有要答复的反映")))
    if problems:
        raise BadInput(*problems)
    for one in owed:
        one.answer, one.answered_on, one.answered_by = said.strip(), answered_on, by.id
    told = {"reports": [one.id for one in owed], "on": answered_on.isoformat()}
    ledger.append_many(session, [(case, "answered", told)], by, at)
    return len(owed)
