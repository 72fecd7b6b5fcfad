"""Warnings that a department pushes by program: each laid beside the register and taken in as a lead (BZ06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, Problem
from states.households import Household
from states.leads import receiving
from states.leads.receiving import Tip
from states.policy_ledgers.drafts import Draft, Villages, settled, wrong
from states.policy_ledgers.matching import Match, match

SOURCE = "department"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A warning about one person, named by number or by name and village."""

    name: str
    id_no: str
    village: str
    received_on: date
    text: str


def push(session: Session, alarms: Sequence[Alarm], *, by: Actor, at: datetime) -> dict[str, int]:
    """Take warnings in, all or none: raises `BadInput` with everything wrong, as `lines.3.id_no`.

    Answers how many came, and how many joined a lead that was open.
    """
    villages = Villages(session, by.area)
    drafts = [Draft(one.name, one.id_no, one.village, one.text[:200], one.received_on) for one in alarms]
    problems = [
        Problem(f"lines.{bad.at}.{FIELDS.get(bad.where, bad.where)}", bad.text % dict(bad.facts))
        for bad in wrong(drafts, villages, office_day(at))
    ]
    if problems:
        raise BadInput(*problems)
    found = match(session, by.area, [settled(one, villages) for one in drafts])
    numbers = _numbers(session, found)
    joined = 0
    for n, (one, there) in enumerate(zip(alarms, found, strict=True)):
        joined += _receive(session, n, one, there, numbers, by, at)
    return {"count": len(alarms), "joined": joined}


FIELDS = {"what": "text", "changed_on": "received_on"}


def _receive(
    session: Session, n: int, one: Alarm, there: Match, numbers: dict[int, str], by: Actor, at: datetime
) -> bool:
    number = numbers.get(there.household_id or 0, "")
    tip = Tip(SOURCE, one.received_on, one.text, there.area, one.name, number)
    try:
        return receiving.receive(session, tip, by=by, at=at)[1]
    except BadInput as error:
        said = {"area": "village", "number": "name"}
        raise BadInput(
            *(Problem(f"lines.{n}.{said.get(p.where, p.where)}", p.reason) for p in error.problems)
        ) from None


def _numbers(session: Session, found: Sequence[Match]) -> dict[int, str]:
    ids = {one.household_id for one in found if one.household_id is not None}
    query = select(Household.id, Household.number).where(Household.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}
