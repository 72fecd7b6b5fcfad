"""The adjustments of a campaign by village, in numbers: the summary table that goes up from each (XZ13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.clock import OFFICE
from engine.runs import BROKEN_OFF, FOR_MOVE, Run
from engine.words import N_
from states.changes.change import APPLIED, JOIN, LEAVE, Change
from states.households import Household
from states.packs.loader import Pack

PEOPLE = {"joined": N_("人口自然增加"), "left": N_("人口自然减少")}
NATURES = {JOIN: "joined", LEAVE: "left"}


def headings(pack: Pack) -> dict[str, str]:
    """What is counted: households by the moves of the plan, and people who joined and left."""
    return {move.name: move.label for move in pack.definition.moves if move.procedure} | PEOPLE


def by_village(session: Session, area: str, since: date, pack: Pack) -> dict[str, dict[str, int]]:
    """For each village of an area the households that procedures were begun for since that day, and the people.

    What was broken off does not count. Two statements.
    """
    at, village = datetime.combine(since, time(), OFFICE), Household.village
    begun = (
        select(village, Run.move, func.count(func.distinct(Run.case_id)))
        .join(Household, Household.case_id == Run.case_id)
        .where(within(Household.group_code, area), Run.started_at >= at)
        .where(Run.status != BROKEN_OFF, Run.purpose == FOR_MOVE)
        .group_by(village, Run.move)
    )
    people = (
        select(village, Change.nature, func.count())
        .join(Case, Case.id == Change.case_id)
        .join(Household, Household.id == Change.household_id)
        .where(within(Change.area, area), Change.nature.in_(NATURES), Case.state == APPLIED[0])
        .where(Change.proposed_at >= at)
        .group_by(village, Change.nature)
    )
    named = headings(pack)
    found: dict[str, dict[str, int]] = {}
    for code, what, n in (*session.execute(begun), *session.execute(people)):
        name = NATURES.get(what, what)
        if name in named:
            found.setdefault(code, dict.fromkeys(named, 0))[name] = n
    return found


def together(rows: Iterable[dict[str, int]], pack: Pack) -> dict[str, int]:
    """The sum of rows."""
    total = dict.fromkeys(headings(pack), 0)
    for row in rows:
        for name, n in row.items():
            if name in total:
                total[name] += n
    return total
