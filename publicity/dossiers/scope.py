"""Which households are archived together: one, a village, or all that something happened to in a period (XZ08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import OFFICE
from engine.ledger import Entry
from engine.runs import Run
from engine.words import N_
from states import regions
from states.households import Household
from states.lifecycle import WAYS

HOUSEHOLD, VILLAGE, PERIOD = "household", "village", "period"
TITLE = N_("一户一档")


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice of households inside `area`: the case of one, everyone there, or who was touched in a period.

    `way` narrows a period to the runs of one kind of move, such as "identify": a campaign.
    """

    kind: str
    area: str
    case_id: int = 0
    since: date | None = None
    until: date | None = None
    way: str = ""

    def params(self) -> dict[str, Any]:
        """The form in which a job keeps it."""
        told: dict[str, Any] = {"kind": self.kind, "area": self.area, "case": self.case_id, "way": self.way}
        days = {"since": self.since, "until": self.until}
        return told | {name: day.isoformat() for name, day in days.items() if day}


def scope_of(params: Mapping[str, Any]) -> Scope:
    """The scope that a job keeps."""
    days = {name: date.fromisoformat(params[name]) for name in ("since", "until") if params.get(name)}
    return Scope(params["kind"], params["area"], params.get("case", 0), way=params.get("way", ""), **days)


def title_of(session: Session, scope: Scope) -> str:
    """What the package is called: the head, the village, or the place with the period."""
    if scope.kind == HOUSEHOLD:
        query = select(Household.head_name, Household.number).where(Household.case_id == scope.case_id)
        return "".join(session.execute(query).one())
    place = regions.names(session, [scope.area]).get(scope.area, scope.area)
    way = WAYS[scope.way].label if scope.way else ""
    return place + (f"{scope.since:%Y%m%d}至{scope.until:%Y%m%d}{way}" if scope.kind == PERIOD else "")


def counted(session: Session, book: Book, scope: Scope, by: Actor) -> int:
    """How many households there are."""
    return session.scalar(select(func.count()).select_from(Household).where(*_wanted(session, book, scope, by))) or 0


def following(
    session: Session, book: Book, scope: Scope, by: Actor, after: int, limit: int
) -> Sequence[tuple[int, int]]:
    """The next households after a case, as (case, household)."""
    query = select(Household.case_id, Household.id).where(*_wanted(session, book, scope, by))
    rows = session.execute(query.where(Household.case_id > after).order_by(Household.case_id).limit(limit))
    return [(row[0], row[1]) for row in rows]


def _wanted(session: Session, book: Book, scope: Scope, by: Actor) -> list[ColumnElement[bool]]:
    inside = [within(Household.group_code, scope.area), within(Household.group_code, by.area)]
    if scope.kind == HOUSEHOLD:
        return [*inside, Household.case_id == scope.case_id]
    if scope.kind == VILLAGE or scope.since is None or scope.until is None:
        return inside
    begins, ends = _start(scope.since), _start(scope.until + timedelta(days=1))
    if not scope.way:
        return [*inside, exists().where(Entry.case_id == Household.case_id, Entry.at >= begins, Entry.at < ends)]
    open_then = Run.finished_at.is_(None) | (Run.finished_at >= begins)
    went = exists().where(
        Run.case_id == Household.case_id, Run.started_at < ends, open_then, _of_way(session, book, scope)
    )
    return [*inside, went]


def _of_way(session: Session, book: Book, scope: Scope) -> ColumnElement[bool]:
    """The condition on runs that they are for one kind of move, whatever their plan calls it."""
    known = session.execute(select(Run.definition, Run.move).distinct())
    mine = [row for row in known if book.definition(session, row[0]).by_name[row[1]].way == scope.way]
    pairs = [(Run.definition == definition) & (Run.move == move) for definition, move in mine]
    condition: ColumnElement[bool] = Run.id < 0
    for pair in pairs:
        condition = condition | pair
    return condition


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE)
