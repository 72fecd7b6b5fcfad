"""What is known of watched households for the look-back, read for many at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.evidence import Evidence, Exhibit
from states.case_list import KIND
from states.help.measures import Measure
from states.help.risks import Risk
from states.households import Household
from states.quality.desk import Doubt
from states.quality.desk import open_of as doubts_of
from states.subjects import HouseholdFacts, households_of


@dataclass(frozen=True, slots=True)
class Seen:
    """The last visit that tells something: when, and what it says."""

    on: date
    body: Mapping[str, Any]

    @property
    def income(self) -> Decimal | None:
        """The income per head that was found."""
        said = self.body.get("income_per_head")
        return None if said is None else Decimal(str(said))


@dataclass(slots=True)
class Watched:
    """One household with all that the look-back asks."""

    home: Household
    state: str
    under_way: int | None
    facts: HouseholdFacts
    doubts: list[Doubt] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    visits: list[Seen] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    weighed: bool = False
    reviewed: Mapping[str, Any] | None = None
    """What the newest review of its stability says, where it was after the elimination."""

    @property
    def last(self) -> Seen | None:
        """The newest visit."""
        return self.visits[-1] if self.visits else None


def load(session: Session, rows: Sequence[tuple[Household, str, int | None]], by: Any, today: date) -> list[Watched]:
    """The watched households of these rows (household, state, run under way); twelve statements for any number."""
    cases = [home.case_id for home, _state, _run in rows]
    facts = households_of(session, cases, today)
    found = {home.id: Watched(home, state, run, facts[home.case_id]) for home, state, run in rows}
    of_case = {one.home.case_id: one for one in found.values()}
    for doubt in doubts_of(session, list(found), by):
        found[doubt.finding.household_id or 0].doubts.append(doubt)
    risks = select(Risk).where(Risk.household_id.in_(found), Risk.superseded.is_(False))
    for risk in session.scalars(risks.order_by(Risk.number)):
        found[risk.household_id].risks.append(risk)
    measures = select(Measure).where(Measure.household_id.in_(found), Measure.superseded.is_(False))
    for measure in session.scalars(measures.order_by(Measure.number)):
        found[measure.household_id].measures.append(measure)
    _add_visits(session, of_case)
    _add_exhibits(session, of_case)
    return list(found.values())


def _add_visits(session: Session, of_case: Mapping[int, Watched]) -> None:
    query = (
        select(Exhibit.case_id, Exhibit.happened_on, Evidence.body)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.case_id.in_(of_case), Exhibit.kind == "visit", Exhibit.superseded.is_(False))
        .order_by(Exhibit.happened_on, Exhibit.evidence_id)
    )
    for case_id, on, body in session.execute(query):
        of_case[case_id].visits.append(Seen(on, json.loads(body)))


def _add_exhibits(session: Session, of_case: Mapping[int, Watched]) -> None:
    """Hits of departments that nobody explained, and whether somebody weighed the whole of it."""
    kinds = ("department_answer", "explanation", "weighing", "stability")
    query = select(Exhibit.case_id, Exhibit.kind, Exhibit.facts, Exhibit.happened_on)
    query = query.where(Exhibit.case_id.in_(of_case), Exhibit.kind.in_(kinds), Exhibit.superseded.is_(False))
    hits: dict[int, dict[str, str]] = {}
    explained: dict[int, set[str]] = {}
    for case_id, kind, text, on in session.execute(query.order_by(Exhibit.evidence_id)):
        said = json.loads(text)
        if kind == "weighing":
            of_case[case_id].weighed = True
        elif kind == "stability":
            since = of_case[case_id].home.eliminated_on
            of_case[case_id].reviewed = said if since and on >= since else None
        elif kind == "explanation":
            explained.setdefault(case_id, set()).add(said["department"])
        elif said["hit"]:
            hits.setdefault(case_id, {})[said["department"]] = said["item"]
    for case_id, items in hits.items():
        open_ = items.keys() - explained.get(case_id, set())
        of_case[case_id].unexplained = [items[department] for department in sorted(open_)]


def households_in(states: Collection[str]) -> Any:
    """The households in these states with where their cases stand, to narrow down."""
    home = and_(Case.id == Household.case_id, Case.kind == KIND, Case.state.in_(states))
    return select(Household, Case.state, Case.run_id).join(Case, home)
