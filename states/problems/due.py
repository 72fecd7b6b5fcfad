"""What is due of problem lists: each problem by its last day, with whoever has to act on it next."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.words import N_
from states.deadlines.deadline import Deadline
from states.problems.problem import CLOSED, OPEN, Listed
from states.problems.problem_list import ProblemList

KEPT = timedelta(days=31)
"""So long what was closed late is still told."""
UNIT = {14: "grid", 12: "village", 9: "township", 6: "county", 4: "city"}
TITLES = {
    "received": N_("认领问题"),
    "returned": N_("重新分办问题"),
    "claimed": N_("举一反三"),
    "traced": N_("整改问题"),
    "rectified": N_("核查整改"),
    "checked": N_("销号"),
    "closed": N_("整改问题"),
}
WHO_ABOVE = {"village": 9, "township": 6, "county": 4}


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The open problems of an area whose last day is not after `until`, and those closed late of late; one statement.

    The unit acts until it is rectified, the one above it checks and closes; what came back goes to whoever handed it
    out. A send-back begins a deadline of its own.
    """
    late = (Case.state == CLOSED[0]) & (Listed.closed_on > Listed.due_on) & (Listed.closed_on >= today - KEPT)
    query = select(Listed, Case.state, ProblemList.area, ProblemList.title).join(Case, Case.id == Listed.case_id)
    query = query.join(ProblemList, ProblemList.id == Listed.list_id)
    here = within(Listed.area, area), Listed.due_on <= until, Case.state.in_(OPEN) | late
    found = [_deadline(*row) for row in session.execute(query.where(*here).order_by(Listed.due_on, Listed.id))]
    return [one for one in found if one.area.startswith(area)]


def _deadline(problem: Listed, state: str, from_area: str, title: str) -> Deadline:
    role, place = UNIT[len(problem.area)], problem.area
    if state == "returned":
        place, role = from_area, UNIT.get(len(from_area), "county")
    elif state in ("rectified", "checked") and role in WHO_ABOVE:
        place = problem.area[: WHO_ABOVE[role]]
        role = UNIT[len(place)]
    stage = "check" if state in ("rectified", "checked") else "work"
    ref, title = f"{problem.id}:{stage}:{problem.round}", f"{TITLES[state]}：{title}第{problem.number}号"
    return Deadline(
        "problem", ref, title, role, place, problem.due_on, problem.opened_on, problem.closed_on,
        page=f"/problems/{problem.id}",
    )  # fmt: skip
