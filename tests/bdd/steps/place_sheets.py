"""Sentences about the yearly sheets of places by kind, and about resident work teams."""

from __future__ import annotations

from datetime import date

from pytest_bdd import given, parsers, then, when
from sqlalchemy import select

from engine.db import reading
from publicity.place_sheets import sheet_values
from states.places import due, expected, sheet_kinds, teams, village_sheets
from states.places.sheet_kinds import KINDS, asked
from states.places.teams import POSTS, Sent, TeamMember
from states.regions import Region
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

TITLES = {one.title: name for name, one in KINDS.items()}
KIND = "(?P<kind>" + "|".join(TITLES) + ")"
POST = {title: name for name, title in POSTS.items()}


def sentence(text: str) -> object:
    """A sentence with roles in braces, quoted words, a year, and the kind of sheet."""
    pattern = text.replace("{role}", "(?P<role>另一名乡镇业务员|乡镇业务员|村级信息员)").replace("{kind}", KIND)
    for name in ("place", "a", "x", "b", "y"):
        pattern = pattern.replace(f"{{{name}}}", f'(?P<{name}>[^"]*)')
    return parsers.re(pattern.replace("{year}", "(?P<year>[0-9]{4})"))


def code_of(world: World, place: str) -> str:
    return VILLAGE.get(place, world.place.code)


@given(phrase('{role:role}把"{place}"列为脱贫村'))
def is_lifted_out(world: World, role: str, place: str) -> None:
    by = ROLES[role]
    world.attempt(
        lambda db: expected.expect(db, db.get_one(Region, VILLAGE[place]), sheet_kinds.LIFTED, 2021, by=by, at=world.at)
    )


@given(sentence('{role}填了"{place}"{year}年{kind}，"{a}"是"{x}"，"{b}"是"{y}"'))
@when(sentence('{role}填"{place}"{year}年{kind}，"{a}"是"{x}"，"{b}"是"{y}"'))
def fills_in(world: World, role: str, place: str, year: str, kind: str, a: str, x: str, b: str, y: str) -> None:
    _enter(world, role, place, int(year), TITLES[kind], {a: x, b: y}, "")


@when(sentence('{role}改"{place}"{year}年{kind}，"{a}"是"{x}"'))
@when(sentence('{role}不写原因改"{place}"{year}年{kind}，"{a}"是"{x}"'))
def changes(world: World, role: str, place: str, year: str, kind: str, a: str, x: str) -> None:
    _enter(world, role, place, int(year), TITLES[kind], {a: x}, "")


def _enter(world: World, role: str, place: str, year: int, kind: str, told: dict[str, str], reason: str) -> None:
    names = {one.label: name for name, one in asked(kind).items()}
    said, by, code = {names[label]: value for label, value in told.items()}, ROLES[role], code_of(world, place)
    world.attempt(
        lambda db: village_sheets.enter_changes(
            db, db.get_one(Region, code), year, said, reason, by=by, at=world.at, kind=kind
        )
    )


@given(sentence('{role}核对了"{place}"{year}年{kind}'))
@when(sentence('{role}核对"{place}"{year}年{kind}'))
def verifies(world: World, role: str, place: str, year: str, kind: str) -> None:
    world.finish()
    with reading(world.db) as session:
        found = village_sheets.of_village(session, code_of(world, place), int(year), TITLES[kind])
        sheet = found[-1].id
    world.attempt(lambda db: village_sheets.verify(db, sheet, by=ROLES[role], at=world.at))


@then(sentence('"{place}"{year}年{kind}里"{a}"是"{x}"，"{b}"是"{y}"'))
def says(world: World, place: str, year: str, kind: str, a: str, x: str, b: str, y: str) -> None:
    world.finish()
    names = {one.label: name for name, one in asked(TITLES[kind]).items()}
    with reading(world.db) as session:
        [sheet] = village_sheets.of_village(session, code_of(world, place), int(year), TITLES[kind])
        assert (sheet.verified_at is not None, sheet.told[names[a]], sheet.told[names[b]]) == (True, x, y)


