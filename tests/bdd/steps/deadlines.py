"""Sentences about deadlines: recurring duties, who handed them in, and reminders."""

from __future__ import annotations

from datetime import date, timedelta

from pytest_bdd import given, then, when
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from states import regions
from states.deadlines import matrix, recording
from states.deadlines.duties import Owed, covered, owed
from states.deadlines.matrix import STANDINGS, Cell
from states.deadlines.recording import Said
from states.evidence.reviews import DEPARTMENTS
from states.issued import issuing, numbers
from states.issued.issuing import Made
from states.packs.loader import shipped
from states.packs.store import StoredPack, install
from states.regions import region
from states.reminders import by_hand, inbox
from states.reminders.reminder import Reminder
from states.reminders.sending import send
from states.roles import ROLES as POSTS
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.world import World, morning

YEAR = timedelta(days=366)
DUTY = """
[[duty]]
name = "{name}"
title = "{title}"
by = "township"
every = "month"
when = {{ day = {n} }}
"""
CODES = {f"{name}部门": code for code, name in DEPARTMENTS.items()}


def owing(session: Session, world: World, who: str, period: str, title: str) -> Owed:
    """What a post owes for a period, by the words of the scenario."""
    by = department(CODES[who]) if who in CODES else ROLES[who]
    known = owed(session, by.area, world.today - YEAR, world.today + YEAR)
    mine = [one for one in known if (one.area, one.department) == (by.area, by.department)]
    [found] = [one for one in mine if one.duty.title == title and one.period.label == period]
    return found


def cell(session: Session, world: World, by: Actor, payer: tuple[str, str], period: str, title: str) -> Cell:
    """How a duty of a place or department stands, as a person sees it today."""
    [found] = [one for one in matrix.matrices(session, by, world.today) if one.duty.title == title]
    named = {(regions.names(session, [area])[area], code): (area, code) for area, code in found.owing}
    [stretch] = [one for one in found.periods if one.label == period]
    shown = found.at(named[payer], stretch)
    assert shown is not None
    return shown


@given(phrase('方案另外要求乡镇每月{n:n}日前"{title}"，由经办人登记'))
def asks_for_more(world: World, n: int, title: str) -> None:
    text = shipped()["bazhou-2022"] + DUTY.format(name=f"more_{n}", title=title, n=n)
    with work(world.db) as session:
        install(session, shipped() | {"bazhou-2022": text}, world.at)


@given(phrase('"{county}"还有"{township}"'))
def another_township(world: World, county: str, township: str) -> None:
    with work(world.db) as session:
        session.add(region(ROLES["县级审核员"].area + "101", township))


@given(phrase("系统{day:day}启用"))
def begins(world: World, day: date) -> None:
    with work(world.db) as session:
        session.execute(update(StoredPack).values(began_at=morning(day)))


@then(phrase('{period}的"{title}"不算{who}欠的'))
def owes_nothing(world: World, period: str, title: str, who: str) -> None:
    by = department(CODES[who]) if who in CODES else ROLES[who]
    with reading(world.db) as session:
        known = owed(session, by.area, world.today - YEAR, world.today + YEAR)
    assert title in {one.duty.title for one in known}
    mine = [one for one in known if (one.area, one.department) == (by.area, by.department)]
    assert not [one for one in mine if one.duty.title == title and one.period.label == period]


@then(phrase('{period}的"{title}"由{who}办，最后一天是{day:day}'))
def is_due(world: World, period: str, title: str, who: str, day: date) -> None:
    with reading(world.db) as session:
        one = owing(session, world, who, period, title)
    post = "department" if who in CODES else ROLES[who].role
    assert (one.due_on, one.duty.by) == (day, post)


@when(phrase('{role:role}印发{period}的"{title}"'))
def issues(world: World, role: str, period: str, title: str) -> None:
    by = ROLES[role]
    world.attempt(lambda session: _issue(session, world, by, period, title))
    world.finish()


def _issue(session: Session, world: World, by: Actor, period: str, title: str) -> None:
    """Issue the paper that tells of a period, whichever period it is owed in."""
    known = owed(session, by.area, world.today - YEAR, world.today + YEAR)
    [one] = [one for one in known if one.area == by.area and one.duty.title == title and covered(one).label == period]
    until, number = covered(one).last_on, numbers.next_number(session, by.area, "报", world.today.year)
    told = {"vouches": {"kind": "report", "params": {"until": until}}, "by": by, "at": world.at}
    issuing.issue(session, one.duty.proof[6:], by.area, title, {}, Made("0", "0", 1), number=number, **told)  # type: ignore[arg-type]


