"""The papers of one household by the name in their address: each with its title, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.words import N_
from publicity.collecting import comparison_values, new_values, yearly_values
from publicity.forms import application_values, consent_values
from publicity.visiting import visit_values
from states.exchange.exports import is_collected

Told = tuple[str, dict[str, Any]]
Values = Callable[[Session, int, date, Actor], Told]


def _for_anyone(values: Callable[[Session, int, date], Told]) -> Values:
    return lambda session, case_id, on, _by: values(session, case_id, on)


PAPERS: Mapping[str, tuple[str, Values]] = {
    "visit": (N_("入户核查单"), visit_values),
    "application": (N_("申请及承诺授权书"), _for_anyone(application_values)),
    "consent": (N_("风险消除知情同意书"), _for_anyone(consent_values)),
    "collection": (N_("信息采集表"), _for_anyone(new_values)),
    "yearly": (N_("户年度基础信息采集表"), _for_anyone(yearly_values)),
    "comparison": (N_("监测信息对照表"), _for_anyone(comparison_values)),
}

OF_A_VILLAGE = ("visit", "yearly", "application", "consent")
"""Those that are printed for all households of a village at once."""

ONLY_FOR: Mapping[str, Callable[[], ColumnElement[bool]]] = {"yearly": is_collected}
"""Which households of a village get a paper that is not for all of them."""
