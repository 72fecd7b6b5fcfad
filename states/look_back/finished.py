"""The finished moves of an area's households, with what their procedures left behind, read for many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.facts import Exhibits, Standing, StepFact, exhibits_of
from engine.runs import BROKEN_OFF, COMPLETE, FOR_RECORD, FORMER, Run, Step
from states.case_list import KIND
from states.households import Household
from states.lifecycle import ELIMINATED, MONITORED, RE_FLAGGED
from states.notice_facts import NoticeFact, notice_facts

WATCHED = (MONITORED, ELIMINATED, RE_FLAGGED)
PAGE = 50


class Finished(NamedTuple):
    """A finished run with its household; `former` says that it was made before this program."""

    run_id: int
    case_id: int
    definition: str
    move: str
    on: date
    former: bool
    number: str
    head_name: str
    area: str
    state: str
    under_way: int | None


@dataclass(frozen=True, slots=True)
class Remains:
    """What lies in the files of some runs: exhibits, notices and steps by run, and their back-fills, newest last."""

    exhibits: dict[int, Exhibits]
    notices: dict[int, tuple[NoticeFact, ...]]
    steps: dict[int, dict[str, Step]]
    fills: dict[int, list[int]]

    def standing(self, run_id: int) -> Standing:
        """The steps of a run as guards read them."""
        rows = self.steps.get(run_id, {}).values()
        return Standing((row.name, StepFact(row.status, row.round, row.done_by)) for row in rows)


def finished(
    session: Session, by: Actor, area: str, after: int = 0, limit: int = PAGE, case_ids: Collection[int] | None = None
) -> tuple[list[Finished], int]:
    """A page of the finished moves of an area's watched households, and the run to go on from (0 at the end)."""
    columns = (Run.id, Run.case_id, Run.definition, Run.move, Run.finished_at, Run.purpose)
    home = (Household.number, Household.head_name, Household.group_code, Case.state, Case.run_id)
    query = (
        select(*columns, *home)
        .join(Household, Household.case_id == Run.case_id)
        .join(Case, Case.id == Run.case_id)
        .where(Run.status == COMPLETE, Run.purpose != FOR_RECORD, Run.id > after)
        .where(Case.kind == KIND, Case.state.in_(WATCHED))
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .order_by(Run.id)
        .limit(limit + 1)
    )
    if case_ids is not None:
        query = query.where(Run.case_id.in_(case_ids))
    rows = [_row(row) for row in session.execute(query)]
    return rows[:limit], rows[limit - 1].run_id if len(rows) > limit else 0


def _row(row: Any) -> Finished:
    run_id, case_id, definition, move, at, purpose, *home = row
    return Finished(run_id, case_id, definition, move, office_day(at), purpose == FORMER, *home)


def remains(session: Session, rows: Sequence[Finished]) -> Remains:
    """What lies in the files of these runs and of their back-fills; four statements for any number."""
    runs = [row.run_id for row in rows]
    fills: dict[int, list[int]] = {}
    query = select(Run.fills, Run.id).where(Run.fills.in_(runs), Run.status != BROKEN_OFF).order_by(Run.id)
    for run, fill in session.execute(query):
        fills.setdefault(run or 0, []).append(fill)
    steps: dict[int, dict[str, Step]] = {}
    wanted = [*runs, *(one for found in fills.values() for one in found)]
    for step in session.scalars(select(Step).where(Step.run_id.in_(wanted))):
        steps.setdefault(step.run_id, {})[step.name] = step
    return Remains(exhibits_of(session, runs), notice_facts(session, runs), steps, fills)
