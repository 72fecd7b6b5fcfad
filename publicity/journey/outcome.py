"""Whether a story ended as its plot says: states, days on which lists hung, days on which moves were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.runs import COMPLETE, Run
from publicity.journey.plot import Plot
from states.notices import Notice
from states.practice.houses import House


def differences(session: Session, plot: Plot, houses: Sequence[House], states: Mapping[str, int]) -> list[str]:
    """Every difference between what came about and what the plot says, in words."""
    return [*_states(plot, states), *_notices(session, plot), *_moves(session, plot, houses)]


def _states(plot: Plot, states: Mapping[str, int]) -> Iterator[str]:
    there = {state: n for state, n in states.items() if n}
    if plot.ends.states and there != plot.ends.states:
        yield f"最后的状态应是{plot.ends.states}，实际是{there}"


def _notices(session: Session, plot: Plot) -> Iterator[str]:
    hung = {(row[0], row[1], row[2]) for row in session.execute(select(Notice.step, Notice.posted_on, Notice.last_on))}
    for one in plot.ends.notices:
        if (one.step, one.posted, one.last) not in hung:
            there = "、".join(f"{first}至{last}" for step, first, last in sorted(hung) if step == one.step)
            yield f"“{one.step}”应从{one.posted}张贴到{one.last}，实际：{there}"


def _moves(session: Session, plot: Plot, houses: Sequence[House]) -> Iterator[str]:
    for one in plot.ends.moves:
        query = select(Run.finished_at).where(
            Run.case_id == houses[one.who].case_id, Run.move == one.move, Run.status == COMPLETE
        )
        days: set[date] = {office_day(at) for at in session.scalars(query) if at}
        if one.on not in days:
            there = "、".join(map(str, sorted(days))) or "没有办成"
            yield f"{houses[one.who].head}户的“{one.move}”应在{one.on}办成，实际：{there}"
