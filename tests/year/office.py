"""The office in which the year is played: the clock, one transaction for each act, and what was told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.book import Book
from engine.db import work
from engine.errors import BadInput, NotFound, Refused
from engine.guards import Blocker
from states.packs.campaign_parts import Phase
from tests.year.county import County, at
from tests.year.papers import Press
from tests.year.people import Staff

Answer = TypeVar("Answer")


class Fault(AssertionError):
    """Something that the program must never do."""


@dataclass
class Office:
    """The county on one day of its year; `done` counts acts, `refused` what was refused by act and reason."""

    db: Engine
    book: Book
    county: County
    staff: Staff
    press: Press
    random: Random
    today: date
    hour: int = 9
    acts: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    workdays: set[date] = field(default_factory=set)
    """The working days of the year."""
    campaign: tuple[int, list[Phase]] | None = None
    """The campaign under way with its phases."""
    followed: dict[str, list[int]] = field(default_factory=dict)
    """The households that came under monitoring, by village, whose plan of help is still to be drawn up."""

    @property
    def now(self) -> datetime:
        """The instant at which somebody acts; no two acts share one."""
        return at(self.today, self.hour) + timedelta(milliseconds=self.acts)

    def do(self, what: str, act: Callable[[Session], Answer], n: int = 1) -> Answer | None:
        """Do it in a transaction of its own; None where it was refused, with every reason counted."""
        self.acts += 1
        try:
            with work(self.db) as session:
                answer = act(session)
        except (Refused, BadInput, NotFound) as error:
            self.refuse(what, error)
            return None
        self.done[what] += n
        return answer

    def refuse(self, what: str, error: Exception) -> None:
        """Count the reasons of a refusal; one without a reason is a fault of the program."""
        codes = reasons(error)
        if not codes or not all(codes):
            raise Fault(f"{self.today} {what}: refused without a reason: {error!r}")
        self.refused.update((what, code) for code in codes)

    def held(self, what: str, held: dict[int, tuple[Blocker, ...]]) -> None:
        """Count the reasons that held cases back."""
        for case_id, blockers in held.items():
            if not blockers:
                raise Fault(f"{self.today} {what}: case {case_id} held without a reason")
            self.refused.update((what, one.code) for one in blockers)

    def must_refuse(self, what: str, code: str, act: Callable[[Session], Any]) -> None:
        """Try what is forbidden today: it has to be refused with this code, and nothing of it may stay."""
        self.acts += 1
        try:
            with work(self.db) as session:
                act(session)
                raise Fault(f"{self.today} {what}: was not refused")
        except (Refused, BadInput, NotFound) as error:
            if code not in reasons(error):
                raise Fault(f"{self.today} {what}: refused with {reasons(error)}, not {code}") from error
            self.refused["tried: " + what, code] += 1


def reasons(error: Exception) -> list[str]:
    """The codes of a refusal; of bad input the fields."""
    if isinstance(error, Refused):
        return [one.code for one in error.blockers]
    if isinstance(error, BadInput):
        return [f"bad-input:{one.where}" for one in error.problems if one.reason]
    return ["not-found"]
