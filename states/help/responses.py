"""How long each of the three levels takes to answer for a risk (HN09): from the opening of its step to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.runs import DONE, OPEN, Run, Step
from states.evidence.responses import LEVELS
from states.packs.store import find

NEED = "evidence:response"


@dataclass(frozen=True, slots=True)
class Taken:
    """One level's answer in one run: when its turn came, when it was done, and the days between (so far)."""

    level: str
    opened_on: date
    done_on: date | None
    days: int


@dataclass(slots=True)
class Times:
    """The answers of one level at one place: finished ones with their days, and how many still wait."""

    days: list[int] = field(default_factory=list)
    waiting: int = 0

    @property
    def average(self) -> str:
        """The mean of the days to one place; empty before the first answer."""
        return f"{sum(self.days) / len(self.days):.1f}" if self.days else ""

    @property
    def longest(self) -> str:
        """The longest; empty before the first answer."""
        return str(max(self.days)) if self.days else ""


def of_case(session: Session, case_id: int, at: datetime) -> list[Taken]:
    """The answers for one household, run by run, level by level."""
    return [taken for _area, taken in _taken(session, (Step.case_id == case_id,), at)]


def by_township(session: Session, by: Actor, area: str, at: datetime) -> dict[str, dict[str, Times]]:
    """The times of each level, by township, of the actor's part of an area."""
    found: dict[str, dict[str, Times]] = {}
    for place, taken in _taken(session, (within(Step.area, by.area), within(Step.area, area)), at):
        levels = found.setdefault(place[:9], {level: Times() for level in LEVELS})
        if taken.done_on:
            levels[taken.level].days.append(taken.days)
        else:
            levels[taken.level].waiting += 1
    return dict(sorted(found.items()))


def _taken(session: Session, where: Iterable[Any], at: datetime) -> Iterator[tuple[str, Taken]]:
    """Each answer with the place of its household; one statement for the plans, one for the steps."""
    query = select(Run.definition, Run.move, Step.name).join(Run, Run.id == Step.run_id).where(*where).distinct()
    asked = {tuple(row): level for row in session.execute(query) if (level := _level(session, *row))}
    if not asked:
        return
    columns = (Run.definition, Run.move, Step.name, Step.area, Step.opened_at, Step.done_at)
    steps = select(*columns).join(Run, Run.id == Step.run_id).where(*where, Step.status.in_((OPEN, DONE)))
    names = steps.where(Step.name.in_({step for _digest, _move, step in asked})).order_by(Step.run_id, Step.opened_at)
    for digest, move, name, area, opened, done in session.execute(names):
        if (digest, move, name) in asked and opened:
            since, until = office_day(opened), office_day(done or at)
            yield (
                area,
                Taken(asked[digest, move, name], since, office_day(done) if done else None, (until - since).days),
            )


def _level(session: Session, digest: str, move: str, step: str) -> str:
    """The level whose answer a step asks for; empty for a step that asks none."""
    definition = find(session, digest)
    known = definition.by_name.get(move) if definition else None
    spec = known.procedure.by_name.get(step) if known and known.procedure else None
    needs = spec.each_need if spec else ()
    return next((str(need.params["level"]) for need in needs if need.name == NEED), "")
