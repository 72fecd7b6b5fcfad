"""Sentences about what each level finds, by when it has to, and when the system is open."""

from __future__ import annotations

from datetime import date

from pytest_bdd import given, then, when

from engine.arrangements import calendar_for
from engine.clock import office_day
from engine.db import reading
from states.evidence.responses import LEVELS
from tests.bdd.people import VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import hand_in
from tests.bdd.steps.help import checked_for_stability, delivered, risk_with_measure
from tests.bdd.walking import bring
from tests.bdd.world import World

WHAT = "大病救助报销"


@given(phrase('"{village}"有收入稳定、帮扶落实的监测对象"{head}"'))
def stands_on_its_own(world: World, village: str, head: str, trait: str = "") -> None:
    bring(world, [head], VILLAGE[village], "monitored", trait)
    risk_with_measure(world, head, "因病", "健康帮扶", WHAT)
    delivered(world, "村级信息员", head, WHAT)
    checked_for_stability(world, "乡镇业务员", head, "稳定", "可控")


@given(phrase('"{village}"有收入稳定、帮扶落实、整户无劳动能力的监测对象"{head}"'))
def stands_but_nobody_can_work(world: World, village: str, head: str) -> None:
    stands_on_its_own(world, village, head, "整户无劳动能力")


@when(phrase('{role:role}作出"{head}"户的"{level}"，认为风险"{found}"'))
def answers(world: World, role: str, head: str, level: str, found: str) -> None:
    code = {words: code for code, words in LEVELS.items()}[level]
    hand_in(world, role, head, "response", level=code, response="gone" if found == "已消除" else "remains")


@given(phrase('{role:role}登记了"{head}"户的系统权限{day:day}开放'))
@when(phrase('{role:role}登记"{head}"户的系统权限{day:day}开放'))
def opened(world: World, role: str, head: str, day: date) -> None:
    hand_in(world, role, head, "system_opened", opened_on=day.isoformat())


@given(phrase('{role:role}登记了"{head}"户的系统权限{day:day}开放、{until:day}关闭'))
def opened_and_closed(world: World, role: str, head: str, day: date, until: date) -> None:
    hand_in(world, role, head, "system_opened", opened_on=day.isoformat(), until=until.isoformat())


@then(phrase('"{head}"户的"{step}"要在{day:day}以前办完'))
def due_on(world: World, head: str, step: str, day: date) -> None:
    assert _due(world, head, step)[1] == day


@then(phrase('"{head}"户的"{step}"要在{n:n}个工作日内办完'))
def due_within(world: World, head: str, step: str, n: int) -> None:
    opened_on, due = _due(world, head, step)
    with reading(world.db) as session:
        calendar = calendar_for(session, world.case(head).area)
    assert calendar.period(opened_on, n, "workdays").last_on == due


def _due(world: World, head: str, step: str) -> tuple[date, date | None]:
    world.finish()
    view = next(one for one in world.view(head).steps if one.spec.title == step)
    assert view.row.opened_at is not None
    return office_day(view.row.opened_at), view.due_on
