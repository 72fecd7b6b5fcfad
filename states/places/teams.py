"""Resident work teams (驻村工作队): who is in a village's team, from when until when, and who took whose place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.kept import not_later, written
from states.regions import Region

LEADER, MEMBER = "leader", "member"
POSTS = {LEADER: N_("第一书记兼工作队长"), "deputy": N_("副队长"), MEMBER: N_("队员")}


class TeamMember(Base):
    """Somebody of a village's work team; nobody is deleted: who leaves has a last day and a reason.

    `replaces` is whose place was taken.
    """

    __tablename__ = "team_member"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    village: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(80))
    post: Mapped[str] = mapped_column(String(16))
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    replaces: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_team_member_village", "village", "id"),)

    @property
    def post_title(self) -> str:
        """The post for people."""
        return POSTS[self.post]


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody who is sent to a village: the name, the unit, the post there, and the first day."""

    name: str
    unit: str
    post: str
    since: date


def join(session: Session, village: Region, sent: Sent, *, by: Actor, at: datetime) -> TeamMember:
    """Take somebody into the team; raises `NotFound` outside the actor's area, `BadInput` with everything wrong."""
    _hold(session, village, by)
    return _join(session, village, sent, None, by=by, at=at)


def leave(session: Session, member_id: int, until: date, reason: str, *, by: Actor, at: datetime) -> TeamMember:
    """Let somebody leave, with the last day and the reason; raises `NotFound` and `BadInput`."""
    one = present(session, member_id, by)
    wrong = written("reason", reason, N_("请写明离队的原因")) + not_later("until", until, at)
    if until < one.since:
        wrong.append(Problem("until", N_("离队日期不能早于进驻日期")))
    if wrong:
        raise BadInput(*wrong)
    one.until, one.reason = until, reason.strip()
    session.flush()
    return one


def replace(session: Session, member_id: int, sent: Sent, reason: str, *, by: Actor, at: datetime) -> TeamMember:
    """Let somebody take another's place from a day on; the other's last day is the one before. Raises as `join`."""
    old = present(session, member_id, by)
    village = session.get_one(Region, old.village)
    _hold(session, village, by)
    leave(session, old.id, max(date.fromordinal(sent.since.toordinal() - 1), old.since), reason, by=by, at=at)
    return _join(session, village, sent, old.id, by=by, at=at)


def of_village(session: Session, village: str, year: int | None = None) -> Sequence[TeamMember]:
    """Who is in a village's team now, or who was at any time of a year; the leader first."""
    query = select(TeamMember).where(TeamMember.village == village)
    if year is None:
        query = query.where(TeamMember.until.is_(None))
    else:
        query = query.where(TeamMember.since <= date(year, 12, 31))
        query = query.where(or_(TeamMember.until.is_(None), TeamMember.until >= date(year, 1, 1)))
    order = list(POSTS)
    return sorted(session.scalars(query), key=lambda one: (one.until is not None, order.index(one.post), one.id))


def with_team(year: int) -> Select[str]:
    """The villages that had somebody of a team at any time of a year, as a part of a statement."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(TeamMember.village).where(TeamMember.since <= last)
    return query.where(or_(TeamMember.until.is_(None), TeamMember.until >= first))


def changed(session: Session, village: str, year: int) -> list[TeamMember]:
    """Those of the team who came or went in a year: what is entered into the national system."""
    return [
        one
        for one in of_village(session, village, year)
        if one.since.year == year or (one.until and one.until.year == year)
    ]


def present(session: Session, member_id: int, by: Actor) -> TeamMember:
    """Somebody who is in a team of the actor's area; raises `NotFound`."""
    one = session.get(TeamMember, member_id)
    if one is None or one.until is not None or not by.covers(one.village):
        raise NotFound("team-member", member_id)
    return one


def _hold(session: Session, village: Region, by: Actor) -> None:
    if not by.covers(village.code) or village.level != "village":
        raise NotFound("region", village.code)
    session.execute(select(Region.code).where(Region.code == village.code).with_for_update())


def _join(
    session: Session, village: Region, sent: Sent, replaces: int | None, *, by: Actor, at: datetime
) -> TeamMember:
    wrong = written("name", sent.name, N_("请写队员姓名"), 60) + written("unit", sent.unit, N_("请写派出单位"), 80)
    wrong += not_later("since", sent.since, at)
    team = of_village(session, village.code)
    if sent.post not in POSTS:
        wrong.append(Problem("post", N_("请选择职务")))
    elif sent.post == LEADER and any(one.post == LEADER for one in team):
        wrong.append(Problem("post", N_("已有第一书记（队长）：请办理替换")))
    if any((one.name, one.unit) == (sent.name.strip(), sent.unit.strip()) for one in team):
        wrong.append(Problem("name", N_("这个人已在工作队里")))
    if wrong:
        raise BadInput(*wrong)
    one = TeamMember(
        village=village.code, name=sent.name.strip(), unit=sent.unit.strip(), post=sent.post, since=sent.since,
        replaces=replaces, by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    return one
