"""Sentences about the training of staff: planned by place and month, held with its list, missing places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when

from engine.db import reading
from engine.evidence import Attachment
from states.sessions import desk, due, holding
from states.sessions.holding import Course, Person
from states.sessions.plan import planned, ways
from states.sessions.session import StaffSession
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

SIGNED = Attachment("0" * 64, "签到表.jpg", "image/jpeg", 1000)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass
class Told:
    """The session that the scenario speaks of."""

    session: int = 0


@pytest.fixture
def held() -> Told:
    """What the scenario speaks of."""
    return Told()


@given(phrase('{role:role}安排了{on:day}在"{villages}"的"{way}"'))
def plans(world: World, held: Told, role: str, on: date, villages: str, way: str) -> None:
    _plan(world, held, role, on, on, way, tuple(VILLAGE[one] for one in villages.split("、")))


@when(phrase("{role:role}安排{on:day}至{until:day}的跟班学习"))
def plans_an_attachment(world: World, held: Told, role: str, on: date, until: date) -> None:
    _plan(world, held, role, on, until, "跟班学习", ())


def _plan(world: World, held: Told, role: str, on: date, until: date, way: str, villages: tuple[str, ...]) -> None:
    by = ROLES[role]
    with reading(world.db) as session:
        code = next(name for name, one in ways(session, by.area, world.today).items() if one.title == way)
    course = Course(by.area, "实践培训", code, "入户核查和信息采集", "州乡村振兴局 阿不都", on, until, 8, villages)
    held.session = world.attempt(lambda db: holding.plan(db, course, by=by, at=world.at).id) or 0


@given(phrase("{role:role}登记了{n:n}人参加，上传了签到表"))
def attended(world: World, held: Told, role: str, n: int) -> None:
    _attend(world, held, role, n)
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda db: holding.sign(db, db.get_one(StaffSession, held.session), [SIGNED], **told))  # type: ignore[arg-type]


@given(phrase("{role:role}登记了{n:n}人参加，没有上传签到表"))
def attended_without_a_list(world: World, held: Told, role: str, n: int) -> None:
    _attend(world, held, role, n)


@when(phrase("{role:role}改参训名单"))
def changes_the_list(world: World, held: Told, role: str) -> None:
    _attend(world, held, role, 1)


def _attend(world: World, held: Told, role: str, n: int) -> None:
    people = [Person(f"学员{number}号", "绿洲镇人民政府", "信息员") for number in range(n)]
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda db: holding.attend(db, db.get_one(StaffSession, held.session), people, **told))  # type: ignore[arg-type]


@given(phrase("{role:role}登记这次培训已举办"))
@when(phrase("{role:role}登记这次培训已举办"))
def holds(world: World, held: Told, role: str) -> None:
    told = {"by": ROLES[role], "at": world.at}
    said = "现场抽问，全部合格"
    world.attempt(lambda db: holding.hold(db, world.book, db.get_one(StaffSession, held.session), said, **told))  # type: ignore[arg-type]


@when(phrase('{role:role}因"{reason}"取消这次培训'))
def calls_off(world: World, held: Told, role: str, reason: str) -> None:
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda db: holding.call_off(db, world.book, db.get_one(StaffSession, held.session), reason, **told))  # type: ignore[arg-type]


@then(
    parsers.re('要点安排(?P<year>[0-9]+)年(?P<month>[0-9]+)月在"(?P<places>.*)"培训，每个地方不少于(?P<n>[0-9]+)个村')
)
def planned_there(world: World, year: str, month: str, places: str, n: str) -> None:
    with reading(world.db) as session:
        rows = [one for one in planned(session, "6528", world.today) if one.month == f"{year}-{int(month):02}"]
    assert "、".join(one.name for one in rows) == places
    assert {one.villages for one in rows} == {int(n)}


@then(parsers.re('(?P<year>[0-9]+)年第(?P<q>.)季度"(?P<place>.*)"(?P<how>还差|已完成)'))
def quarter_of_a_place(world: World, year: str, q: str, place: str, how: str) -> None:
    world.finish()
    [row] = [one for one in _quarter(world, "州市审核员", year, q) if one.name == place]
    assert row.is_missing == (how == "还差")


@then(parsers.re('(?P<role>县级审核员|州市审核员)看到(?P<year>[0-9]+)年第(?P<q>.)季度还差的是"(?P<places>.*)"'))
def missing(world: World, role: str, year: str, q: str, places: str) -> None:
    rows = _quarter(world, role, year, q)
    assert "、".join(one.name for one in rows if one.is_missing) == places


def _quarter(world: World, role: str, year: str, q: str) -> list[desk.OfPlace]:
    with reading(world.db) as session:
        return desk.quarter_of_places(session, ROLES[role], f"{year}-Q{QUARTERS[q]}", world.today)


@then(parsers.re('到期的培训有"(?P<title>.*)"，(?P<month>[0-9]+)月(?P<day>[0-9]+)日到期'))
def is_due(world: World, title: str, month: str, day: str) -> None:
    with reading(world.db) as session:
        found = due.due(session, world.place.county, world.today, world.today)
        early = due.due(session, world.place.county, world.today, date(2022, 3, 30))
    assert [(one.title, one.due_on) for one in found] == [(title, date(2022, int(month), int(day)))]
    assert early == []
