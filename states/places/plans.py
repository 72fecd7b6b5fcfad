"""What changing a place would do, drawn up from the register: where every part goes, and what stands against it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from engine.guards import Blocker
from engine.jobs.job import OPEN, Job
from engine.words import N_
from states.households import Household
from states.members import Member
from states.places import changes, regrouping
from states.regions import LEVELS, Region
from states.users import User

GROUP = 14
Part = tuple[Region, str, str, bool]
"""A place with the code and the name it gets, and whether a new place is made for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where one part goes: its code and name before and after, and who goes along."""

    source: str
    source_name: str
    target: str
    target_name: str
    is_new: bool
    households: int
    persons: int

    @property
    def is_group(self) -> bool:
        """Whether it is a villager group; a village that is a part counts its groups' households."""
        return len(self.source) == GROUP


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change of places would do: shown first, and carried out only while it is still the same.

    `accounts` stay behind and have to be moved by somebody; `following` is how many go along.
    """

    act: str
    source: str
    source_name: str
    target: str
    target_name: str
    is_new: bool
    ways: tuple[Way, ...]
    accounts: tuple[User, ...]
    following: int
    blockers: tuple[Blocker, ...]

    @property
    def ends(self) -> bool:
        """Whether the place itself is abolished; one from which parts are split off is not."""
        return self.act != changes.SPLIT

    @property
    def codes(self) -> dict[str, str]:
        """The new code of every place that goes."""
        return ({self.source: self.target} if self.ends else {}) | {way.source: way.target for way in self.ways}

    @property
    def same(self) -> dict[str, str]:
        """The new codes of those that stay what they are under another code."""
        whole = {self.source: self.target} if self.ends and self.is_new else {}
        return whole | {way.source: way.target for way in self.ways if way.is_new}

    @property
    def households(self) -> int:
        """How many households move."""
        return sum(way.households for way in self.ways if way.is_group)

    @property
    def persons(self) -> int:
        """How many people move."""
        return sum(way.persons for way in self.ways if way.is_group)

    @property
    def digest(self) -> str:
        """What was looked at, in short."""
        ways = [[w.source, w.target, w.target_name, w.households, w.persons] for w in self.ways]
        told = ledger.canonical([self.act, self.source, self.target, self.target_name, ways])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def place_of(session: Session, code: str, by: Actor) -> Region:
    """A place of the actor's area; raises `NotFound`."""
    place = session.get(Region, code)
    if place is None or not by.covers(code):
        raise NotFound("region", code)
    return place


def parts_below(session: Session, roots: Iterable[tuple[Region, str, str]]) -> list[Part]:
    """Places with new codes and names, each followed by all open places inside it, whose codes follow; all new."""
    parts: list[Part] = []
    for root, code, name in roots:
        parts.append((root, code, name, True))
        inside = select(Region).where(within(Region.code, root.code), Region.abolished_on.is_(None))
        found = session.scalars(inside.where(Region.code != root.code).order_by(Region.code))
        parts += [(one, code + one.code[len(root.code) :], one.name, True) for one in found]
    return parts


def drawn_up(
    session: Session,
    act: str,
    place: Region,
    target: tuple[str, str, bool],
    parts: Sequence[Part],
    levels: Sequence[str],
) -> Plan:
    """The plan of an act by which `place` goes to `target` (code, name, whether it is made) with its parts."""
    counts = _counts(session, place.code)
    ways = tuple(
        Way(part.code, part.name, code, called, new, *counts.get(part.code, (0, 0)))
        for part, code, called, new in parts
    )
    plan = Plan(act, place.code, place.name, *target, ways, (), 0, ())
    lost = sorted(set(counts) - set(plan.codes)) if plan.ends else []
    blockers = tuple(_against(session, plan, place, [code for code in lost if len(code) == GROUP], levels))
    going = session.scalar(select(func.count()).select_from(User).where(User.area.in_(plan.same), User.active)) or 0
    left = tuple(one for one in accounts(session, place.code) if one.area not in plan.same) if plan.ends else ()
    return Plan(act, place.code, place.name, *target, ways, left, going, blockers)


def accounts(session: Session, area: str) -> tuple[User, ...]:
    """The open accounts that sit inside a place; after its end somebody has to move each of them."""
    query = select(User).where(within(User.area, area), User.active).order_by(User.area, User.username)
    return tuple(session.scalars(query))


def jobs_under_way(session: Session, area: str) -> Iterator[Blocker]:
    """The reason that work in the background stands against a change: what it wrote down names the old codes."""
    here = within(Job.area, area) | within(Job.asked_area, area)
    if n := session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(OPEN), here)):
        text = N_("这里还有%(n)d个后台任务没有做完，请等做完或先取消")
        yield Blocker("job-running", text, {"n": n}, "", "township")


def _against(
    session: Session, plan: Plan, place: Region, lost: Sequence[str], levels: Sequence[str]
) -> Iterator[Blocker]:
    if place.level not in levels:
        yield Blocker("level", N_("这一级的地区不能这样调整"))
    if place.abolished_on is not None:
        yield Blocker("abolished", N_("“%(name)s”已经撤销"), {"name": place.name})
    if lost:
        text = N_("已撤销的小组%(code)s里还有农户，请先调整")
        yield from (Blocker("lost", text, {"code": code}) for code in lost)
    swallowed = [code for code in plan.codes if code not in plan.same and len(code) == GROUP]
    yield from regrouping.against(session, regrouping.cases_of(session, swallowed))
    yield from jobs_under_way(session, place.code)


def _counts(session: Session, area: str) -> dict[str, tuple[int, int]]:
    """The households and present people of every place inside an area."""
    here = (Member.household_id == Household.id) & Member.left_on.is_(None)
    query = (
        select(Household.group_code, func.count(func.distinct(Household.id)), func.count(Member.id))
        .outerjoin(Member, here)
        .where(within(Household.group_code, area))
    )
    found: dict[str, tuple[int, int]] = {}
    for group, households, persons in session.execute(query.group_by(Household.group_code)):
        for length in LEVELS:
            before = found.get(group[:length], (0, 0))
            found[group[:length]] = before[0] + households, before[1] + persons
    return found
