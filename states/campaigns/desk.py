"""The campaigns of an area: the list, one of them with its plan, and the one under way at a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from states.campaigns.campaign import LABELS, UNDER_WAY, Campaign
from states.packs.loader import Pack
from states.packs.store import of_digest

PAGE = 50
ABOVE = (6, 9)
"""The lengths of the codes of places that run campaigns."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A campaign with where it stands and the plan that it pinned."""

    campaign: Campaign
    state: str
    pack: Pack

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    @property
    def is_under_way(self) -> bool:
        """Whether work is going on."""
        return self.state == UNDER_WAY[0]


def listed(session: Session, by: Actor, *, state: str = "", before: int = 0) -> tuple[list[Shown], int]:
    """A page of the campaigns that concern an area, newest first, and the id to go on from (0 at the end)."""
    query = select(Campaign, Case.state).join(Case, Case.id == Campaign.case_id).where(concerns(by.area))
    if state:
        query = query.where(Case.state == state)
    if before:
        query = query.where(Campaign.id < before)
    rows = session.execute(query.order_by(Campaign.id.desc()).limit(PAGE + 1)).all()
    found = [Shown(one, state, of_digest(session, one.digest)) for one, state in rows[:PAGE]]
    return found, found[-1].campaign.id if len(rows) > PAGE else 0


def find(session: Session, campaign_id: int, by: Actor) -> Shown:
    """A campaign that concerns the actor's area; raises `NotFound`."""
    query = select(Campaign, Case.state).join(Case, Case.id == Campaign.case_id)
    row = session.execute(query.where(Campaign.id == campaign_id, concerns(by.area))).one_or_none()
    if row is None:
        raise NotFound("campaign", campaign_id)
    return Shown(row[0], row[1], of_digest(session, row[0].digest))


def under_way(session: Session, areas: Iterable[str]) -> dict[str, Campaign]:
    """For each of these places the campaign under way there, the narrower one of two; one statement."""
    wanted = set(areas)
    above = {area[:length] for area in wanted for length in ABOVE if len(area) >= length}
    query = select(Campaign).join(Case, Case.id == Campaign.case_id)
    query = query.where(Case.state == UNDER_WAY[0], Campaign.area.in_(above)).order_by(Campaign.id)
    there = {one.area: one for one in session.scalars(query)}
    found = {area: [there[area[:length]] for length in ABOVE if area[:length] in there] for area in wanted}
    return {area: some[-1] for area, some in found.items() if some}


def inside(session: Session, area: str) -> list[Shown]:
    """The campaigns under way that concern a place: inside it, and of the places above it."""
    query = select(Campaign, Case.state).join(Case, Case.id == Campaign.case_id)
    rows = session.execute(query.where(Case.state == UNDER_WAY[0], concerns(area)).order_by(Campaign.id))
    return [Shown(one, state, of_digest(session, one.digest)) for one, state in rows]


def concerns(area: str) -> ColumnElement[bool]:
    """The condition that a campaign lies inside a place, or is one of a place above it."""
    return or_(within(Campaign.area, area), Campaign.area.in_([area[:n] for n in ABOVE if len(area) > n]))
