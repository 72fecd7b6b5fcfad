"""Handing lists in, and reviewing them: who came first is reviewed first (HT12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import Case, open_cases
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.campaigns.campaign import Campaign
from states.campaigns.lists import BY, LABELS, LIST, WAITING, HandedList

ROLES = {12: "village", 9: "township"}
REVIEWERS = BY
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Handed:
    """A list with its state and, while it waits, its number in line, from 1; 0 afterwards."""

    list: HandedList
    state: str
    number: int

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]


def hand_in(
    session: Session, campaign: Campaign, area: str, title: str, households: int, *, by: Actor, at: datetime,
    key: str | None = None,
) -> HandedList:  # fmt: skip
    """Hand a list in for one's own place; raises `BadInput` and `Refused`."""
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(HandedList, told["list"])
    if not 2 <= len(title.strip()) <= 60:
        raise BadInput(Problem("title", N_("请写明是什么名单，不超过60字")))
    if not 0 <= households <= 1_000_000:
        raise BadInput(Problem("households", N_("请填户数")))
    if by.area != area or not may_hand_in(campaign, by):
        text = N_("名单由开展集中行动的乡镇或县下面一级的地方自己上报")
        raise Refused("hand-in", [Blocker("role-required", text, {}, "二(四)", "township")])
    [case] = open_cases(session, LIST, [area], by, at)
    one = HandedList(
        case_id=case.id, campaign_id=campaign.id, area=area, title=title.strip(), households=households, handed_at=at,
        handed_by_name=by.name,
    )  # fmt: skip
    session.add(one)
    session.flush()
    commands.remember(session, key, by, {"list": one.id})
    return one


def review(session: Session, book: Book, one: HandedList, result: str, *, good: bool, by: Actor, at: datetime) -> None:
    """Say what the review found, or send the list back; raises `MoveBlocked`, for one that is not the first in line."""
    if len(result) > LONGEST:
        raise BadInput(Problem("result", N_("文字太长")))
    if not by.covers(one.area) or len(by.area) >= len(one.area):
        raise NotFound("list", one.id)
    one.result = result.strip()
    session.flush()
    advance(session, book, one.case_id, "review" if good else "return", by=by, at=at, note=one.result)
    one.reviewed_at, one.reviewed_by_name = at, by.name
    session.flush()


def handed(session: Session, campaign: Campaign, by: Actor) -> list[Handed]:
    """The lists of a campaign in the order in which they came; the line is that of all, whoever looks."""
    query = select(HandedList, Case.state).join(Case, Case.id == HandedList.case_id)
    found, number = [], 0
    for one, state in session.execute(query.where(HandedList.campaign_id == campaign.id).order_by(HandedList.id)):
        number += state == WAITING[0]
        if one.area.startswith(by.area):
            found.append(Handed(one, state, number if state == WAITING[0] else 0))
    return found


def find(session: Session, campaign: Campaign, list_id: int, by: Actor) -> HandedList:
    """A list of a campaign in the actor's area; raises `NotFound`."""
    mine = HandedList.campaign_id == campaign.id, HandedList.id == list_id, within(HandedList.area, by.area)
    one = session.scalars(select(HandedList).where(*mine)).one_or_none()
    if one is None:
        raise NotFound("list", list_id)
    return one


def may_hand_in(campaign: Campaign, by: Actor) -> bool:
    """Whether lists come from this post: that of a place one level below the campaign's."""
    one_below = {6: 9, 9: 12}[len(campaign.area)]
    return ROLES.get(len(by.area)) == by.role and by.area.startswith(campaign.area) and len(by.area) == one_below
