"""Sentences about what departments push: warnings, applications, lists, and the word of a month."""

from __future__ import annotations

import io
from datetime import date, timedelta

import xlsxwriter
from pytest_bdd import given, parsers, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.db import reading, work
from states import users
from states.intake import taking
from states.intake.kind import Asking
from states.leads import push, pushing
from states.leads.proof import handed_in
from states.leads.receiving import Tip
from states.leads.warning_list import WARNINGS
from states.members import Member
from states.passwords import Secret
from tests.bdd.people import ROLES, VILLAGE, department
from tests.bdd.phrases import phrase
from tests.bdd.world import World

OFFICES = {"医保": "medical-insurance", "民政": "civil-affairs"}
SAID = "住院自付费用超过2万元"


def office(name: str) -> Actor:
    return department(OFFICES[name])


def _push(world: World, leads: dict[str, int], by: Actor, head: str, source: str, day: date, text: str) -> None:
    tip = Tip(source, day, text, world.household(head).group_code[:12], head)
    with reading(world.db) as session:
        number = (
            session.scalars(select(Member.id_no).where(Member.household_id == world.household(head).id)).first() or ""
        )
    world.pass_to(None)
    report = world.attempt(lambda session: pushing.push(session, tip, number, by=by, at=world.at).lead_id)
    leads[head] = report or leads.get(head, 0)


@given(phrase('医保推送"{head}"户的预警"{text}"'))
def health_pushes(world: World, leads: dict[str, int], head: str, text: str) -> None:
    _push(world, leads, office("医保"), head, "department", world.today, text)


@given(phrase('民政推送"{head}"户的预警"{text}"'))
def welfare_pushes(world: World, leads: dict[str, int], head: str, text: str) -> None:
    _push(world, leads, office("民政"), head, "department", world.today, text)


@when(phrase('民政推送"{head}"户{day:day}的低保申请'))
def application(world: World, leads: dict[str, int], head: str, day: date) -> None:
    _push(world, leads, office("民政"), head, "low-income", day, "申请最低生活保障")


@when(phrase('医保推送"{head}"户{day:day}的低保申请'))
def application_by_another(world: World, leads: dict[str, int], head: str, day: date) -> None:
    _push(world, leads, office("医保"), head, "low-income", day, "申请最低生活保障")


@then("民政的推送没有迟")
def in_time(world: World) -> None:
    assert not _late(world)


@then("民政的推送迟了")
def too_late(world: World) -> None:
    assert _late(world)


def _late(world: World) -> bool:
    with reading(world.db) as session:
        [one] = pushing.own(session, office("民政"))[0]
        return pushing.is_late(one.report)


@given(phrase("医保推送了{n:n}条2022年3月的预警线索"))
def pushed_some(world: World, n: int) -> None:
    with work(world.db) as session:
        for at in range(n):
            tip = Tip("department", date(2022, 3, 20) + timedelta(days=at), SAID, VILLAGE["胡杨村"], f"和家{at}")
            pushing.push(session, tip, by=office("医保"), at=world.at)


@when(phrase('医保报送"{period}"的预警线索'))
def hands_in(world: World, period: str) -> None:
    world.attempt(lambda session: push.hand_in(session, period, by=office("医保"), at=world.at).count)


@then(phrase('医保在"{period}"报送了{n:n}条'))
def handed(world: World, period: str, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        assert [(one.period, one.count) for one in push.own(session, office("医保"))] == [(period, n)]


@then(phrase("医保{on:day}交齐了4月应报的预警线索"))
def has_done_its_duty(world: World, on: date) -> None:
    with reading(world.db) as session:
        found = handed_in(session, world.place.county, date(2022, 4, 1), date(2022, 4, 30))
        assert [(one.department, one.period, one.on) for one in found] == [(OFFICES["医保"], "2022-04", on)]


@given("医保和民政都有部门账号")
def have_accounts(world: World) -> None:
    with work(world.db) as session:
        for by in map(office, OFFICES):
            account = users.Account(by.id, by.name, by.role, by.area, by.department)
            users.add(session, account, Secret("-", "-", one_time=False), SYSTEM, world.at)


@then(phrase('乡镇看到"{period}"没有报送的部门是"{names}"'))
def are_silent(world: World, period: str, names: str) -> None:
    world.finish()
    with reading(world.db) as session:
        found = pushing.silent_or_not(session, ROLES["乡镇业务员"], period)
        assert "、".join(one.title for one in found if not one.pushes) == names


@then(parsers.re(r'(?P<name>医保|民政)看到自己推送的是"(?P<text>[^"]*)"'))
def sees_its_own(world: World, name: str, text: str) -> None:
    with reading(world.db) as session:
        assert [one.report.text for one in pushing.own(session, office(name))[0]] == [text]


@when(phrase('医保用名单推送"{village}"的"{head}"和"{other}"的"{name}"'))
def pushes_a_list(world: World, village: str, head: str, other: str, name: str) -> None:
    file = _workbook((village, head), (other, name))

    def act(session: Session) -> None:
        asking = Asking(office("医保"), world.at)
        looked = taking.preview(session, WARNINGS, taking.read(WARNINGS, file, "线索.xlsx"), asking)
        taking.take(session, WARNINGS, looked, asking, good=False)

    world.attempt(act)


def _workbook(*rows: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([WARNINGS.blank()[0], *((*row, "", "2022-03-28", SAID) for row in rows)]):
            sheet.write_row(at, 0, row)
    return out.getvalue()


@then("医保没有推送过")
def pushed_nothing(world: World) -> None:
    with reading(world.db) as session:
        assert pushing.own(session, office("医保"))[0] == []


@then(phrase("医保推送了{n:n}条"))
def pushed_so_many(world: World, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        assert len(pushing.own(session, office("医保"))[0]) == n
