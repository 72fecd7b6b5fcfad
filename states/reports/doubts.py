"""Doubts about data: found in a period, settled in it, and open at its end (TZ27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.orm import aliased

from engine.cases import Case
from engine.ledger import Entry
from engine.words import N_
from states.history.standing import MOVED, OPENED
from states.households import Household
from states.quality.findings import CLAIMED, CLOSED, OPEN, WAIVED, Finding
from states.quality.rulebook import SEVERITIES
from states.reports.figure import Asked, Figure, rows
from states.reports.stood import last_states

STATES = (OPEN[0], CLAIMED[0], CLOSED[0], WAIVED[0])


def _rows(on: Any) -> Select[Any]:
    """The rows of findings; a village's own has no household."""
    part = cast(Finding.severity, String)
    query = rows(Finding.id, part, Finding.rule, on, Finding.area).select_from(Finding)
    return query.outerjoin(Household, Household.id == Finding.household_id)


def _found(asked: Asked) -> Select[Any]:
    inside = Finding.found_on.between(asked.period.first_on, asked.period.last_on)
    return _rows(Finding.found_on).where(asked.inside(Finding.area), inside)


def _closed(asked: Asked) -> Select[Any]:
    """Those that a round confirmed as settled, or somebody waived, in the period and not found again in it."""
    told = last_states(asked, "finding", STATES)
    moved = (
        select(Entry.case_id, func.max(Entry.at).label("at"))
        .join(Case, Case.id == Entry.case_id)
        .where(Case.kind == "finding", asked.inside(Case.area), Entry.kind == MOVED, Entry.at < asked.period.ends_at)
        .group_by(Entry.case_id)
        .subquery()
    )
    query = _rows(moved.c.at).join(told, told.c.case_id == Finding.case_id)
    query = query.join(moved, moved.c.case_id == Finding.case_id)
    settled = told.c.state.in_((CLOSED[0], WAIVED[0]))
    return query.where(asked.inside(Finding.area), settled, moved.c.at >= asked.period.begins_at)


def _open(asked: Asked) -> Select[Any]:
    """Those that nobody had settled by the end of the period; one that never moved is open as it was found."""
    told = last_states(asked, "finding", STATES)
    query = _rows(Finding.found_on).outerjoin(told, told.c.case_id == Finding.case_id)
    waits = func.coalesce(told.c.state, OPEN[0]).in_((OPEN[0], CLAIMED[0]))
    return query.where(asked.inside(Finding.area), Finding.found_on <= asked.period.last_on, waits)


def _false(asked: Asked) -> Select[Any]:
    """The corrections that a round of the period proved not to be any, each time they were found again."""
    other: Any = aliased(Entry)
    before = select(other.facts).where(other.case_id == Entry.case_id, other.sequence < Entry.sequence)
    before = before.where(other.kind.in_((OPENED, MOVED))).order_by(other.sequence.desc()).limit(1)
    was = before.correlate(Entry).scalar_subquery()
    corrected = or_(*(was.contains(f'"state":"{one[0]}"') for one in (CLAIMED, CLOSED)))
    part = cast(Finding.severity, String)
    query = rows(Entry.id, part, Finding.rule, Entry.at, Finding.area).select_from(Finding)
    query = query.join(Entry, Entry.case_id == Finding.case_id)
    query = query.outerjoin(Household, Household.id == Finding.household_id)
    inside = Entry.at >= asked.period.begins_at, Entry.at < asked.period.ends_at
    again = Entry.kind == MOVED, Entry.facts.contains('"move":"reopen"')
    return query.where(asked.inside(Finding.area), *again, *inside, corrected)


def severities(_asked: Asked) -> Mapping[str, str]:
    """How much weighs what was found."""
    return {str(severity): label for severity, label in SEVERITIES.items()}


FIGURES = (
    Figure("doubts-found", N_("筛查出的疑点"), "条", _found, severities),
    Figure("doubts-closed", N_("已销号的疑点"), "条", _closed, severities),
    Figure("doubts-open", N_("尚未销号的疑点"), "条", _open, severities),
    Figure("doubts-false", N_("整改不实的疑点"), "条", _false, severities),
)