@then(sentence('{year}年还差{kind}的是"{place}"'))
def missing(world: World, year: str, kind: str, place: str) -> None:
    world.finish()
    with reading(world.db) as session:
        rows = expected.progress(session, ROLES["县级审核员"], "", TITLES[kind], int(year))
    assert "、".join(one.name for one in rows if one.state != "verified") == place


@given(phrase('{role:role}登记"{place}"驻村工作队"{name}"，派出单位"{unit}"，任"{post}"，{since:day}进驻'))
@when(phrase('{role:role}登记"{place}"驻村工作队"{name}"，派出单位"{unit}"，任"{post}"，{since:day}进驻'))
def sends(world: World, role: str, place: str, name: str, unit: str, post: str, since: date) -> None:
    sent, by = Sent(name, unit, POST[post], since), ROLES[role]
    world.attempt(lambda db: teams.join(db, db.get_one(Region, VILLAGE[place]), sent, by=by, at=world.at))


@when(phrase('{role:role}因"{reason}"用"{name}"替换"{old}"，派出单位"{unit}"，{since:day}进驻'))
def replaces(world: World, role: str, reason: str, name: str, old: str, unit: str, since: date) -> None:
    sent, by, gone = Sent(name, unit, teams.LEADER, since), ROLES[role], _member(world, old).id
    world.attempt(lambda db: teams.replace(db, gone, sent, reason, by=by, at=world.at))


@when(phrase('{role:role}因"{reason}"让"{name}"{until:day}离队'))
def leaves(world: World, role: str, reason: str, name: str, until: date) -> None:
    gone, by = _member(world, name).id, ROLES[role]
    world.attempt(lambda db: teams.leave(db, gone, until, reason, by=by, at=world.at))


def _member(world: World, name: str) -> TeamMember:
    with reading(world.db) as session:
        return session.scalars(select(TeamMember).where(TeamMember.name == name)).one()


@then(phrase('"{place}"驻村工作队现在是"{names}"'))
def is_there(world: World, place: str, names: str) -> None:
    world.finish()
    with reading(world.db) as session:
        assert "、".join(one.name for one in teams.of_village(session, VILLAGE[place])) == names


@then(phrase('"{place}"{year:n}年驻村工作队有变化的是"{names}"'))
def changed(world: World, place: str, year: int, names: str) -> None:
    with reading(world.db) as session:
        assert "、".join(one.name for one in teams.changed(session, VILLAGE[place], year)) == names


@then(phrase('"{name}"的任期到{until:day}'))
def until_then(world: World, name: str, until: date) -> None:
    assert _member(world, name).until == until


@then(parsers.re('到期的信息表有"(?P<title>.*)"，(?P<month>[0-9]+)月(?P<day>[0-9]+)日到期'))
def is_due(world: World, title: str, month: str, day: str) -> None:
    with reading(world.db) as session:
        found = due.due(session, world.place.code, world.today, world.today)
        early = due.due(session, world.place.code, world.today, date(world.today.year, int(month), int(day) - 1))
    assert (title, date(world.today.year, int(month), int(day))) in [(one.title, one.due_on) for one in found]
    assert early == []


@when(sentence('{role}打印"{place}"{year}年{kind}采集表'), target_fixture="form")
def prints(world: World, role: str, place: str, year: str, kind: str) -> dict[str, str]:
    with reading(world.db) as session:
        told = sheet_values(session, TITLES[kind], VILLAGE[place], int(year), world.today, ROLES[role])[1]
    return {fact["label"]: fact["recorded"] for part in told["parts"] for fact in part["facts"]}


@then(phrase('采集表上"{label}"登记的是"{value}"'))
def is_printed(form: dict[str, str], label: str, value: str) -> None:
    assert form[label] == value
