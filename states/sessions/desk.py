"""The sessions of an area, one with all about it, and a quarter place by place: what was held and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, EvidenceFile, Exhibit
from engine.guards import Blocker
from engine.outlook import one
from states import regions
from states.sessions.plan import Planned, days_of, planned
from states.sessions.session import HELD, LABELS, Attendance, SessionVillage, StaffSession

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A session with its state, how many came, and how many villages it went to."""

    session: StaffSession
    state: str
    came: int
    villages: int

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]


@dataclass(frozen=True, slots=True)
class OfPlace:
    """A place in a quarter: its name, what was held there, and what the plan asks of it and is not there.

    `wanted` is how many villages the plan asks for (0 where it asks nothing), `planned_in` the month.
    """

    place: str
    name: str
    held: int
    people: int
    hours: int
    villages: int
    wanted: int
    planned_in: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the plan asks for a training that was not held, or was held in too few villages."""
        return bool(self.planned_in) and (not self.held or self.villages < self.wanted)


def listed(
    session: Session, by: Actor, *, area: str = "", state: str = "", quarter: str = "", before: int = 0
) -> tuple[list[Shown], int]:
    """A page of the sessions at places of the area, newest first, and the id to go on from (0 at the end)."""
    query = _query().where(within(StaffSession.place, by.area), within(StaffSession.place, area))
    if state:
        query = query.where(Case.state == state)
    if quarter:
        since, after = days_of(quarter)
        query = query.where(StaffSession.began_on >= since, StaffSession.began_on < after)
    if before:
        query = query.where(StaffSession.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(StaffSession.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].session.id if len(rows) > PAGE else 0


def find(session: Session, session_id: int, by: Actor) -> Shown:
    """A session at a place of the actor's area; raises `NotFound`."""
    row = session.execute(
        _query().where(StaffSession.id == session_id, within(StaffSession.place, by.area))
    ).one_or_none()
    if row is None:
        raise NotFound("session", session_id)
    return Shown(*row)


def people(session: Session, one: StaffSession) -> Sequence[Attendance]:
    """Who was to come, in the order of the list."""
    return session.scalars(select(Attendance).where(Attendance.session_id == one.id).order_by(Attendance.id)).all()


def villages(session: Session, one: StaffSession) -> list[str]:
    """The names of the villages in which it is held."""
    codes = session.scalars(select(SessionVillage.village).where(SessionVillage.session_id == one.id)).all()
    return list(regions.names(session, codes).values())


def files(session: Session, one: StaffSession) -> list[EvidenceFile]:
    """The signed list, page by page."""
    query = select(EvidenceFile).join(Evidence, Evidence.id == EvidenceFile.evidence_id)
    query = query.join(Exhibit, Exhibit.evidence_id == Evidence.id).where(Exhibit.case_id == one.case_id)
    return list(session.scalars(query.order_by(Evidence.id, EvidenceFile.position)))


def against(session: Session, book: Book, shown: Shown, by: Actor, at: Any) -> dict[str, list[Blocker]]:
    """What each act of the person's post would be refused for; an empty list means that it can be done."""
    moves = one(session, book, shown.session.case_id, by, at).moves
    return {move.name: list(blockers) for move, blockers in moves if by.role in move.by}


def quarter_of_places(session: Session, by: Actor, quarter: str, on: date, area: str = "") -> list[OfPlace]:
    """The quarter place by place: those that the plan gives a training, and those where one was held besides."""
    inside = max(by.area, area, key=len)
    asked = {one.place: one for one in planned(session, inside, on) if one.quarter == quarter}
    found = _held(session, by, area, quarter)
    rows: dict[str, list[Any]] = {}
    for place, villages_, people_, hours in found:
        key = next((one for one in asked if place.startswith(one)), place)
        row = rows.setdefault(key, [0, 0, 0, 0])
        for at, value in enumerate((1, people_, hours, villages_)):
            row[at] += value
    names = regions.names(session, rows.keys() | asked.keys())
    told = [_of_place(place, rows.get(place), asked.get(place), names) for place in sorted(rows.keys() | asked.keys())]
    return sorted(told, key=lambda one: (not one.is_missing, one.place))


def done_on(session: Session, by: Actor, asked: Planned) -> date | None:
    """The day on which a planned training was held in as many villages as the plan asks; None as long as it was not.

    What is held within the quarter counts.
    """
    since, after = days_of(asked.quarter)
    query = _query().where(within(StaffSession.place, by.area), within(StaffSession.place, asked.place))
    query = query.where(Case.state == HELD[0], StaffSession.began_on >= since, StaffSession.began_on < after)
    went = 0
    for row in session.execute(query.order_by(StaffSession.ended_on, StaffSession.id)):
        went += row[3]
        if went >= asked.villages:
            return row[0].ended_on  # type: ignore[no-any-return]
    return None


def _held(session: Session, by: Actor, area: str, quarter: str) -> list[tuple[str, int, int, int]]:
    since, after = days_of(quarter)
    query = _query().where(within(StaffSession.place, by.area), within(StaffSession.place, area))
    query = query.where(Case.state == HELD[0], StaffSession.began_on >= since, StaffSession.began_on < after)
    rows = [Shown(*row) for row in session.execute(query)]
    return [(one.session.place, one.villages, one.came, one.session.hours) for one in rows]


def _of_place(place: str, row: list[int] | None, asked: Planned | None, names: dict[str, str]) -> OfPlace:
    held, people_, hours, villages_ = row or (0, 0, 0, 0)
    name = asked.name if asked else names.get(place, place)
    wanted, month = (asked.villages, asked.month) if asked else (0, "")
    return OfPlace(place, name, held, people_, hours, villages_, wanted, month)


def _query() -> Any:
    came = select(func.coalesce(func.sum(case((Attendance.came, 1), else_=0)), 0))
    went = select(func.count()).where(SessionVillage.session_id == StaffSession.id)
    came_to = came.where(Attendance.session_id == StaffSession.id).scalar_subquery()
    query = select(StaffSession, Case.state, came_to, went.scalar_subquery())
    return query.join(Case, Case.id == StaffSession.case_id)
