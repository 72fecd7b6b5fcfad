"""The leads of an area: the list with its counts, one with its reports, and those about a household."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.guards import Blocker
from engine.outlook import one
from engine.words import N_
from states.households import Household
from states.leads.channels import CHANNELS, SOURCES
from states.leads.due import late
from states.leads.lead import KIND, LABELS, LEAD, MERGED, OPEN, REASONS, Lead
from states.leads.report import Report
from states.users import User

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A lead with its state and the household's number and case, once it is known."""

    lead: Lead
    state: str
    number: str | None
    household_case: int | None
    holder: str = ""
    holder_active: bool = True

    @property
    def label(self) -> str:
        """The state for people."""
        return LEAD.labels[self.state]

    @property
    def source(self) -> str:
        """Where it came from, for people."""
        return SOURCES[self.lead.source]

    @property
    def because(self) -> str:
        """Why it was closed, for people; empty for one that was not."""
        return REASONS.get(self.lead.because, "")

    @property
    def is_orphan(self) -> bool:
        """Whether it waits for somebody whose account is closed."""
        return self.state == OPEN[0] and bool(self.lead.holder) and not self.holder_active

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of leads is asked for; `held` is one of `HELD`, `today` the day by which something is late."""

    area: str = ""
    state: str = ""
    source: str = ""
    held: str = ""
    today: date | None = None


HELD = {"mine": N_("派给我的"), "nobody": N_("还没有派人"), "orphan": N_("派给已停用账号的"), "late": N_("超期的")}
"""Other ways to look at leads than by state and source."""


def listed(
    session: Session, by: Actor, *, area: str = "", state: str = "", source: str = "", before: int = 0
) -> tuple[list[Shown], int]:
    """A page of the area's leads, newest first, and the id to go on from (0 at the end)."""
    return asked_for(session, by, Asked(area, state, source), before)


def asked_for(session: Session, by: Actor, asked: Asked, before: int = 0) -> tuple[list[Shown], int]:
    """A page of what is asked for inside the actor's area, newest first, and the id to go on from (0 at the end)."""
    query = _own().where(within(Lead.area, by.area), within(Lead.area, asked.area))
    if asked.state:
        query = query.where(Case.state == asked.state)
    if asked.source in CHANNELS:
        query = query.where(Lead.id.in_(select(Report.lead_id).where(Report.source == asked.source)))
    if asked.held:
        query = query.where(_held(session, by, asked))
    if before:
        query = query.where(Lead.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(Lead.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].lead.id if len(rows) > PAGE else 0


def _held(session: Session, by: Actor, asked: Asked) -> ColumnElement[bool]:
    if asked.held == "late":
        narrow = asked.area if asked.area.startswith(by.area) else by.area
        return Lead.id.in_(late(session, narrow, asked.today)) if asked.today else Lead.id.is_(None)
    waits = Case.state == OPEN[0]
    closed = Lead.holder.in_(select(User.username).where(User.active.is_(False)))
    ways = {"mine": Lead.holder == by.id, "nobody": Lead.holder == "", "orphan": (Lead.holder != "") & closed}
    return waits & ways.get(asked.held, Lead.id.is_(None))


def sources(session: Session, leads: Sequence[Lead]) -> dict[int, list[str]]:
    """The channels by which each of these was reported, by its id, the first one first; one statement."""
    query = select(Report.lead_id, Report.source).where(Report.lead_id.in_([lead.id for lead in leads]))
    found: dict[int, list[str]] = {}
    for lead, source in session.execute(query.order_by(Report.id)):
        if SOURCES[source] not in found.setdefault(lead, []):
            found[lead].append(SOURCES[source])
    return found


def counts(session: Session, by: Actor, area: str = "") -> dict[str, int]:
    """How many leads of the area stand in each state."""
    query = select(Case.state, func.count()).where(
        Case.kind == KIND, within(Case.area, by.area), within(Case.area, area)
    )
    query = query.join(Lead, Lead.case_id == Case.id).where(Lead.merged_into.is_(None))
    found = dict(session.execute(query.group_by(Case.state)).all())
    return {state: found.get(state, 0) for state in LABELS}


def find(session: Session, lead_id: int, by: Actor) -> Shown:
    """A lead of the actor's area; raises `NotFound`."""
    query = _query().where(Lead.id == lead_id, within(Lead.area, by.area))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("lead", lead_id)
    return Shown(*row)


def chosen(session: Session, ids: Collection[int], by: Actor) -> list[Shown]:
    """Those of these leads that lie in the actor's area, in the order in which they came in."""
    query = _own().where(Lead.id.in_(set(ids)), within(Lead.area, by.area))
    return [Shown(*row) for row in session.execute(query.order_by(Lead.id))]


def reports(session: Session, lead: Lead) -> Sequence[Report]:
    """What was reported, oldest first."""
    return session.scalars(select(Report).where(Report.lead_id == lead.id).order_by(Report.id)).all()


def about(session: Session, household_id: int, by: Actor) -> list[Shown]:
    """The leads about a household, newest first."""
    query = _own().where(Lead.household_id == household_id, within(Lead.area, by.area))
    return [Shown(*row) for row in session.execute(query.order_by(Lead.id.desc()).limit(PAGE))]


def against(session: Session, book: Book, lead: Lead, by: Actor, at: Any) -> dict[str, list[Blocker]]:
    """What each act of the person's post would be refused for; an empty list means that it can be done."""
    moves = one(session, book, lead.case_id, by, at).moves
    return {move.name: list(blockers) for move, blockers in moves if by.role in move.by}


def _own() -> Any:
    """The leads that stand on their own: what was merged is seen in the one that it went into."""
    return _query().where(Lead.merged_into.is_(None), Case.state != MERGED[0])


def _query() -> Any:
    holder = func.coalesce(User.name, Lead.holder), func.coalesce(User.active, true())
    return (
        select(Lead, Case.state, Household.number, Household.case_id, *holder)
        .join(Case, Case.id == Lead.case_id)
        .outerjoin(Household, Household.id == Lead.household_id)
        .outerjoin(User, User.username == Lead.holder)
    )
