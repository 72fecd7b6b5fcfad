"""A deadline: one piece of work that somebody owes by a day, wherever its clock stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is owed, by which post of which area, from when, until which day, and when it was done.

    `kind` names the source (`step`, `duty`, `phase`, `lead`, `problem` …) and `ref` the thing in it: together they
    are the deadline's name for ever, so that nothing is reminded of twice. `title` is a sentence part for the clerk,
    `role` a post of `states.roles` (and `department` its department), `area` where the post sits, `page` the address
    at which the work is done. `provisional` says that the day hangs on a calendar that is not published yet.
    `count` is how many pieces of work of one kind it stands for. What is opened again has a later `opened_on`.
    """

    kind: str
    ref: str
    title: str
    role: str
    area: str
    due_on: date
    opened_on: date | None = None
    done_on: date | None = None
    department: str = ""
    page: str = ""
    provisional: bool = False
    count: int = 1

    @property
    def name(self) -> str:
        """The deadline's name for ever."""
        return f"{self.kind}:{self.ref}"

    def is_over(self, today: date) -> bool:
        """Whether its day has passed without the work."""
        return self.done_on is None and today > self.due_on

    def is_late(self) -> bool:
        """Whether it was done, but after its day."""
        return self.done_on is not None and self.done_on > self.due_on
