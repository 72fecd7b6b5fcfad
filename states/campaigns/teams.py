"""The team of each village: who holds which post since when; whoever is replaced stays on record (TZ18, XZ20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.areas import code, within
from engine.cases import hold
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states import regions
from states.campaigns.campaign import CLOSED, Campaign
from states.packs.campaign_parts import Post
from states.packs.loader import Pack
from states.packs.store import of_digest

WHO = ("village", "township", "township_leader")


class TeamMember(Base):
    """One person in the team of a village; `left_on` is set once somebody else took over, with the reason.

    The ledger keeps the row and never the name.
    """

    __tablename__ = "campaign_member"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    area: Mapped[str] = mapped_column(code(12))
    post: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[date]
    left_on: Mapped[date | None]
    left_because: Mapped[str] = mapped_column(String(200), default="")
    follows: Mapped[int | None] = mapped_column(ForeignKey("campaign_member.id"))

    __table_args__ = (Index("ix_campaign_member_campaign", "campaign_id", "area"),)


@dataclass(frozen=True, slots=True)
class Person:
    """Who joins a team: the post, the name, the office where they work, and a telephone number."""

    post: str
    name: str
    unit: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A post of a team with those who hold it and those who did."""

    post: Post
    holders: tuple[TeamMember, ...]
    former: tuple[TeamMember, ...]

    @property
    def missing(self) -> int:
        """How many are wanting."""
        return max(0, self.post.least - len(self.holders))


@dataclass(frozen=True, slots=True)
class VillageTeam:
    """The team of one village, post by post."""

    area: str
    name: str
    posts: tuple[Filled, ...]

    @property
    def missing(self) -> int:
        """How many people are wanting altogether."""
        return sum(one.missing for one in self.posts)


def teams(session: Session, campaign: Campaign, pack: Pack, area: str = "") -> list[VillageTeam]:
    """The teams of the villages inside `area`, by code; two statements."""
    around = area if len(area) > len(campaign.area) else campaign.area
    mine = TeamMember.campaign_id == campaign.id, within(TeamMember.area, around)
    by_post: dict[tuple[str, str], list[TeamMember]] = {}
    for one in session.scalars(select(TeamMember).where(*mine).order_by(TeamMember.id)):
        by_post.setdefault((one.area, one.post), []).append(one)
    posts = pack.file.team.post
    return [
        VillageTeam(
            place.code, place.name, tuple(_filled(one, by_post.get((place.code, one.name), ())) for one in posts)
        )
        for place in regions.below(session, around, "village")
    ]


def _filled(post: Post, people: Sequence[TeamMember]) -> Filled:
    return Filled(post, tuple(one for one in people if not one.left_on), tuple(one for one in people if one.left_on))


def join(session: Session, campaign: Campaign, area: str, person: Person, *, by: Actor, at: datetime) -> TeamMember:
    """Put somebody into the team of a village; raises `BadInput`, `Refused` and `NotFound`."""
    _check(session, campaign, area, person, by)
    one = _member(campaign, area, person, office_day(at))
    session.add(one)
    session.flush()
    _tell(session, campaign, "team-joined", one, by, at)
    return one


def replace(
    session: Session, campaign: Campaign, member_id: int, person: Person, reason: str, *, by: Actor, at: datetime
) -> TeamMember:
    """Let somebody else take a person's place from today on; the one before stays on record with the reason."""
    old = _current(session, campaign, member_id, by)
    if not 2 <= len(reason.strip()) <= 200:
        raise BadInput(Problem("reason", N_("请写明换人的理由")))
    person = Person(old.post, person.name, person.unit, person.phone)
    _check(session, campaign, old.area, person, by)
    old.left_on, old.left_because = office_day(at), reason.strip()
    one = _member(campaign, old.area, person, office_day(at))
    one.follows = old.id
    session.add(one)
    session.flush()
    _tell(session, campaign, "team-replaced", one, by, at)
    return one


def find(session: Session, campaign: Campaign, member_id: int, by: Actor) -> TeamMember:
    """Somebody who is in a team now; raises `NotFound`."""
    return _current(session, campaign, member_id, by)


def _current(session: Session, campaign: Campaign, member_id: int, by: Actor) -> TeamMember:
    mine = TeamMember.id == member_id, TeamMember.campaign_id == campaign.id, within(TeamMember.area, by.area)
    one = session.scalars(select(TeamMember).where(*mine).with_for_update()).one_or_none()
    if one is None or one.left_on:
        raise NotFound("member", member_id)
    return one


def _check(session: Session, campaign: Campaign, area: str, person: Person, by: Actor) -> None:
    posts = of_digest(session, campaign.digest).file.team.post
    problems = []
    if person.post not in {post.name for post in posts}:
        problems.append(Problem("post", N_("请选择职务")))
    if not 1 <= len(person.name.strip()) <= 60:
        problems.append(Problem("name", N_("请填写姓名")))
    if len(person.unit) > 60 or len(person.phone) > 40:
        problems.append(Problem("unit", N_("文字太长")))
    if problems:
        raise BadInput(*problems)
    if len(area) != 12 or not area.startswith(campaign.area) or not by.covers(area):
        raise NotFound("region", area)
    if session.get(regions.Region, area) is None:
        raise NotFound("region", area)
    if by.role not in WHO:
        text = N_("工作队名单由村和乡镇填写")
        raise Refused("team", [Blocker("role-required", text, {}, "二(三)", "township")])
    [case] = hold(session, [campaign.case_id])
    if case.state == CLOSED[0]:
        raise Refused("team", [Blocker("campaign-state", N_("集中行动已结束，名单不再变动"), {}, "")])


def _member(campaign: Campaign, area: str, person: Person, today: date) -> TeamMember:
    return TeamMember(
        campaign_id=campaign.id, area=area, post=person.post, name=person.name.strip(), unit=person.unit.strip(),
        phone=person.phone.strip(), since=today,
    )  # fmt: skip


def _tell(session: Session, campaign: Campaign, kind: str, one: TeamMember, by: Actor, at: datetime) -> None:
    [case] = hold(session, [campaign.case_id])
    told = {"member": one.id, "area": one.area, "post": one.post, "follows": one.follows}
    ledger.append_many(session, [(case, kind, told)], by, at)
