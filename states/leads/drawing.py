"""Drawing leads out of the register: the four kinds of people that the screens of data quality found (XZ01, XZ09).

The program proposes, a clerk confirms: only what was ticked becomes a lead.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from states.households import Household
from states.leads.lead import OPEN, Lead
from states.leads.receiving import Tip, take_in
from states.quality.findings import OPEN as DOUBTED
from states.quality.findings import Finding
from states.quality.rulebook import shipped

PAGE = 50


@dataclass(frozen=True, slots=True)
class Proposed:
    """A household that a screen found and of which no open lead speaks yet, with what the screens say of it."""

    household: Household
    grounds: tuple[str, ...]


def proposed(session: Session, by: Actor, area: str = "", after: int = 0) -> tuple[list[Proposed], int]:
    """A page of the households to be looked at, by their ids, and the id to go on after (0 at the end)."""
    ids = session.scalars(
        select(Household.id)
        .join(Case, Case.id == Household.case_id)
        .where(Household.id > after, within(Household.group_code, by.area), within(Household.group_code, area))
        .where(Household.id.in_(_screened()), Household.id.not_in(_warned()), Case.run_id.is_(None))
        .order_by(Household.id)
        .limit(PAGE + 1)
    ).all()
    return _told(session, ids[:PAGE]), ids[PAGE - 1] if len(ids) > PAGE else 0


def confirm(session: Session, household_ids: Collection[int], *, by: Actor, at: datetime) -> list[Lead]:
    """Make leads of those that a clerk ticked; whoever is no longer proposed is left out."""
    some = select(Household.id).where(Household.id.in_(set(household_ids)), within(Household.group_code, by.area))
    still = some.where(Household.id.in_(_screened()), Household.id.not_in(_warned())).order_by(Household.id)
    leads = []
    for one in _told(session, session.scalars(still).all()):
        tip = Tip("four-kinds", office_day(at), "；".join(one.grounds))
        leads.append(take_in(session, tip, one.household, by=by, at=at).lead)
    return leads


def _screens() -> dict[str, str]:
    return {rule.code: rule.title for rule in shipped().rules if rule.screen}


def _screened() -> Any:
    own = select(Finding.household_id).join(Case, Case.id == Finding.case_id)
    return own.where(Case.state == DOUBTED[0], Finding.rule.in_(list(_screens())), Finding.household_id.is_not(None))


def _warned() -> Any:
    own = aliased(Case)
    query = select(Lead.household_id).join(own, own.id == Lead.case_id)
    return query.where(own.state.in_(OPEN), Lead.merged_into.is_(None), Lead.household_id.is_not(None))


def _told(session: Session, ids: Collection[int]) -> list[Proposed]:
    titles = _screens()
    own = select(Finding.household_id, Finding.rule).join(Case, Case.id == Finding.case_id)
    wanted = own.where(Finding.household_id.in_(ids), Case.state == DOUBTED[0], Finding.rule.in_(list(titles)))
    grounds: dict[int, list[str]] = {}
    for household, rule in session.execute(wanted.order_by(Finding.id)):
        grounds.setdefault(household or 0, []).append(titles[rule])
    homes = session.scalars(select(Household).where(Household.id.in_(ids)).order_by(Household.id))
    return [Proposed(home, tuple(dict.fromkeys(grounds.get(home.id, ())))) for home in homes]
