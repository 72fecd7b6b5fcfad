"""Students whom the newest 雨露计划 list and ours tell of differently, to be asked about at the house (TZ13, TZ28)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.households import Household
from states.livelihood.student_list import Difference, differences


def listed_otherwise(session: Session, homes: Sequence[Household], by: Actor) -> dict[int, list[Difference]]:
    """Where the newest list and ours disagree about these households, by case."""
    found: dict[int, list[Difference]] = {}
    for one in differences(session, by, [home.id for home in homes]):
        if one.case_id is not None:
            found.setdefault(one.case_id, []).append(one)
    return found
