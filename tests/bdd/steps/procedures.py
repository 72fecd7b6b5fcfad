"""Sentences about finishing steps, and about where a household stands afterwards."""

from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from engine.advance import advance
from engine.back import mark_seen, send_back, withdraw
from engine.db import work
from engine.ledger import history
from engine.outlook import NEEDS_ACTION
from engine.runs import OPEN
from states.codes import codes
from states.lifecycle import LABELS
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World


def finish(world: World, role: str, head: str, step: str, **more: Any) -> None:
    """Finish a step as that person, a minute later."""
    world.pass_to(None)
    name = world.step(head, step)
    if pages := world.through_pages():
        world.trying(lambda: pages.finish(role, world.cases[head], name))
        return
    world.attempt(
        lambda session: advance(session, world.book, world.cases[head], name, by=ROLES[role], at=world.at, **more)
    )


@when(phrase('{role:role}办结"{head}"户的"{step}"'))
def finishes(world: World, role: str, head: str, step: str) -> None:
    finish(world, role, head, step)


@when(phrase('{role:role}不走程序，把"{head}"户直接办为{move:move}'))
def jumps(world: World, role: str, head: str, move: str) -> None:
    world.attempt(lambda session: advance(session, world.book, world.cases[head], move, by=ROLES[role], at=world.at))


@given(phrase('{role:role}登记了"{head}"户的入户核查，两名信息员都打开了这一户'))
def both_opened(world: World, role: str, head: str) -> None:
    world.record("visit", [world.cases[head]], ROLES[role])
    world.seen = world.case(head).version


@when(phrase('{role:role}在刚才打开的页面上办结"{head}"户的"{step}"'))
def finishes_late(world: World, role: str, head: str, step: str) -> None:
    finish(world, role, head, step, version=world.seen)


@when(phrase('{role:role}把"{head}"户"{step}"的办结按钮连点两次'))
def presses_twice(world: World, role: str, head: str, step: str) -> None:
    name = world.step(head, step)
    for _ in range(2):
        world.attempt(
            lambda session: advance(
                session, world.book, world.cases[head], name, by=ROLES[role], at=world.at, key="form-7"
            )
        )


@when(phrase('{role:role}把"{head}"户退回到"{step}"，原因是"{reason}"'))
def sends_back(world: World, role: str, head: str, step: str, reason: str) -> None:
    where = {"code": "check-failed", "reason": reason, "by": ROLES[role], "at": world.at}
    name = world.step(head, step)
    world.attempt(lambda session: send_back(session, world.book, world.cases[head], name, **where))


@given(phrase('{role:role}打开了"{head}"户'))
def opened(world: World, role: str, head: str) -> None:
    with work(world.db) as session:
        mark_seen(session, world.cases[head], by=ROLES[role], at=world.at)


@when(phrase('{role:role}撤回"{head}"户的"{step}"'))
def takes_back(world: World, role: str, head: str, step: str) -> None:
    name = world.step(head, step)
    world.attempt(lambda session: withdraw(session, world.book, world.cases[head], name, by=ROLES[role], at=world.at))


@then(phrase('"{head}"户成为{state:state}'))
@then(phrase('"{head}"户仍是{state:state}'))
@then(phrase('"{head}"户现在是{state:state}'))
def stands_in(world: World, head: str, state: str) -> None:
    world.finish()
    assert LABELS[world.case(head).state] == LABELS[state]


@then(phrase('"{head}"户进入"{step}"'))
@then(phrase('"{head}"户仍停在"{step}"'))
def is_at(world: World, head: str, step: str) -> None:
    world.finish()
    assert step in open_steps(world, head)


@then(phrase('"{head}"户只办结了一次"{step}"'))
def done_once(world: World, head: str, step: str) -> None:
    name = world.step(head, step)
    with work(world.db) as session:
        told = [entry for entry in history(session, world.cases[head], limit=500) if f'"act":"{name}"' in entry.facts]
    assert len(told) == 1


@then(phrase('{role:role}看到"{head}"户被退回'))
def sees_it_returned(world: World, role: str, head: str) -> None:
    assert [view.task for view in world.view(head, role).steps if view.row.status == OPEN] == [NEEDS_ACTION]


@then(phrase('"{head}"户的类别是"{category}"，识别日期是{day:day}'))
def was_identified(world: World, head: str, category: str, day: date) -> None:
    category_is(world, head, category)
    assert world.household(head).identified_on == day


@then(phrase('"{head}"户的类别是"{category}"，识别日期还在'))
def is_still_identified(world: World, head: str, category: str) -> None:
    category_is(world, head, category)
    assert world.household(head).identified_on is not None


@then(phrase('"{head}"户的类别是"{category}"'))
def category_is(world: World, head: str, category: str) -> None:
    world.finish()
    assert codes("category").label(world.household(head).category) == category


@then(phrase('"{head}"户的消除日期是{day:day}'))
def was_eliminated(world: World, head: str, day: date) -> None:
    assert world.household(head).eliminated_on == day


@then(phrase('"{head}"户的识别日期和类别与回退前一样，消除日期已撤销'))
def elimination_is_taken_back(world: World, head: str) -> None:
    household = world.household(head)
    assert (household.category, household.eliminated_on) == ("marginal", None)
    assert household.identified_on == date(2021, 6, 9)  # the day on which the general procedure was through


def open_steps(world: World, head: str) -> list[str]:
    """The titles of the steps that are open."""
    return [view.spec.title for view in world.view(head).steps if view.row.status == OPEN]
