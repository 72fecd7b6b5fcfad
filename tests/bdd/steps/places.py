"""Sentences about places and where households stand: regions, grids, coordinates, pairing, totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.actors import Actor
from engine.db import reading, work
from engine.ledger import history
from engine.runs import Step
from states import case_list, samples, users
from states.drafting import draft
from states.households import Household
from states.notices import Notice
from states.passwords import Secret
from states.places import (
    assigning,
    changes,
    coordinates,
    figures,
    grid_desk,
    grids,
    locations,
    merging,
    pairings,
    recoding,
    regrouping,
    relocating,
    renaming,
    returning,
    situations,
    splitting,
    totals,
    village_map,
    whereabouts,
)
from states.places.changes import Why
from states.places.grids import Grid
from states.places.locations import Measured
from states.places.pairings import Helper
from states.places.plans import Plan
from states.places.situations import GUARANTEES, Told
from states.regions import Region, full_name, region
from states.users import User
from tests.bdd.people import COUNTY, ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

ADMIN = Actor("guanli", "管理员", "admin", COUNTY)
OFFICER = ROLES["乡镇业务员"]
CODES = {"小中甸镇": samples.TOWNSHIP, "青山镇": "533401103", "新安镇": "533401104"} | VILLAGE
CODES |= {name + group: code + end for name, code in VILLAGE.items() for end, group in samples.GROUPS.items()}


@dataclass
class Looked:
    """What the administrator looked at before carrying it out."""

    plan: Plan | None = None
    grids: dict[str, int] = field(default_factory=dict)
    ends: list[date] = field(default_factory=list)


@pytest.fixture
def looked() -> Looked:
    return Looked()


def merge(world: World, source: str, target: str, document: str) -> None:
    def act(session: Any) -> None:
        plan = merging.plan_merger(session, source, target, ADMIN)
        relocating.carry_out(session, plan, plan.digest, Why("区划调整", document), ADMIN, world.at)

    world.attempt(act)


def house(session: Any, world: World, head: str) -> Household:
    return session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()


def where(world: World, head: str) -> str:
    with reading(world.db) as session:
        return full_name(session, house(session, world, head).group_code, above=samples.TOWNSHIP)


# regions


@given(phrase('管理员按"{document}"把"{village}"的"{source}"合并到"{target}"'))
@when(phrase('管理员按"{document}"把"{village}"的"{source}"合并到"{target}"'))
def group_is_merged(world: World, document: str, village: str, source: str, target: str) -> None:
    merge(world, CODES[village + source], CODES[village + target], document)


@when(phrase('管理员按"{document}"把"{village}"整村并入"{target}"'))
def village_is_merged(world: World, document: str, village: str, target: str) -> None:
    merge(world, CODES[village], CODES[target], document)


@given(phrase('管理员预览把"{village}"的"{source}"合并到"{target}"'))
@when(phrase('管理员预览把"{village}"的"{source}"合并到"{target}"'))
def merger_is_previewed(world: World, looked: Looked, village: str, source: str, target: str) -> None:
    with reading(world.db) as session:
        looked.plan = merging.plan_merger(session, CODES[village + source], CODES[village + target], ADMIN)


@when("管理员按刚才的预览办理合并")
def merged_as_previewed(world: World, looked: Looked) -> None:
    seen = looked.plan
    assert seen is not None

    def act(session: Any) -> None:
        plan = merging.plan_merger(session, seen.source, seen.target, ADMIN)
        relocating.carry_out(session, plan, seen.digest, Why("区划调整", "云政发〔2021〕3号"), ADMIN, world.at)

    world.attempt(act)


@when(phrase('管理员按"{document}"把"{village}"的编码改为"{code}"'))
def village_is_recoded(world: World, document: str, village: str, code: str) -> None:
    def act(session: Any) -> None:
        plan = recoding.plan_code(session, CODES[village], code, ADMIN)
        relocating.carry_out(session, plan, plan.digest, Why("区划调整", document), ADMIN, world.at)

    world.attempt(act)


@when(phrase('管理员按"{document}"把"{village}"更名为"{name}"'))
def village_is_renamed(world: World, document: str, village: str, name: str) -> None:
    world.attempt(lambda s: renaming.rename(s, CODES[village], name, Why("更名", document), ADMIN, world.at))


@when(phrase('乡镇业务员从"{village}"的"{source}"里把"{head}"户分到新设的"{name}"'))
def group_is_split(world: World, village: str, source: str, head: str, name: str) -> None:
    why, chosen = Why("分组", "小政发〔2021〕1号"), [world.cases[head]]
    code = CODES[village] + "09"
    world.attempt(lambda s: renaming.split(s, CODES[village + source], code, name, chosen, why, OFFICER, world.at))


@when(phrase('乡镇业务员把"{head}"户调整到"{village}"的"{group}"'))
def household_is_regrouped(world: World, head: str, village: str, group: str) -> None:
    chosen, target = [world.cases[head]], CODES[village + group]
    world.attempt(lambda s: regrouping.regroup(s, chosen, target, Why("按居住地"), OFFICER, world.at))


@given(phrase('"{head}"户的名单已起草公示'))
def notice_is_drawn_up(world: World, head: str) -> None:
    with work(world.db) as session:
        by = ROLES["村级信息员"]
        draft(session, world.book, [world.cases[head]], "village_notice", by=by, at=world.at, planned_on=world.today)


@then(phrase('"{head}"户、"{other}"户都在"{village}"的"{group}"'))
def both_stand_in(world: World, head: str, other: str, village: str, group: str) -> None:
    assert {where(world, head), where(world, other)} == {village + group}


@then(phrase('"{head}"户在"{village}"的"{group}"'))
def stands_in(world: World, head: str, village: str, group: str) -> None:
    assert where(world, head) == village + group
    assert world.case(head).area == world.household(head).group_code


@then(phrase('"{head}"户的台账最后一条记着从"{source}"到"{target}"和"{document}"'))
def ledger_tells_the_way(world: World, head: str, source: str, target: str, document: str) -> None:
    with reading(world.db) as session:
        told = history(session, world.cases[head], limit=1)[0].told
    expected = (CODES["和平村" + source], CODES["和平村" + target], document)
    assert (told["from"], told["to"], told["document"]) == expected


@then(phrase('"{village}"的"{group}"已撤销，去向是"{target}"'))
def is_abolished(world: World, village: str, group: str, target: str) -> None:
    code = CODES[village + group]
    with reading(world.db) as session:
        assert session.get_one(Region, code).abolished_on == world.today
        assert changes.successors(session, [code])[code][1] == target


@then(phrase('"{village}"的村级信息员能看到"{head}"户'))
def clerk_of_village_sees(world: World, village: str, head: str) -> None:
    with reading(world.db) as session:
        clerk = Actor("x", "杨丽", "village", CODES[village])
        assert case_list.find(session, world.cases[head], clerk).head_name == head


@then(phrase('"{head}"户的步骤都到了"{village}"的待办里'))
def steps_followed(world: World, head: str, village: str) -> None:
    with reading(world.db) as session:
        steps = session.scalars(select(Step).where(Step.case_id == world.cases[head])).all()
    assert steps
    assert all(step.area.startswith(CODES[village]) and step.area.startswith(step.desk) for step in steps)


@then(phrase('预览里有{n:n}户{people:n}人随迁到"{target}"'))
def preview_tells(looked: Looked, n: int, people: int, target: str) -> None:
    plan = looked.plan
    assert plan is not None
    assert (plan.households, plan.persons, plan.target_name) == (n, people, target)


@then(phrase('"{name}"的区划变动里有原名称"{before}"和文件"{document}"'))
def rename_is_on_record(world: World, name: str, before: str, document: str) -> None:
    with reading(world.db) as session:
        code = session.scalars(select(Region.code).where(Region.name == name)).one()
        [change] = changes.history(session, code)
    assert (change.before, change.after, change.document) == (before, name, document)


@then("系统不予办理，原因里说到公示还没有办结")
def refused_for_the_notice(world: World) -> None:
    assert {blocker.code for blocker in world.blockers()} == {"notice-running"}


# townships


def plan_and_do(world: World, document: str, planned: Callable[[Any], Plan]) -> None:
    def act(session: Any) -> None:
        plan = planned(session)
        relocating.carry_out(session, plan, plan.digest, Why("区划调整", document), ADMIN, world.at)

    world.attempt(act)


@given(phrase('另有乡镇"{name}"'))
def other_township(world: World, name: str) -> None:
    with work(world.db) as session:
        session.add(region(CODES[name], name))
        officer = ROLES["村级信息员"]
        account = users.Account(officer.id, officer.name, officer.role, officer.area)
        users.add(session, account, Secret("-", "-", False), ADMIN, world.at)


@when(phrase('管理员按"{document}"把"{source}"整镇并入"{target}"'))
def township_is_merged(world: World, looked: Looked, document: str, source: str, target: str) -> None:
    with reading(world.db) as session:
        looked.ends = list(session.scalars(select(Notice.last_on)))
    ways = CODES[source], CODES[target]
    plan_and_do(world, document, lambda session: merging.plan_merger(session, *ways, ADMIN))


@when(phrase('管理员按"{document}"从"{source}"把"{village}"分到新设的"{name}"'))
def township_is_split(world: World, document: str, source: str, village: str, name: str) -> None:
    new, part = (CODES[source], CODES[name], name), [CODES[village]]
    plan_and_do(world, document, lambda session: splitting.plan_split(session, *new, part, ADMIN))


@when(phrase('管理员按"{document}"撤回"{village}"的"{group}"的调整'))
def change_is_taken_back(world: World, document: str, village: str, group: str) -> None:
    def act(session: Any) -> None:
        plan = returning.plan_return(session, CODES[village + group], ADMIN)
        returning.take_back(session, plan, Why("并错了", document), ADMIN, world.at)

    world.attempt(act)


@given(phrase('管理员按"{document}"把"{village}"的"{group}"更名为"{name}"'))
def group_is_renamed(world: World, document: str, village: str, group: str, name: str) -> None:
    why = Why("更名", document)
    world.attempt(lambda session: renaming.rename(session, CODES[village + group], name, why, ADMIN, world.at))


@then(phrase('"{village}"的村级信息员账号改到"{township}"的"{name}"，仍能看到"{head}"户'))
def account_went_along(world: World, village: str, township: str, name: str, head: str) -> None:
    with reading(world.db) as session:
        user = session.scalars(select(User).where(User.username == ROLES["村级信息员"].id)).one()
        assert full_name(session, user.area, above=user.area[:6]) == township + name
        assert case_list.find(session, world.cases[head], users.actor(user)).head_name == head


@then(phrase('"{head}"户在并入前一天查到的地方是"{place}"'))
def lay_there_the_day_before(world: World, head: str, place: str) -> None:
    with reading(world.db) as session:
        stays = whereabouts.stays(session, house(session, world, head))
    assert whereabouts.on(stays, world.today - timedelta(days=1)).name == place


@then(phrase('"{village}"的沿革里有原编码'))
def former_code_is_known(world: World, village: str) -> None:
    with reading(world.db) as session:
        present = session.scalars(select(Region).where(Region.name == village, Region.abolished_on.is_(None))).one()
        assert [code for code, _name, _until in changes.former(session, present.code)] == [CODES[village]]


@then(phrase('"{head}"户在"{township}"辖内的"{place}"'))
def stands_in_township(world: World, head: str, township: str, place: str) -> None:
    with reading(world.db) as session:
        code = house(session, world, head).group_code
        assert full_name(session, code, above=code[:6]) == township + place


@then(phrase('公示的最后一天不变，由"{township}"的"{village}"接着办'))
def notice_went_along(world: World, looked: Looked, township: str, village: str) -> None:
    with reading(world.db) as session:
        [notice] = session.scalars(select(Notice))
        assert full_name(session, notice.area, above=notice.area[:6]) == township + village
        assert [notice.last_on] == looked.ends


# grids


@given(phrase('"{village}"有网格"{name}"，网格员是"{worker}"'))
def grid_is_there(world: World, looked: Looked, village: str, name: str, worker: str) -> None:
    with work(world.db) as session:
        looked.grids[name] = grids.make(session, CODES[village], name, worker, "", OFFICER, world.at).id


def assign(world: World, looked: Looked, name: str, cases: list[int], reason: str = "") -> None:
    def act(session: Any) -> None:
        assigning.assign(session, session.get_one(Grid, looked.grids[name]), cases, OFFICER, world.at, reason)

    world.attempt(act)


@given(phrase('"{head}"户已编入"{name}"'))
def lies_in_grid(world: World, looked: Looked, head: str, name: str) -> None:
    assign(world, looked, name, [world.cases[head]])


@when(phrase('乡镇业务员把"{head}"户编入"{name}"，原因是"{reason}"'))
def is_put_into_grid(world: World, looked: Looked, head: str, name: str, reason: str) -> None:
    assign(world, looked, name, [world.cases[head]], reason)


@when(phrase('乡镇业务员把"{village}"的"{group}"整组编入"{name}"'))
def group_is_put_into_grid(world: World, looked: Looked, village: str, group: str, name: str) -> None:
    with reading(world.db) as session:
        cases = grid_desk.cases_of_group(session, CODES[village + group], OFFICER)
    assign(world, looked, name, cases)


@when(phrase('乡镇业务员把"{name}"的网格员换成"{worker}"，原因是"{reason}"'))
def grid_changes_hands(world: World, looked: Looked, name: str, worker: str, reason: str) -> None:
    def act(session: Any) -> None:
        grids.hand_over(session, session.get_one(Grid, looked.grids[name]), worker, "", reason, OFFICER, world.at)

    world.attempt(act)


@when(phrase('乡镇业务员停用"{name}"'))
def grid_is_closed(world: World, looked: Looked, name: str) -> None:
    world.attempt(lambda s: grids.close(s, s.get_one(Grid, looked.grids[name]), OFFICER, world.at))


@given(phrase('"{head}"户{day:day}有一次入户核查'))
def was_visited(world: World, head: str, day: date) -> None:
    now = world.at
    world.settle(day)
    world.record("visit", [world.cases[head]])
    world.at = now


@then(phrase('没有编进网格的只有"{head}"户'))
def only_one_without_grid(world: World, head: str) -> None:
    with reading(world.db) as session:
        assert [one.head_name for one in grid_desk.without_grid(session, OFFICER)[0]] == [head]


@then("没有农户漏在网格外")
def nobody_without_grid(world: World) -> None:
    with reading(world.db) as session:
        assert grid_desk.groups_without(session, OFFICER) == {}


@then(phrase('"{name}"有{n:n}户，网格员是"{worker}"'))
def grid_holds(world: World, name: str, n: int, worker: str) -> None:
    with reading(world.db) as session:
        [row] = [row for row in grid_desk.listed(session, OFFICER, world.today) if row.name == name]
    assert (row.households, row.worker) == (n, worker)


@then(phrase('"{name}"的网格员先后是"{first}"、"{second}"'))
def workers_were(world: World, looked: Looked, name: str, first: str, second: str) -> None:
    with reading(world.db) as session:
        found = grids.workers_on_record(session, session.get_one(Grid, looked.grids[name]))
    assert [one.name for one in found] == [second, first]


@then(phrase('从{day:day}算起，"{name}"已入户{n:n}户'))
def grid_was_swept(world: World, day: date, name: str, n: int) -> None:
    with reading(world.db) as session:
        [row] = [row for row in grid_desk.listed(session, OFFICER, day) if row.name == name]
    assert row.visited == n


# coordinates


def locate(world: World, role: str, head: str, east: str, north: str, reason: str = "", sure: bool = False) -> None:
    def act(session: Any) -> None:
        measured = Measured(coordinates.read(east, north), world.today, 10, "phone", reason, sure)
        locations.locate(session, house(session, world, head), measured, ROLES[role], world.at)

    world.attempt(act)


@given(phrase('{role:role}在东经"{east}"北纬"{north}"为"{head}"户定位'))
@when(phrase('{role:role}在东经"{east}"北纬"{north}"为"{head}"户定位'))
def is_located(world: World, role: str, east: str, north: str, head: str) -> None:
    locate(world, role, head, east, north)


@when(phrase('{role:role}核对无误，在东经"{east}"北纬"{north}"为"{head}"户定位'))
def is_located_for_sure(world: World, role: str, east: str, north: str, head: str) -> None:
    locate(world, role, head, east, north, sure=True)


@when(phrase('{role:role}因"{reason}"把"{head}"户的坐标更正为东经"{east}"北纬"{north}"'))
def is_relocated(world: World, role: str, reason: str, head: str, east: str, north: str) -> None:
    locate(world, role, head, east, north, reason)


@when(phrase('{role:role}登记"{place}"办公地点在东经"{east}"北纬"{north}"'))
def office_is_located(world: World, role: str, place: str, east: str, north: str) -> None:
    measured = Measured(coordinates.read(east, north), world.today)

    def act(session: Any) -> None:
        locations.locate_office(session, session.get_one(Region, CODES[place]), measured, ROLES[role], world.at)

    world.attempt(act)


@then(phrase('"{head}"户的坐标是"{words}"'))
def stands_at(world: World, head: str, words: str) -> None:
    with reading(world.db) as session:
        found = locations.of_household(session, house(session, world, head).id)
    assert found is not None
    assert found.point.words == words


@then(phrase('"{head}"户有过{n:n}个坐标'))
def has_had_places(world: World, head: str, n: int) -> None:
    with reading(world.db) as session:
        assert len(locations.history(session, household_id=house(session, world, head).id)) == n


@then(phrase('"{village}"的分布图上有{n:n}户，还差{missing:n}户'))
def picture_shows(world: World, village: str, n: int, missing: int) -> None:
    with reading(world.db) as session:
        found = village_map.village_map(session, CODES[village], OFFICER)
    assert (len(found.dots), found.missing) == (n, missing)


@then(phrase('"{place}"办公地点的坐标是"{words}"'))
def office_stands_at(world: World, place: str, words: str) -> None:
    with reading(world.db) as session:
        found = locations.of_office(session, CODES[place])
    assert found is not None
    assert found.point.words == words


@then(phrase('"{head}"户的台账有登记坐标的记录，但没有"{number}"'))
def ledger_keeps_no_coordinates(world: World, head: str, number: str) -> None:
    with reading(world.db) as session:
        entry = history(session, world.cases[head], limit=1)[0]
    assert entry.kind == "located"
    assert number not in entry.facts


# pairing and situations


def pair(world: World, role: str, day: date, head: str, unit: str, name: str, reason: str = "") -> None:
    def act(session: Any) -> None:
        pairings.pair(session, house(session, world, head), Helper(name, unit), day, ROLES[role], world.at, reason)

    world.attempt(act)


@given(phrase('{role:role}从{day:day}起为"{head}"户结对"{unit}"的"{name}"'))
@when(phrase('{role:role}从{day:day}起为"{head}"户结对"{unit}"的"{name}"'))
def is_paired(world: World, role: str, day: date, head: str, unit: str, name: str) -> None:
    pair(world, role, day, head, unit, name)


@when(phrase('{role:role}因"{reason}"从{day:day}起为"{head}"户改结对"{unit}"的"{name}"'))
def is_paired_anew(world: World, role: str, reason: str, day: date, head: str, unit: str, name: str) -> None:
    pair(world, role, day, head, unit, name, reason)


@then(phrase('"{head}"户现在的帮扶责任人是"{name}"'))
def helper_is(world: World, head: str, name: str) -> None:
    with reading(world.db) as session:
        found = pairings.present(session, house(session, world, head).id)
    assert found is not None
    assert found.name == name


@then(phrase('"{head}"户先后的帮扶责任人是"{first}"、"{second}"'))
def helpers_were(world: World, head: str, first: str, second: str) -> None:
    with reading(world.db) as session:
        found = pairings.history(session, house(session, world, head).id)
    assert [one.name for one in found] == [second, first]
    assert found[1].until_on == found[0].from_on


@given(phrase('村级信息员登记"{head}"户人均收入"{income}"元，"{lacking}"没有达到'))
@when(phrase('村级信息员登记"{head}"户人均收入"{income}"元，"{lacking}"没有达到'))
def situation_is_recorded(world: World, head: str, income: str, lacking: str) -> None:
    met = frozenset(name for name, label in GUARANTEES.items() if label != lacking)
    told = Told(world.today, Decimal(income), met, "income")
    by = ROLES["村级信息员"]
    world.attempt(lambda s: situations.record(s, house(s, world, head), told, by, world.at))


@then(phrase('"{head}"户现在人均收入"{income}"元，没有达到的是"{lacking}"'))
def situation_is(world: World, head: str, income: str, lacking: str) -> None:
    with reading(world.db) as session:
        found = situations.present(session, house(session, world, head).id)
    assert found is not None
    assert (found.income_per_head, found.lacks) == (Decimal(income), [lacking])


# totals


def declare(world: World, role: str, place: str, year: int, **values: int) -> None:
    def act(session: Any) -> None:
        figures.declare(session, session.get_one(Region, CODES[place]), year, values, "", ROLES[role], world.at)

    world.attempt(act)


@given(phrase('{role:role}申报"{place}"{year:n}年总户数{n:n}户'))
@when(phrase('{role:role}申报"{place}"{year:n}年总户数{n:n}户'))
def is_declared(world: World, role: str, place: str, year: int, n: int) -> None:
    declare(world, role, place, year, households=n)


@when(phrase('{role:role}申报"{place}"{year:n}年总户数{n:n}户，其中低保户{part:n}户'))
def is_declared_with_a_part(world: World, role: str, place: str, year: int, n: int, part: int) -> None:
    declare(world, role, place, year, households=n, minimum_living=part)


@then(phrase('"{place}"合计{n:n}户{people:n}人，其中"{part}"{m:n}户'))
def adds_up(world: World, place: str, n: int, people: int, part: str, m: int) -> None:
    with reading(world.db) as session:
        found = totals.summary(session, CODES[place], world.today.year, OFFICER)
    assert (found.area.households, found.area.persons) == (n, people)
    assert {one.code: one.households for one in found.parts}[CODES[part]] == m


@then(phrase('"{place}"{year:n}年各组申报的总户数合计{n:n}户'))
def declared_sum_is(world: World, place: str, year: int, n: int) -> None:
    with reading(world.db) as session:
        assert totals.summary(session, CODES[place], year, OFFICER).summed[CODES[place]]["households"] == n


@then(phrase('汇总核对列出"{sentence}"'))
def contradiction_is_shown(world: World, sentence: str) -> None:
    with reading(world.db) as session:
        found = totals.summary(session, samples.TOWNSHIP, world.today.year, OFFICER)
    assert sentence in [one.message for one in found.contradictions]
