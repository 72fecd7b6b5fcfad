"""What a visit settles between the register and ledgers from outside: open differences, and the 雨露计划 list."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.households import Household
from states.livelihood.student_list import Difference, differences
from states.reconciliation import desk


def students(session: Session, homes: Sequence[Household], by: Actor) -> dict[int, list[Difference]]:
    """Where the newest 雨露计划 list and ours disagree about these households, by case."""
    found: dict[int, list[Difference]] = {}
    for one in differences(session, by, [home.id for home in homes]):
        if one.case_id is not None:
            found.setdefault(one.case_id, []).append(one)
    return found


def open_differences(session: Session, household_ids: Sequence[int], by: Actor) -> dict[int, list[desk.Line]]:
    """The differences that wait to be settled, by household; one statement."""
    found: dict[int, list[desk.Line]] = {}
    for line in desk.open_of(session, household_ids, by):
        found.setdefault(line.difference.household_id or 0, []).append(line)
    return found
