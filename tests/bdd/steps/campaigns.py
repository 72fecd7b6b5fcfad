"""Sentences about campaigns: begun, reported, put off, closed; windows, lists in line, teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when
from sqlalchemy.orm import Session

from engine.db import reading
from engine.guards import Blocker
from states.campaigns import (
    adjustments,
    desk,
    extending,
    handing_in,
    openings,
    phases,
    reporting,
    roster,
    running,
    teams,
    windows,
)
from states.campaigns.campaign import Campaign
from states.campaigns.due import due
from states.campaigns.teams import Person
from states.packs.campaign_parts import OPERATIONS
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

OFFICE, COUNTY = "乡镇业务员", "县级审核员"
CODES = {label: name for name, label in OPERATIONS.items()}


class Room:
    """The campaign of the scenario, and what people do with it."""

    def __init__(self, world: World) -> None:
        self.world, self.campaign = world, 0

    def begin(self, role: str) -> None:
        """Draw one up and begin it as that person."""
        world, by = self.world, ROLES[role]

        def act(session: Session) -> int:
            one = running.draft(session, by.area, by=by, at=world.at)
            running.begin(session, world.book, one, by=by, at=world.at)
            return one.id

        self.campaign = world.attempt(act) or self.campaign

    def act(self, do: Callable[[Session, Campaign], object]) -> Any:
        """Do something to the campaign."""
        self.world.pass_to(None)
        return self.world.attempt(lambda session: do(session, session.get_one(Campaign, self.campaign)))

    def look(self, see: Callable[[Session, desk.Shown], Any]) -> Any:
        """See something of it as the county does."""
        self.world.finish()
        with reading(self.world.db) as session:
            return see(session, desk.find(session, self.campaign, ROLES[COUNTY]))

    def phase(self, title: str) -> str:
        """The name of a phase by its title."""
        return next(one.name for one in self.pack.file.phase if one.title == title)

    def window(self, title: str) -> str:
        """The name of a window by its title."""
        return next(one.name for one in self.pack.file.window if one.title == title)

    def cell(self, village: str, title: str) -> phases.Cell:
        """A phase at a village."""
        place = self.look(lambda db, one: phases.places(db, one.campaign, one.pack, VILLAGE[village]))[0]
        return place.cells[self.phase(title)]

    def owed(self, role: str) -> set[str]:
        """What is due at somebody's place within a fortnight."""
        by, today = ROLES[role], self.world.today
        with reading(self.world.db) as session:
            found = due(session, by.area, today, today + timedelta(days=14))
        return {one.title for one in found if one.done_on is None and one.role == by.role}

    def told(self) -> dict[str, Any]:
        """Who acts, and when, is said for each act."""
        return {"at": self.world.at}

    @property
    def pack(self) -> Any:
        """The plan of the campaign."""
        with reading(self.world.db) as session:
            return desk.find(session, self.campaign, ROLES[COUNTY]).pack


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


@given(phrase("{role:role}启动了集中行动"))
@when(phrase("{role:role}启动集中行动"))
def begins(room: Room, role: str) -> None:
    room.begin(role)


@then(phrase('集中行动"{title}"的名册有{n:n}户'))
def has_a_roster(room: Room, title: str, n: int) -> None:
    assert room.look(lambda _db, one: (one.campaign.title, one.campaign.households)) == (title, n)
    assert len(room.look(lambda db, one: roster.lines(db, one.campaign, ROLES[OFFICE]))[0]) == n


@given(phrase('{role:role}上报了"{phase}"完成'))
@when(phrase('{role:role}上报"{phase}"完成'))
def reports(room: Room, role: str, phase: str) -> None:
    by, name = ROLES[role], room.phase(phase)
    room.act(lambda db, one: reporting.report(db, one, name, by.area, "", by=by, **room.told()))


@then(phrase('"{village}"的"{phase}"已上报，其中"{what}"{n:n}户'))
def is_reported(room: Room, village: str, phase: str, what: str, n: int) -> None:
    report = room.cell(village, phase).report
    names = {label: name for name, label in adjustments.headings(room.pack).items()}
    assert report is not None
    assert report.counted[names[what]] == n