@then(phrase('{role:role}看到"{place}"{period}的"{title}"是"{standing}"'))
def stands(world: World, role: str, place: str, period: str, title: str, standing: str) -> None:
    _stands(world, ROLES[role], (place, ""), period, title, standing)


@then(phrase('{role:role}看到{name}部门{period}的"{title}"是"{standing}"'))
def department_stands(world: World, role: str, name: str, period: str, title: str, standing: str) -> None:
    place = world.place.names[world.place.county]
    _stands(world, ROLES[role], (place, CODES[f"{name}部门"]), period, title, standing)


def _stands(world: World, by: Actor, payer: tuple[str, str], period: str, title: str, standing: str) -> None:
    world.finish()
    with reading(world.db) as session:
        shown = cell(session, world, by, payer, period, title)
    late = f"{shown.days_late}天" if shown.days_late else ""
    assert STANDINGS[shown.standing] + late == standing


@then(phrase('{role:role}看不到"{place}"的定期任务'))
def does_not_see(world: World, role: str, place: str) -> None:
    with reading(world.db) as session:
        found = matrix.matrices(session, ROLES[role], world.today)
        names = regions.names(session, {area for one in found for area, _ in one.owing})
    assert place not in names.values()


@then(phrase("{name}部门的人看到的定期任务都是本部门的"))
def sees_its_own(world: World, name: str) -> None:
    code = CODES[f"{name}部门"]
    with reading(world.db) as session:
        found = matrix.matrices(session, department(code), world.today)
    assert {payer for one in found for _, payer in one.owing} == {code}


@given(phrase('{role:role}登记{period}的"{title}"{day:day}报送'))
@when(phrase('{role:role}登记{period}的"{title}"{day:day}报送'))
def reports(world: World, role: str, period: str, title: str, day: date) -> None:
    def act(session: Session) -> None:
        one = owing(session, world, "乡镇业务员", period, title)
        recording.record(session, one, Said(day), by=ROLES[role], at=world.at)

    world.attempt(act)


@given(phrase('{role:role}撤回{period}的"{title}"的登记，理由"{reason}"'))
def withdraws(world: World, role: str, period: str, title: str, reason: str) -> None:
    def act(session: Session) -> None:
        report = recording.standing(session, owing(session, world, role, period, title))
        assert report is not None
        recording.withdraw(session, world.book, report, reason, by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase("从{first:day}到{last:day}，每天运行{n:n}次催办"))
def rounds(world: World, first: date, last: date, n: int) -> None:
    world.finish()
    for day in range((last - first).days + 1):
        for minute in range(n):
            with work(world.db) as session:
                send(session, area=world.place.code, at=morning(first + timedelta(days=day, minutes=minute)))


@given(phrase('{role:role}催办了{period}的"{title}"，附言"{note}"'))
@when(phrase('{role:role}催办{period}的"{title}"，附言"{note}"'))
def reminds(world: World, role: str, period: str, title: str, note: str) -> None:
    def act(session: Session) -> None:
        one = owing(session, world, "乡镇业务员", period, title)
        by_hand.remind(session, f"duty:{one.ref}", note, by=ROLES[role], at=world.at)

    world.attempt(act)


@then(phrase('{period}的"{title}"的催办是:'))
def reminded(world: World, period: str, title: str, datatable: list[list[str]]) -> None:
    world.finish()
    heading, *rows = datatable
    assert heading == ["日期", "发给", "缘由"]
    assert _reminders(world, period, title) == rows


@then(phrase('{period}的"{title}"没有催办'))
def not_reminded(world: World, period: str, title: str) -> None:
    world.finish()
    assert _reminders(world, period, title) == []


def _reminders(world: World, period: str, title: str) -> list[list[str]]:
    with reading(world.db) as session:
        name = f"duty:{owing(session, world, '乡镇业务员', period, title).ref}"
        found = session.scalars(select(Reminder).where(Reminder.name == name).order_by(Reminder.id)).all()
    return [[_day(one.sent_on), POSTS[one.role].title, _why(one.occasion)] for one in found]


def _why(occasion: str) -> str:
    text, facts = inbox.told(occasion)
    return text % facts


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
