"""What came from outside in a period: leads, objections, and the notices that hung."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal

from engine.words import N_
from states.households import Household
from states.leads.channels import ANSWERED, SOURCES
from states.leads.lead import ANALYSED, CLOSED, CONFIRMED, MERGED, REASONS, RECEIVED, Lead
from states.leads.report import Report
from states.notices import Notice
from states.objections import CHANNELS, Objection
from states.packs.departments import departments
from states.reports.figure import Asked, Figure, rows
from states.reports.stood import last_states
from states.roles import Permission

LEVELS = {"village": N_("村级"), "township": N_("乡镇"), "county": N_("县级")}
LEAD_STATES = (RECEIVED, ANALYSED, CONFIRMED, CLOSED, MERGED)


def _leads(asked: Asked) -> Select[Any]:
    query = rows(Lead.id, Lead.source, Lead.name, Lead.received_on, Lead.area).select_from(Lead)
    query = query.outerjoin(Household, Household.id == Lead.household_id)
    inside = Lead.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside, Lead.merged_into.is_(None))


def _reported(asked: Asked, *more: ColumnElement[bool], part: Any = Report.source) -> Select[Any]:
    """Every time that a household was reported in the period: one lead may have several."""
    query = rows(Report.id, part, Lead.name, Report.received_on, Lead.area).select_from(Report)
    query = query.join(Lead, Lead.id == Report.lead_id).outerjoin(Household, Household.id == Lead.household_id)
    inside = Report.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside, *more)


def _from_departments(asked: Asked) -> Select[Any]:
    return _reported(asked, Report.department != "", part=Report.department)


def _unanswered(asked: Asked) -> Select[Any]:
    """The reports of the period whose channel owes an answer that had not been given by its end."""
    late = Report.answered_on.is_(None) | (Report.answered_on > asked.day)
    return _reported(asked, Report.source.in_(ANSWERED), late)


def _standing(asked: Asked) -> Select[Any]:
    """The leads of the period by where each stood at its end."""
    told = last_states(asked, "lead", (state for state, _label in LEAD_STATES))
    query = rows(Lead.id, func.coalesce(told.c.state, RECEIVED[0]), Lead.name, Lead.received_on, Lead.area)
    query = query.select_from(Lead).outerjoin(Household, Household.id == Lead.household_id)
    query = query.outerjoin(told, told.c.case_id == Lead.case_id)
    inside = Lead.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside, Lead.merged_into.is_(None))


def _closed(asked: Asked) -> Select[Any]:
    """The leads of the period that were closed by its end, by the reason."""
    query = rows(Lead.id, Lead.because, Lead.name, Lead.decided_on, Lead.area).select_from(Lead)
    query = query.outerjoin(Household, Household.id == Lead.household_id)
    inside = Lead.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside, Lead.because != "", Lead.decided_on <= asked.day)


def _departments(asked: Asked) -> Mapping[str, str]:
    return departments(asked.session)


def _followed(asked: Asked) -> Select[Any]:
    """The leads of the period that had been confirmed or closed by its end."""
    told = last_states(asked, "lead", (state for state, _label in LEAD_STATES))
    query = rows(Lead.id, told.c.state, Lead.name, Lead.received_on, Lead.area).select_from(Lead)
    query = query.outerjoin(Household, Household.id == Lead.household_id).join(told, told.c.case_id == Lead.case_id)
    inside = Lead.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside, told.c.state.in_((CONFIRMED[0], CLOSED[0])))


def _notices(asked: Asked) -> Select[Any]:
    query = rows(Notice.id, Notice.level, Notice.title, Notice.posted_on, Notice.area)
    own: Any = query.with_only_columns(
        Notice.id.label("key"), Notice.level.label("part"), Notice.area.label("area"), literal(0).label("case_id"),
        Notice.number.label("number"), Notice.issuer.label("head_name"), Notice.title.label("what"),
        Notice.posted_on.label("on"), maintain_column_froms=False,
    )  # fmt: skip
    inside = Notice.posted_on.between(asked.period.first_on, asked.period.last_on)
    posted: Select[Any] = own.where(asked.inside(Notice.area), inside)
    return posted


def _objections(asked: Asked) -> Select[Any]:
    query = rows(Objection.id, Objection.channel, "", Objection.filed_at, Objection.area).select_from(Objection)
    query = query.join(Household, Household.id == Objection.household_id)
    return query.where(asked.inside(Objection.area), *_filed(asked))


def _settled(asked: Asked) -> Select[Any]:
    """The objections of the period that had been settled by its end."""
    query = rows(Objection.id, Objection.channel, "", Objection.settled_at, Objection.area).select_from(Objection)
    query = query.join(Household, Household.id == Objection.household_id)
    done = Objection.settled_at < asked.period.ends_at
    return query.where(asked.inside(Objection.area), *_filed(asked), done)


def _filed(asked: Asked) -> tuple[Any, Any]:
    return Objection.filed_at >= asked.period.begins_at, Objection.filed_at < asked.period.ends_at


def _sources(_asked: Asked) -> Mapping[str, str]:
    return SOURCES


def _channels(_asked: Asked) -> Mapping[str, str]:
    return CHANNELS


FIGURES = (
    Figure("leads", N_("收到的线索"), "条", _leads, _sources),
    Figure("leads-followed", N_("已处置的线索"), "条", _followed, lambda _asked: dict(LEAD_STATES)),
    Figure("leads-reported", N_("线索反映"), "次", _reported, _sources),
    Figure("leads-pushed", N_("部门推送的线索"), "次", _from_departments, _departments),
    Figure("leads-standing", N_("线索的办理状态"), "条", _standing, lambda _asked: dict(LEAD_STATES)),
    Figure("leads-closed", N_("了结的线索"), "条", _closed, lambda _asked: REASONS),
    Figure("leads-unanswered", N_("没有答复的反映"), "次", _unanswered, _sources),
    Figure("notices", N_("张贴的公示"), "份", _notices, lambda _asked: LEVELS),
    Figure("objections", N_("收到的异议"), "件", _objections, _channels, Permission.READ_OBJECTION),
    Figure("objections-settled", N_("已办结的异议"), "件", _settled, _channels, Permission.READ_OBJECTION),
)