@then(phrase('"{village}"的"{phase}"还没有上报'))
def is_not_reported(room: Room, village: str, phase: str) -> None:
    assert room.cell(village, phase).report is None


@then(phrase('超期没有上报的是"{titles}"'))
def are_late(room: Room, titles: str) -> None:
    place = room.look(lambda db, one: phases.places(db, one.campaign, one.pack, VILLAGE["和平村"]))[0]
    assert "、".join(cell.phase.title for cell in place.late(room.world.today)) == titles


@when(phrase('{role:role}退回"{village}"的"{phase}"，理由是"{reason}"'))
def sends_back(room: Room, role: str, village: str, phase: str, reason: str) -> None:
    report, by = room.cell(village, phase).report, ROLES[role]
    assert report is not None
    room.act(lambda db, one: reporting.send_back(db, one, report.id, reason, by=by, **room.told()))


@then(phrase('{role:role}到期的事里有"{title}"'))
def is_due(room: Room, role: str, title: str) -> None:
    room.world.finish()
    assert title in room.owed(role)


@then(phrase('{role:role}到期的事里没有"{title}"'))
def is_not_due(room: Room, role: str, title: str) -> None:
    room.world.finish()
    assert title not in room.owed(role)


@given(phrase('{role:role}把"{village}"的"{phase}"延到了{day:day}，理由是"{reason}"'))
@when(phrase('{role:role}把"{village}"的"{phase}"延到{day:day}，理由是"{reason}"'))
def puts_off(room: Room, role: str, village: str, phase: str, day: date, reason: str) -> None:
    asked = room.phase(phase), "village", VILLAGE[village], day, reason
    room.act(lambda db, one: extending.extend(db, one, *asked, by=ROLES[role], **room.told()))


@then(phrase('"{village}"的"{phase}"到{day:day}截止'))
def ends_on(room: Room, village: str, phase: str, day: date) -> None:
    assert room.cell(village, phase).until == day


@when(phrase('{role:role}结束集中行动，总结是"{summary}"'))
def closes(room: Room, role: str, summary: str) -> None:
    by = ROLES[role]
    room.act(lambda db, one: running.close(db, room.world.book, one, summary, by=by, **room.told()))


@when(phrase('{role:role}结束集中行动，总结是"{summary}"，没有报齐的理由是"{left}"'))
def closes_with_a_reason(room: Room, role: str, summary: str, left: str) -> None:
    by = ROLES[role]
    room.act(lambda db, one: running.close(db, room.world.book, one, summary, left, by=by, **room.told()))


@then(phrase('集中行动已结束，总结是"{summary}"'))
def is_closed(room: Room, summary: str) -> None:
    assert room.look(lambda _db, one: (one.state, one.campaign.summary)) == ("closed", summary)


@given(phrase('{role:role}登记了"{window}"的申请"{document}"'))
@when(phrase('{role:role}登记"{window}"的申请"{document}"'))
def asks_for(room: Room, role: str, window: str, document: str) -> None:
    by, asked = ROLES[role], (room.window(window), document, room.world.today)
    room.act(lambda db, one: openings.ask(db, one, *asked, by=by, **room.told()))


@given(phrase('{role:role}登记了批复"{document}"，自{since:day}起至{until:day}开放'))
def is_answered(room: Room, role: str, document: str, since: date, until: date) -> None:
    told = room.look(lambda db, one: openings.answers(db, one.campaign, one.pack))
    opening = next(row.opening for some in told.values() for row in some if not row.is_answered)
    days = {"granted": True, "since": since, "until": until, "by": ROLES[role], **room.told()}
    room.act(lambda db, one: openings.answer(db, one, opening, document, room.world.today, **days))


@then(phrase('"{village}"今天办理"{operation}"的结果是"{result}"'))
def is_taken(world: World, village: str, operation: str, result: str) -> None:
    world.finish()
    with reading(world.db) as session:
        found: list[Blocker] = windows.against(session, VILLAGE[village], CODES[operation], world.today)
    assert "；".join(one.message for one in found) == ("" if result == "通过" else result)


@given(phrase('{role:role}上报了"{title}"{n:n}户'))
@when(phrase('{role:role}上报"{title}"{n:n}户'))
def hands_in(room: Room, role: str, title: str, n: int) -> None:
    by = ROLES[role]
    room.act(lambda db, one: handing_in.hand_in(db, one, by.area, title, n, by=by, **room.told()))


