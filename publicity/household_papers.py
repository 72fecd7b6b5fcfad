"""The papers of one household by the name in their address: each with its title, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.words import N_
from publicity import meetings, natural, yearly_income
from publicity.booklets import booklet_values, plan_values
from publicity.collecting import comparison_values, new_values, yearly_values
from publicity.forms import application_values, consent_values
from publicity.visiting import visit_values
from states.changes.ledgers import DECREASE, INCREASE, Period
from states.exchange.exports import MONITORED_STATES, is_collected
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED

Told = tuple[str, dict[str, Any]]
Values = Callable[[Session, int, date, Actor], Told]


def _for_anyone(values: Callable[[Session, int, date], Told]) -> Values:
    return lambda session, case_id, on, _by: values(session, case_id, on)


def _natural(ledger: str) -> Values:
    """The form of natural change of the year up to the day."""

    def values(session: Session, case_id: int, on: date, by: Actor) -> Told:
        return natural.of_household(session, ledger, case_id, Period(date(on.year, 1, 1), on), by, on)

    return values


def _minutes(session: Session, case_id: int, on: date, by: Actor) -> Told:
    return meetings.of_household(session, case_id, by, on)


PAPERS: Mapping[str, tuple[str, Values]] = {
    "visit": (N_("入户核查单"), visit_values),
    "application": (N_("申请及承诺授权书"), _for_anyone(application_values)),
    "consent": (N_("风险消除知情同意书"), _for_anyone(consent_values)),
    "collection": (N_("信息采集表"), new_values),
    "yearly": (N_("户年度基础信息采集表"), yearly_values),
    "comparison": (N_("监测信息对照表"), comparison_values),
    "increase": (N_("家庭成员自然增加情况表"), _natural(INCREASE)),
    "decrease": (N_("家庭成员自然减少情况表"), _natural(DECREASE)),
    "minutes": (N_("民主评议会议记录"), _minutes),
    "booklet": (N_("帮扶手册（一户一册）"), booklet_values),
    "plan": (N_("年度巩固提升计划"), plan_values),
    "income": (N_("年度家庭收入情况表"), yearly_income.household_values),
}

OF_A_VILLAGE = ("visit", "yearly", "application", "consent", "comparison", "booklet", "plan", "income")
"""Those that are printed for all households of a village at once."""


def _is_known() -> ColumnElement[bool]:
    return Case.state.in_(MONITORED_STATES)


def _is_monitored() -> ColumnElement[bool]:
    return Case.state.in_((MONITORED, RE_FLAGGED))


def _is_lifted_out() -> ColumnElement[bool]:
    return Household.kind == "lifted_out"


ONLY_FOR: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "yearly": is_collected,
    "consent": _is_monitored,
    "comparison": _is_known,
    "booklet": _is_monitored,
    "plan": _is_lifted_out,
    "income": is_collected,
}
"""Which households of a village get a paper that is not for all of them."""
