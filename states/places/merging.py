"""Merging places, and giving them another code: looked at first, then done as a whole or not at all (XZ22)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states import regions
from states.households import Household
from states.members import Member
from states.places import changes, regrouping
from states.places.changes import Why
from states.regions import Region, parent_of, region
from states.users import User

LEVELS = ("village", "group")
MOST_GROUPS = 99


@dataclass(frozen=True, slots=True)
class Way:
    """Where one group goes: its code and name before and after, and who goes along."""

    source: str
    source_name: str
    target: str
    target_name: str
    is_new: bool
    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merger or a new code would do: shown first, and carried out only while it is still the same."""

    act: str
    source: str
    source_name: str
    target: str
    target_name: str
    is_new: bool
    ways: tuple[Way, ...]
    accounts: tuple[User, ...]
    blockers: tuple[Blocker, ...]

    @property
    def households(self) -> int:
        """How many households move."""
        return sum(way.households for way in self.ways)

    @property
    def persons(self) -> int:
        """How many people move."""
        return sum(way.persons for way in self.ways)

    @property
    def digest(self) -> str:
        """What was looked at, in short."""
        ways = [[w.source, w.target, w.target_name, w.households, w.persons] for w in self.ways]
        told = ledger.canonical([self.act, self.source, self.target, ways])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def plan_merger(session: Session, source: str, target: str, by: Actor) -> Plan:
    """What merging `source` into `target` would do. Raises `NotFound` and `BadInput`."""
    place, into = _place(session, source, by), session.get(Region, target)
    if into is None or not by.covers(target):
        raise BadInput(Problem("target", N_("没有这个地区，或不在您的管理范围内")))
    if into.level != place.level or into.code == place.code:
        raise BadInput(Problem("target", N_("请选择同一级的另一个地区")))
    if into.abolished_on is not None:
        raise BadInput(Problem("target", N_("“合并到”的地区已经撤销")))
    if place.level == "group":
        pairs = [(place, into.code, into.name, False)]
    else:
        pairs = list(_into_village(session, place, into))
    return _plan(session, changes.MERGED, place, into.code, into.name, False, pairs)


def plan_code(session: Session, source: str, code: str, by: Actor) -> Plan:
    """What giving a place another code would do, be it in another township. Raises `NotFound` and `BadInput`."""
    place = _place(session, source, by)
    if not code.isdecimal() or len(code) != len(source):
        raise BadInput(Problem("target", N_("新编码要与原编码同一级，位数相同")))
    if not by.covers(code):
        raise BadInput(Problem("target", N_("这个地区不在您的管理范围内")))
    if session.get(Region, code):
        raise BadInput(Problem("target", N_("这个编码已经有了，撤销的编码也不能再用")))
    above = session.get(Region, parent_of(code) or "")
    if above is None or above.abolished_on is not None:
        raise BadInput(Problem("target", N_("新编码的上一级地区不存在或已经撤销")))
    if place.level == "group":
        pairs = [(place, code, place.name, True)]
    else:
        pairs = [(group, code + group.code[12:], group.name, True) for group in _open_groups(session, place.code)]
    return _plan(session, changes.RECODED, place, code, place.name, True, pairs)


def carry_out(session: Session, plan: Plan, seen: str, why: Why, by: Actor, at: datetime) -> int:
    """Do what was planned, if `seen` is the plan's own digest; answer how many households moved.

    Raises `BadInput` without reason and document, and `Refused` with every reason against it.
    """
    why.require()
    blockers = list(plan.blockers)
    places = select(Region.code).where(within(Region.code, plan.source)).order_by(Region.code)
    session.execute(places.with_for_update())  # nobody registers a household here meanwhile
    cases = regrouping.cases_in(session, plan.source)
    if seen != plan.digest or len(cases) != plan.households:
        blockers.append(Blocker("changed-meanwhile", N_("预览之后户数有变动，请重新预览")))
    if blockers:
        raise Refused(plan.act, blockers)
    _make_room(session, plan, at)
    targets = {way.source: way.target for way in plan.ways}
    moved = regrouping.carry(session, {case: targets[group] for case, group in cases.items()}, why, by, at)
    for way in plan.ways:
        if way.source != plan.source:
            _end(session, way.source, plan.act, why, by, at, way.target, (way.households, way.persons))
    _end(session, plan.source, plan.act, why, by, at, plan.target, (plan.households, plan.persons))
    return len(moved)