@then(phrase('排队的名单依次是"{villages}"'))
def stand_in_line(room: Room, villages: str) -> None:
    found = room.look(lambda db, one: handing_in.handed(db, one.campaign, ROLES[OFFICE]))
    waiting = sorted((row.number, row.list.area) for row in found if row.number)
    assert [area for _n, area in waiting] == [VILLAGE[name] for name in villages.split("、") if name]


@when(phrase('{role:role}复核"{village}"的名单，结果是"{result}"'))
def reviews(room: Room, role: str, village: str, result: str) -> None:
    _review(room, role, village, result, True)


@when(phrase('{role:role}退回"{village}"的名单，原因是"{result}"'))
def returns(room: Room, role: str, village: str, result: str) -> None:
    _review(room, role, village, result, False)


def _review(room: Room, role: str, village: str, result: str, good: bool) -> None:
    found = room.look(lambda db, one: handing_in.handed(db, one.campaign, ROLES[OFFICE]))
    mine = next(row.list.id for row in found if row.number and row.list.area == VILLAGE[village])
    told = {"good": good, "by": ROLES[role], **room.told()}
    room.act(
        lambda db, one: handing_in.review(
            db, room.world.book, handing_in.find(db, one, mine, ROLES[role]), result, **told
        )
    )


@then(parsers.parse("集中行动的阶段依次是:"))
def has_phases(room: Room, datatable: list[list[str]]) -> None:
    found = [[one.title, one.until.isoformat()] for one in room.pack.file.phase]
    assert found == [[cell.strip() for cell in row] for row in datatable]


@given(phrase('{role:role}把"{name}"列为了"{village}"工作队的"{post}"'))
@when(phrase('{role:role}把"{name}"列为"{village}"工作队的"{post}"'))
def joins(room: Room, role: str, name: str, village: str, post: str) -> None:
    code = next((one.name for one in room.pack.file.team.post if one.held_by == post), "")
    by, person = ROLES[role], Person(code, name)
    room.act(lambda db, one: teams.join(db, one, VILLAGE[village], person, by=by, **room.told()))


def team_of(room: Room, village: str) -> teams.VillageTeam:
    """The team of a village."""
    found: list[teams.VillageTeam] = room.look(lambda db, one: teams.teams(db, one.campaign, one.pack))
    return next(one for one in found if one.area == VILLAGE[village])


@then(phrase('"{village}"的工作队还缺{n:n}人，其中没有"{post}"'))
def is_wanting(room: Room, village: str, n: int, post: str) -> None:
    team = team_of(room, village)
    assert team.missing == n
    assert next(one.missing for one in team.posts if one.post.held_by == post) == 0


@when(phrase('{role:role}把"{village}"工作队的"{old}"换成"{name}"，理由是"{reason}"'))
def replaces(room: Room, role: str, village: str, old: str, name: str, reason: str) -> None:
    holders = [member for one in team_of(room, village).posts for member in one.holders if member.name == old]
    by, person = ROLES[role], Person("", name)
    room.act(lambda db, one: teams.replace(db, one, holders[0].id, person, reason, by=by, **room.told()))


@then(phrase('"{village}"工作队的"{post}"现在是"{name}"，以前是"{old}"，到{day:day}'))
def was_replaced(room: Room, village: str, post: str, name: str, old: str, day: date) -> None:
    found = next(one for one in team_of(room, village).posts if one.post.held_by == post)
    assert [one.name for one in found.holders] == [name]
    assert [(one.name, one.left_on) for one in found.former] == [(old, day)]


@then(phrase('汇总表里"{village}"的"{what}"是{n:n}，"{other}"的是{m:n}'))
def is_summed_up(room: Room, village: str, what: str, n: int, other: str, m: int) -> None:
    def counted(db: Session, one: desk.Shown) -> dict[str, dict[str, int]]:
        return adjustments.by_village(db, one.campaign.area, one.campaign.begun_on or date.min, one.pack)

    names = {label: name for name, label in adjustments.headings(room.pack).items()}
    found = room.look(counted)
    assert [found.get(VILLAGE[name], {}).get(names[what], 0) for name in (village, other)] == [n, m]
