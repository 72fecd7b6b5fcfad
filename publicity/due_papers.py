"""For which households a paper is due now: their procedure waits for it, or a visit has something to settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from publicity.household_papers import ONLY_FOR, PAPERS
from states.awaited import awaited
from states.exchange.exports import MONITORED_STATES
from states.households import Household
from states.quality.desk import open_of
from states.visits.due import due_at
from states.visits.help import help_due

ALL, DUE, GROUPS = "all", "due", "groups"
Row = tuple[Household, str]
"""A household with the state of its case."""
Find = Callable[[Session, Sequence[Row], str, Actor, date], set[int]]
"""The cases, of these households of an area, for which a paper is due."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which paper, of which place, for whom: everybody, those due, or some villager groups."""

    paper: str
    area: str
    whom: str = ALL
    groups: tuple[str, ...] = ()


def _awaits(*kinds: str) -> Find:
    return lambda session, _rows, area, by, _on: {one.household.case_id for one in awaited(session, area, by, kinds)}


def _to_visit(session: Session, rows: Sequence[Row], _area: str, by: Actor, on: date) -> set[int]:
    due = due_at(session, [home.id for home, _ in rows], by, on)
    return {one.household.case_id for one in due.values() if one.sections}


def _new(session: Session, rows: Sequence[Row], area: str, by: Actor, on: date) -> set[int]:
    known = {home.case_id for home, state in rows if state in MONITORED_STATES}
    return _awaits("visit")(session, rows, area, by, on) - known


def _doubted(session: Session, rows: Sequence[Row], _area: str, by: Actor, _on: date) -> set[int]:
    """Known households of which a screening doubts something (HT08)."""
    homes = {home.id: home.case_id for home, state in rows if state in MONITORED_STATES}
    return {homes[one.finding.household_id or 0] for one in open_of(session, list(homes), by)}


def _to_help(session: Session, rows: Sequence[Row], _area: str, _by: Actor, on: date) -> set[int]:
    homes = {home.id: home for home, _ in rows}
    return {homes[number].case_id for number, one in help_due(session, list(homes.values()), on).items() if one.is_due}


FINDERS: Mapping[str, tuple[str, Find]] = {
    "visit": (N_("有要入户办的事"), _to_visit),
    "application": (N_("正等着申请和授权"), _awaits("application", "authorisation")),
    "consent": (N_("正等着知情同意"), _awaits("consent")),
    "collection": (N_("新识别，还没有入户核查"), _new),
    "comparison": (N_("筛查发现了疑点"), _doubted),
    "booklet": (N_("有风险没有措施，或者本季度还没有核查"), _to_help),
}
"""The papers that can be due, with what makes them so."""


def rows_of(session: Session, paper: str, area: str, by: Actor, case_id: int | None = None) -> list[Row]:
    """The households of an area that get a paper, by villager group and number; one of them by its case."""
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id)
    query = query.where(within(Household.group_code, area), within(Household.group_code, by.area))
    if paper in ONLY_FOR:
        query = query.where(ONLY_FOR[paper]())
    if case_id is not None:
        query = query.where(Household.case_id == case_id)
    rows = session.execute(query.order_by(Household.group_code, Household.number)).all()
    return [(row[0], row[1]) for row in rows]


def due_of(session: Session, paper: str, rows: Sequence[Row], area: str, by: Actor, on: date) -> set[int]:
    """The cases among these households for which a paper is due; none of a paper that never is."""
    if paper not in FINDERS or not rows:
        return set()
    return FINDERS[paper][1](session, rows, area, by, on) & {home.case_id for home, _ in rows}


def chosen(session: Session, choice: Choice, by: Actor, on: date) -> list[Household]:
    """The households of a choice in the order of groups.

    Raises `NotFound` for a paper that does not exist and a place outside the actor's area, `Refused` for nobody.
    """
    if choice.paper not in PAPERS:
        raise NotFound("document", choice.paper)
    if not (by.covers(choice.area) or by.area.startswith(choice.area)):
        raise NotFound("region", choice.area)
    rows = rows_of(session, choice.paper, choice.area, by)
    if choice.whom == DUE:
        due = due_of(session, choice.paper, rows, choice.area, by, on)
        rows = [row for row in rows if row[0].case_id in due]
    elif choice.whom == GROUPS:
        rows = [row for row in rows if row[0].group_code in choice.groups]
    if not rows:
        raise Refused("print", [Blocker("no-household", N_("这个村没有要打印这份文书的农户"))])
    return [home for home, _ in rows]
