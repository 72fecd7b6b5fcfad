"""Everybody who might act in the office of the model, at the right desk and at wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

from engine.actors import Actor
from tests.model.office import Places
from tests.model.plain import Who

DEPARTMENTS = ("education", "police", "civil-affairs", "bank")
LEVELS = {"township": 9, "township_leader": 9, "county": 6, "city": 4}
"""The lengths of the area codes of those who sit above the village."""


class Clerks:
    """Two or three people at each desk, one at each desk next door, and some who may do nothing."""

    def __init__(self, places: Places) -> None:
        here, there = places.villages
        people = [(f"{role}-{n}", role, here) for role in ("village", "grid") for n in (1, 2)]
        three = (1, 2, 3)  # who checks must be none of those who were at the house
        people += [(f"{role}-{n}", role, places.township[:length]) for role, length in LEVELS.items() for n in three]
        people += [("village-there", "village", there), ("village-there-2", "village", there)]
        people += [("grid-there", "grid", there), ("auditor", "auditor", "")]
        people += [(f"{role}-other", role, places.other) for role in ("township", "township_leader")]
        self.all = [Actor(name, name, role, area) for name, role, area in people]
        self._places = places

    def at(self, role: str, area: str, *, not_these: Sequence[str] = (), department: str = "") -> Actor:
        """Who sits at the desk of a role for an area and is none of these."""
        if role == "department":
            return Actor(f"office-{department}", department, role, self._places.county, department)
        free = [one for one in self.all if one.role == role and one.covers(area) and one.id not in not_these]
        lent = f"{role}-lent-{len(not_these)}"  # where everybody had a hand in it, another office lends somebody
        return free[0] if free else Actor(lent, lent, role, area[: LEVELS.get(role, 12)])


def who(actor: Actor) -> Who:
    """A person as the model sees one."""
    return Who(actor.id, actor.role, actor.area, actor.department)
