"""What came from outside in a period: leads, objections, and the notices that hung."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, literal

from engine.words import N_
from states.households import Household
from states.leads.lead import ANALYSED, CLOSED, CONFIRMED, RECEIVED, SOURCES, Lead
from states.notices import Notice
from states.objections import CHANNELS, Objection
from states.reports.figure import Asked, Figure, rows
from states.reports.stood import last_states
from states.roles import Permission

LEVELS = {"village": N_("村级"), "township": N_("乡镇"), "county": N_("县级")}
LEAD_STATES = (RECEIVED, ANALYSED, CONFIRMED, CLOSED)


def _leads(asked: Asked) -> Select[Any]:
    query = rows(Lead.id, Lead.source, Lead.name, Lead.received_on, Lead.area).select_from(Lead)
    query = query.outerjoin(Household, Household.id == Lead.household_id)
    inside = Lead.received_on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Lead.area), inside)


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
    Figure("notices", N_("张贴的公示"), "份", _notices, lambda _asked: LEVELS),
    Figure("objections", N_("收到的异议"), "件", _objections, _channels, Permission.READ_OBJECTION),
    Figure("objections-settled", N_("已办结的异议"), "件", _settled, _channels, Permission.READ_OBJECTION),
)