def _place(session: Session, code: str, by: Actor) -> Region:
    place = session.get(Region, code)
    if place is None or not by.covers(code):
        raise NotFound("region", code)
    return place


def _plan(
    session: Session,
    act: str,
    place: Region,
    target: str,
    name: str,
    is_new: bool,
    pairs: Sequence[tuple[Region, str, str, bool]],
) -> Plan:
    counts = _counts(session, place.code)
    ways = tuple(
        Way(group.code, group.name, code, called, new, *counts.get(group.code, (0, 0)))
        for group, code, called, new in pairs
    )
    lost = sorted(set(counts) - {way.source for way in ways})
    blockers = tuple(_against(session, place, lost))
    return Plan(act, place.code, place.name, target, name, is_new, ways, accounts(session, place.code), blockers)


def _against(session: Session, place: Region, lost: Sequence[str]) -> Iterator[Blocker]:
    if place.level not in LEVELS:
        yield Blocker("level", N_("这里只能合并行政村和村民小组，或改它们的编码"))
    if place.abolished_on is not None:
        yield Blocker("abolished", N_("“%(name)s”已经撤销"), {"name": place.name})
    if lost:
        text = N_("已撤销的小组%(code)s里还有农户，请先调整")
        yield from (Blocker("lost", text, {"code": code}) for code in lost)
    yield from regrouping.against(session, regrouping.cases_in(session, place.code))


def _into_village(session: Session, place: Region, into: Region) -> Iterator[tuple[Region, str, str, bool]]:
    taken = {one.code: one.name for one in regions.children(session, into.code)}
    free = (f"{into.code}{n:02}" for n in range(1, MOST_GROUPS + 1) if f"{into.code}{n:02}" not in taken)
    names = set(taken.values())
    for group in _open_groups(session, place.code):
        code = next(free, "")
        if not code:
            raise BadInput(Problem("target", N_("“合并到”的村没有空的小组编码了")))
        name = f"{place.name}{group.name}" if group.name in names else group.name
        yield group, code, name, True


def _open_groups(session: Session, village: str) -> list[Region]:
    return [one for one in regions.children(session, village) if one.abolished_on is None]


def _counts(session: Session, area: str) -> dict[str, tuple[int, int]]:
    """The households and present people by group."""
    here = (Member.household_id == Household.id) & Member.left_on.is_(None)
    query = (
        select(Household.group_code, func.count(func.distinct(Household.id)), func.count(Member.id))
        .outerjoin(Member, here)
        .where(within(Household.group_code, area))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(Household.group_code))}


def accounts(session: Session, area: str) -> tuple[User, ...]:
    """The open accounts that sit inside a place; after its end somebody has to move each of them."""
    query = select(User).where(within(User.area, area), User.active).order_by(User.area, User.username)
    return tuple(session.scalars(query))


def _make_room(session: Session, plan: Plan, at: datetime) -> None:
    if plan.is_new:
        _like(session, plan.source, plan.target, plan.target_name, at)
    for way in plan.ways:
        if way.is_new and way.target != plan.target:
            _like(session, way.source, way.target, way.target_name, at)


def _like(session: Session, source: str, code: str, name: str, at: datetime) -> None:
    """A new place with the contact of the old one."""
    old = session.get_one(Region, source)
    contact = {"phone": old.phone, "address": old.address, "contact_hours": old.contact_hours}
    session.add(region(code, name, valid_from=office_day(at), **contact))
    session.flush()


def _end(
    session: Session, code: str, act: str, why: Why, by: Actor, at: datetime, target: str, moved: tuple[int, int]
) -> None:
    place = session.get_one(Region, code)
    place.abolished_on = office_day(at)
    changes.note(session, code, act, why, by, at, other=target, before=place.name, moved=moved)
