"""Risks and help in a period: what was planned, what arrived, what was found and settled (BZ08, BZ11)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from engine.words import N_
from states.help.checks import HelpCheck
from states.help.deliveries import Delivery
from states.help.kinds import RISKS
from states.help.measures import Measure
from states.help.risks import Risk
from states.households import Household
from states.reports.figure import Asked, Figure, rows
from states.reports.moves import help_kinds
from states.reports.standing import WATCHED
from states.reports.stood import last_states


def _runs(asked: Asked) -> ColumnElement[bool]:
    goes_on = or_(Measure.ended_on.is_(None), Measure.ended_on >= asked.period.first_on)
    return and_(Measure.superseded.is_(False), Measure.begins_on <= asked.period.last_on, goes_on)


def _arrived(asked: Asked) -> ColumnElement[bool]:
    inside = Delivery.delivered_on.between(asked.period.first_on, asked.period.last_on)
    return and_(Delivery.superseded.is_(False), inside)


def _measures(asked: Asked) -> Select[Any]:
    query = rows(Measure.id, Measure.kind, Measure.plan, Measure.begins_on)
    query = query.join(Measure, Measure.household_id == Household.id)
    return query.where(asked.inside(Household.group_code), _runs(asked))


def _planned(asked: Asked) -> Select[Any]:
    return _each_once(asked, select(Measure.household_id, Measure.kind).where(_runs(asked)))


def _reached(asked: Asked) -> Select[Any]:
    return _each_once(asked, select(Delivery.household_id, Delivery.kind).where(_arrived(asked)))


def _reached_by_any(asked: Asked) -> Select[Any]:
    return _each_once(asked, select(Delivery.household_id).where(_arrived(asked)), whole=True)


def _each_once(asked: Asked, of: Any, whole: bool = False) -> Select[Any]:
    """The households that a statement of (household, kind) names, once for each kind, or once at all."""
    found = of.distinct().subquery()
    query = rows(Household.id, "" if whole else found.c[1]).join(found, found.c.household_id == Household.id)
    return query.where(asked.inside(Household.group_code))


def _deliveries(asked: Asked) -> Select[Any]:
    query = rows(Delivery.id, Delivery.kind, Delivery.content, Delivery.delivered_on)
    query = query.join(Delivery, Delivery.household_id == Household.id)
    return query.where(asked.inside(Household.group_code), _arrived(asked))


def amounts(asked: Asked) -> dict[str, Decimal]:
    """The yuan of the help that arrived, by kind; one statement."""
    query = select(Delivery.kind, func.sum(Delivery.amount)).join(Household, Household.id == Delivery.household_id)
    query = query.where(asked.inside(Household.group_code), _arrived(asked)).group_by(Delivery.kind)
    return {kind: Decimal(amount or 0) for kind, amount in asked.session.execute(query)}


def _without_help(asked: Asked) -> Select[Any]:
    """The households monitored at the end of the period for which no measure ran in it."""
    told = last_states(asked)
    planned = exists().where(Measure.household_id == Household.id, _runs(asked))
    query = rows(Household.id, "").join(told, told.c.case_id == Household.case_id)
    return query.where(told.c.state.in_(WATCHED), ~planned)


def _unchecked(asked: Asked) -> Select[Any]:
    """The households with a measure in the quarter in which the period ends, and no check of it on record (BZ10)."""
    from_quarter = str(asked.period.ending_quarter)
    found = select(Measure.household_id).where(_runs(asked)).distinct().subquery()
    checked = exists().where(
        HelpCheck.household_id == Household.id, HelpCheck.superseded.is_(False), HelpCheck.quarter == from_quarter
    )
    query = rows(Household.id, "").join(found, found.c.household_id == Household.id)
    return query.where(asked.inside(Household.group_code), ~checked)


def _risks(asked: Asked, *conditions: Any, on: Any = Risk.found_on) -> Select[Any]:
    query = rows(Risk.id, Risk.kind, _risk_label(), on).join(Risk, Risk.household_id == Household.id)
    return query.where(asked.inside(Household.group_code), Risk.superseded.is_(False), *conditions)


def _risk_label() -> Any:
    return case(*((Risk.kind == name, label) for name, label in RISKS.items()), else_=Risk.kind)


def _found(asked: Asked) -> Select[Any]:
    return _risks(asked, Risk.found_on.between(asked.period.first_on, asked.period.last_on))


def _settled(asked: Asked) -> Select[Any]:
    inside = Risk.settled_on.between(asked.period.first_on, asked.period.last_on)
    return _risks(asked, inside, on=Risk.settled_on)


def _open(asked: Asked) -> Select[Any]:
    day = asked.period.last_on
    return _risks(asked, Risk.found_on <= day, or_(Risk.settled_on.is_(None), Risk.settled_on > day))


def risks(_asked: Asked) -> Mapping[str, str]:
    """The kinds of risk, by code."""
    return RISKS


FIGURES = (
    Figure("measures", N_("帮扶措施"), "项", _measures, help_kinds),
    Figure("planned", N_("有帮扶措施的户"), "户", _planned, help_kinds),
    Figure("reached", N_("帮扶落实到的户"), "户", _reached, help_kinds),
    Figure("reached-by-any", N_("有帮扶落实的户"), "户", _reached_by_any),
    Figure("deliveries", N_("帮扶落实次数"), "次", _deliveries, help_kinds),
    Figure("without-help", N_("没有帮扶措施的监测对象"), "户", _without_help),
    Figure("unchecked", N_("措施落实没有核查的户"), "户", _unchecked),
    Figure("risks-found", N_("新发现的风险"), "项", _found, risks),
    Figure("risks-settled", N_("已化解的风险"), "项", _settled, risks),
    Figure("risks-open", N_("尚未化解的风险"), "项", _open, risks),
)
