"""New due dates for steps that were open already when the event came from which their clock counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.definition import Move
from engine.facts import Facts
from engine.procedure import STEP, StepSpec
from engine.runs import OPEN, Run, Step


def counting_from(moves: Iterable[Move], event: str) -> dict[tuple[str, str], StepSpec]:
    """The steps that are due so long after `event`, by move and name; where the plan has the day, nothing changes."""
    return {
        (move.name, spec.name): spec
        for move in moves
        for spec in (move.procedure.steps if move.procedure else ())
        if spec.clock.within and spec.clock.start == event and not spec.clock.planned
    }


def redate(session: Session, steps: dict[tuple[str, str], StepSpec], runs: Sequence[int], since: date) -> None:
    """Set the due dates of those of `steps` that are open in these runs: the event has come on `since`."""
    query = select(Step.run_id, Step.name, Step.area, Run.move).join(Run, Run.id == Step.run_id)
    names = {name for _, name in steps}
    still = query.where(Step.run_id.in_(runs), Step.status == OPEN, Step.name.in_(names))
    last: dict[tuple[str, str, str], date] = {}
    for run, name, area, move in session.execute(still).all():
        spec = steps.get((move, name))
        if spec is None or spec.clock.within is None:
            continue
        key = move, name, area
        if key not in last:
            last[key] = calendar_for(session, area).period_of(since, spec.clock.within).last_on
        session.execute(update(Step).where(Step.run_id == run, Step.name == name).values(due_on=last[key]))


def redate_after(session: Session, move: Move, ended: str, group: Sequence[Facts]) -> None:
    """The same for steps that stand beside the one that has just ended in these runs, and count from its end."""
    if steps := counting_from([move], STEP + ended):
        redate(session, steps, [facts.run_id for facts in group if facts.run_id], group[0].today)
