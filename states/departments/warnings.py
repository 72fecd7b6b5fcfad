"""Warnings that a department pushes by program: each laid beside the register and taken in as a lead (BZ06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, Problem
from states.leads import pushing
from states.leads.pushing import Warned
from states.leads.receiving import Tip
from states.policy_ledgers.drafts import Draft, Villages, settled, wrong

SOURCE = "department"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A warning about one person, named by number or by name and village."""

    name: str
    id_no: str
    village: str
    received_on: date
    text: str


def push(session: Session, alarms: Sequence[Alarm], *, by: Actor, at: datetime) -> int:
    """Take warnings in, all or none: raises `BadInput` with everything wrong, as `lines.3.id_no`.

    Answers how many came; whether a household was warned of before is no business of the department's.
    """
    villages = Villages(session, by.area)
    drafts = [Draft(one.name, one.id_no, one.village, one.text[:200], one.received_on) for one in alarms]
    problems = [
        Problem(f"lines.{bad.at}.{FIELDS.get(bad.where, bad.where)}", bad.text % dict(bad.facts))
        for bad in wrong(drafts, villages, office_day(at))
    ]
    if problems:
        raise BadInput(*problems)
    for n, (one, draft) in enumerate(zip(alarms, drafts, strict=True)):
        _receive(session, n, one, settled(draft, villages), by, at)
    return len(alarms)


FIELDS = {"what": "text", "changed_on": "received_on"}


def _receive(session: Session, n: int, one: Alarm, place: Draft, by: Actor, at: datetime) -> None:
    tip = Tip(SOURCE, one.received_on, one.text, place.village, one.name)
    try:
        pushing.push_many(session, [Warned(tip, place.id_no)], by=by, at=at)
    except BadInput as error:
        said = {"area": "village", "number": "name"}
        raise BadInput(
            *(Problem(f"lines.{n}.{said.get(p.where, p.where)}", p.reason) for p in error.problems)
        ) from None
