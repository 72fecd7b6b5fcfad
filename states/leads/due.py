"""What is due about leads: the visit, the township's decision, and the answer to whoever reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.words import N_
from states.deadlines.deadline import Deadline
from states.leads.channels import ANSWERED
from states.leads.clocks import Clocks
from states.leads.lead import ANALYSED, CLOSED, CONFIRMED, RECEIVED, Lead
from states.leads.report import Report
from states.users import User

VISIT, DECISION, ANSWER = "lead-visit", "lead-decision", "lead-answer"
VISIT_TITLE = N_("线索入户核查")
DECISION_TITLE = N_("线索审核确认或了结")
ANSWER_TITLE = N_("答复线索反映人")
LATE_SHOWN = timedelta(days=31)
"""What was done late is shown for so long."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A lead with its state, the post that holds it (empty for nobody), and what was reported."""

    lead: Lead
    state: str
    role: str
    reports: list[Report] = field(default_factory=list)


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """Everything about leads of an area that is due by `until` and not done, and what was done late lately."""
    clocks, found = Clocks(session), list[Deadline]()
    for one in _standing(session, area, today - LATE_SHOWN):
        for told in _of(clocks, one):
            if told.due_on <= until if told.done_on is None else told.is_late() and told.done_on >= today - LATE_SHOWN:
                found.append(told)
    return found


def late(session: Session, area: str, today: date) -> set[int]:
    """The leads of an area of which something is overdue."""
    over = (one for one in due(session, area, today, today - timedelta(days=1)) if one.is_over(today))
    return {int(one.ref.partition("-")[0]) for one in over}


def days_of(session: Session, leads: Iterable[Lead]) -> dict[int, list[Deadline]]:
    """What is still due about these leads, by their ids, the first day first."""
    ids, clocks = [lead.id for lead in leads], Clocks(session)
    found: dict[int, list[Deadline]] = {}
    for one in _loaded(session, Lead.id.in_(ids)):
        open_ones = [told for told in _of(clocks, one) if told.done_on is None]
        found[one.lead.id] = sorted(open_ones, key=lambda told: told.due_on)
    return found


def _of(clocks: Clocks, one: Standing) -> Iterator[Deadline]:
    lead, page = one.lead, f"/leads/{one.lead.id}"
    if one.state == RECEIVED[0] or lead.analysed_on:
        last = lead.visit_by or _visit_by(clocks, one)
        if last:
            role, village = one.role or "village", lead.area[:12]
            yield Deadline(
                VISIT, str(lead.id), VISIT_TITLE, role, village, last, lead.received_on, lead.analysed_on, page=page
            )
    if lead.analysed_on and one.state in (ANALYSED[0], CONFIRMED[0], CLOSED[0]):
        rule = clocks.of(lead.area, lead.received_on, lead.source)
        if last := clocks.last_on(lead.area, lead.analysed_on, rule.decide_within):
            asked = DECISION, str(lead.id), DECISION_TITLE, "township", lead.area[:9]
            yield Deadline(*asked, last, lead.analysed_on, lead.decided_on, page=page)
    for report in one.reports:
        if report.source in ANSWERED:
            rule = clocks.of(lead.area, report.received_on, report.source)
            if last := clocks.last_on(lead.area, report.received_on, rule.answer_within):
                asked = ANSWER, f"{lead.id}-{report.id}", ANSWER_TITLE, "township", lead.area[:9]
                yield Deadline(*asked, last, report.received_on, report.answered_on, page=page)


def _visit_by(clocks: Clocks, one: Standing) -> date | None:
    """The earliest day by which any of the reports wants the visit."""
    area = one.lead.area
    told = [(report.received_on, report.source) for report in one.reports] or [(one.lead.received_on, one.lead.source)]
    days = (clocks.last_on(area, on, clocks.of(area, on, source).visit_within) for on, source in told)
    return min((day for day in days if day), default=None)


def _standing(session: Session, area: str, since: date) -> list[Standing]:
    """The leads that are open or owe an answer, and those at which something was done since a day; two statements."""
    owes = select(Report.lead_id).where(Report.source.in_(ANSWERED), Report.answered_on.is_(None))
    recent = or_(Lead.analysed_on >= since, Lead.decided_on >= since)
    answered = select(Report.lead_id).where(Report.answered_on >= since)
    alive = Case.state.in_((RECEIVED[0], ANALYSED[0]))
    return _loaded(session, within(Lead.area, area) & or_(alive, recent, Lead.id.in_(owes), Lead.id.in_(answered)))


def _loaded(session: Session, wanted: ColumnElement[bool]) -> list[Standing]:
    query = (
        select(Lead, Case.state, User.role)
        .join(Case, Case.id == Lead.case_id)
        .outerjoin(User, User.username == Lead.holder)
        .where(Lead.merged_into.is_(None), wanted)
        .order_by(Lead.id)
    )
    found = [Standing(lead, state, role or "") for lead, state, role in session.execute(query)]
    by_id = {one.lead.id: one for one in found}
    for report in _reports(session, list(by_id)):
        by_id[report.lead_id].reports.append(report)
    return found


def _reports(session: Session, ids: Sequence[int]) -> Sequence[Report]:
    return session.scalars(select(Report).where(Report.lead_id.in_(ids)).order_by(Report.id)).all() if ids else ()
