"""Closing a year: a household's income and a member's schooling are kept for the rules across years (HT08).

What is written then is not written again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, NotFound, Problem
from engine.ledger import canonical
from engine.words import N_
from states.quality.loading import lots
from states.quality.snapshot import House, Person
from states.quality.yearly import HouseholdYear, MemberYear


def close(session: Session, area: str, year: int, *, by: Actor, at: datetime) -> int:
    """Keep the year of every household of an area; answer how many were kept. A household closed before stays as it is.

    Raises `NotFound` outside the actor's area, and `BadInput` for a year that is not over.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    if year >= at.year:
        raise BadInput(Problem("year", N_("这一年还没有过完，不能结转")))
    kept = 0
    for lot in lots(session, area, date(year, 12, 31)):
        done = set(
            session.scalars(
                select(HouseholdYear.household_id).where(
                    HouseholdYear.year == year, HouseholdYear.household_id.in_(list(lot.houses))
                )
            )
        )
        houses = [house for house in lot.houses.values() if house.id not in done]
        rows = [_household(house, year, by, at) for house in houses]
        people = [_member(person, year) for house in houses for person in house.people]
        if rows:
            session.execute(insert(HouseholdYear), rows)
        if people:
            session.execute(insert(MemberYear), people)
        kept += len(rows)
    return kept


def _household(house: House, year: int, by: Actor, at: datetime) -> dict[str, Any]:
    income = house.loaded.get("income_this_year")
    facts: dict[str, Any] = {"size": len(house.people), "kind": house.kind, "category": house.category}
    facts |= {"state": house.state} | ({"income_per_head": income} if income is not None else {})
    row = {"household_id": house.id, "year": year, "facts": canonical(facts)}
    return row | {"closed_at": at, "closed_by": by.id}


def _member(person: Person, year: int) -> dict[str, Any]:
    names = ("education", "school", "health", "labour")
    facts = {name: value for name in names if (value := getattr(person, name))}
    return {"member_id": person.id, "year": year, "facts": canonical(facts)}
