"""The review of every eliminated household (TZ02): who was reviewed since, what came of it, and what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.evidence import Exhibit
from engine.words import N_
from states.evidence.stability import POINTS
from states.households import Household
from states.lifecycle import ELIMINATED
from states.look_back.watched import households_in

PAGE = 50
OPEN, STABLE, UNSTABLE, NEW_RISK, GAPS = "open", "stable", "unstable", "new-risk", "gaps"
OUTCOMES = {
    OPEN: N_("还没有研判"),
    STABLE: N_("稳定"),
    UNSTABLE: N_("不稳定，应回退"),
    NEW_RISK: N_("有新风险，应再标注"),
    GAPS: N_("程序不规范，应补程序"),
}
ONLY = {"": N_("全部"), OPEN: N_("还没有研判"), "reviewed": N_("已研判")}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An eliminated household with its newest review since the elimination."""

    case_id: int
    number: str
    head_name: str
    area: str
    eliminated_on: date | None
    under_way: int | None
    on: date | None
    points: Mapping[str, bool]

    @property
    def outcome(self) -> str:
        """What the review came to."""
        if self.on is None:
            return OPEN
        if self.points["new_risk"]:
            return NEW_RISK
        if not all(self.points[name] for name in POINTS if name != "procedure_complete"):
            return UNSTABLE
        return STABLE if self.points["procedure_complete"] else GAPS

    @property
    def wrong(self) -> list[str]:
        """The points that were found wanting."""
        return [title for name, title in POINTS.items() if self.points and not self.points[name]]


def reviewed(
    session: Session, by: Actor, area: str, only: str = "", after: int = 0, limit: int = PAGE
) -> tuple[Sequence[Reviewed], int]:
    """A page of the eliminated households, and the case to go on from (0 at the end)."""
    query = _where(households_in((ELIMINATED,)), by, area)
    if only:
        query = query.where(_is_reviewed() if only == "reviewed" else not_(_is_reviewed()))
    rows = session.execute(query.where(Household.case_id > after).order_by(Household.case_id).limit(limit + 1)).all()
    newest = _newest(session, [row[0] for row in rows[:limit]])
    found = [
        Reviewed(
            home.case_id, home.number, home.head_name, home.group_code, home.eliminated_on, run,
            *newest.get(home.case_id, (None, {})),
        )
        for home, _state, run in rows[:limit]
    ]  # fmt: skip
    return found, found[-1].case_id if len(rows) > limit else 0


def by_village(session: Session, by: Actor, area: str) -> list[tuple[str, int, int]]:
    """For each village how many eliminated households it has, and how many of them were reviewed."""
    village = func.substr(Household.group_code, 1, 12)
    done = func.sum(case((_is_reviewed(), 1), else_=0))
    query = _where(households_in((ELIMINATED,)), by, area).with_only_columns(village, func.count(), done)
    rows = session.execute(query.group_by(village).order_by(village))
    return [(code, int(n), int(reviewed_ or 0)) for code, n, reviewed_ in rows]


def _where(query: Any, by: Actor, area: str) -> Any:
    return query.where(within(Household.group_code, by.area), within(Household.group_code, area))


def _is_reviewed() -> ColumnElement[bool]:
    mine = (Exhibit.case_id == Household.case_id, Exhibit.kind == "stability", Exhibit.superseded.is_(False))
    since = Exhibit.happened_on >= Household.eliminated_on
    return select(Exhibit.case_id).where(*mine, since).correlate(Household).exists()


def _newest(session: Session, homes: Sequence[Household]) -> dict[int, tuple[date, Mapping[str, bool]]]:
    since = {home.case_id: home.eliminated_on for home in homes}
    query = select(Exhibit.case_id, Exhibit.happened_on, Exhibit.facts).where(
        Exhibit.case_id.in_(since), Exhibit.kind == "stability", Exhibit.superseded.is_(False)
    )
    found: dict[int, tuple[date, Mapping[str, bool]]] = {}
    for case_id, on, text in session.execute(query.order_by(Exhibit.happened_on, Exhibit.evidence_id)):
        eliminated = since[case_id]
        if eliminated is None or on >= eliminated:
            found[case_id] = on, json.loads(text)
    return found
