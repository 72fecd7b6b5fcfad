"""Sentences about households taken over, what their procedures lack, and filling it later."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pytest_bdd import given, then, when
from sqlalchemy import func, select

from engine.advance import advance_many
from engine.db import reading, work
from engine.errors import MoveBlocked
from engine.evidence import Attachment, Evidence, Exhibit, of_case
from engine.ledger import history
from engine.runs import DONE, OPEN
from states.evidence.record import KINDS, record
from states.look_back import filling, gaps
from states.look_back.gaps import Checked
from states.look_back.taking_over import Formerly, take_over_list
from tests.bdd.papers import paper
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.walking import clerk, walk
from tests.bdd.world import World, reasons_of
from web.cases.entries import told

TITLES = {kind.title: name for name, kind in KINDS.items()}
A_LIST = "全国系统2021年9月导出名单"


def take_over(world: World, heads: Sequence[str], identified: date, eliminated: date | None = None) -> None:
    """Take households over as the national system has them."""
    with work(world.db) as session:
        lines = [Formerly(world.household(head).number, "marginal", identified, eliminated) for head in heads]
        take_over_list(session, world.book, lines, A_LIST, by=ROLES["乡镇业务员"], at=world.at)


def checked(world: World, head: str, move: str) -> Checked:
    """What a finished move of a household lacks."""
    with reading(world.db) as session:
        found = gaps.of_case(session, world.book, world.cases[head], ROLES["乡镇业务员"], world.at)
    return next(one for one in found if one.of.move == move)


@given(phrase('"{village}"的"{heads}"户是{on:day}在全国系统纳入的监测对象'))
def was_monitored_before(world: World, village: str, heads: str, on: date) -> None:
    world.pass_to(max(on, world.today))
    names = heads.split("、")
    world.register(names, VILLAGE[village])
    take_over(world, names, on)


@given(phrase('"{village}"有{n:n}户{on:day}在全国系统纳入的监测对象'))
def many_were_monitored_before(world: World, village: str, n: int, on: date) -> None:
    names = [f"杨家{number + 1}" for number in range(n)]
    world.register(names, VILLAGE[village])
    take_over(world, names, on)


@given(phrase('"{village}"的"{head}"户是{on:day}在全国系统纳入、{out:day}消除的监测对象'))
def was_eliminated_before(world: World, village: str, head: str, on: date, out: date) -> None:
    world.register([head], VILLAGE[village])
    take_over(world, [head], on, out)


@when(phrase('乡镇业务员承接"{head}"户，识别日期{on:day}'))
def takes_over(world: World, head: str, on: date) -> None:
    world.trying(lambda: take_over(world, [head], on))


@when(phrase('乡镇业务员承接"{head}"户，识别日期{on:day}，消除日期{out:day}'))
def takes_over_eliminated(world: World, head: str, on: date, out: date) -> None:
    world.trying(lambda: take_over(world, [head], on, out))


@given(phrase('{role:role}成批启动"{village}"的补程序'))
@when(phrase('{role:role}成批启动"{village}"的补程序'))
def begins_to_fill(world: World, role: str, village: str) -> None:
    by, area = ROLES[role], VILLAGE[village]
    world.begun = world.attempt(lambda session: filling.begin_area(session, world.book, area, by=by, at=world.at))


@given(phrase('"{head}"户的补程序已办到"{step}"'))
def filling_has_come_to(world: World, head: str, step: str) -> None:
    with work(world.db) as session:
        by = clerk(world.case(head).area)
        filling.begin(session, world.book, [world.cases[head]], by=by, at=world.at)
    walk(world, [head], step)


@when(phrase('"{head}"户的补程序全部办完'))
def fills_all(world: World, head: str) -> None:
    walk(world, [head])


def appraise(world: World, heads: Sequence[str]) -> None:
    """Hold one meeting over these households and finish the step for those it spoke of."""
    cases = [world.cases[head] for head in heads]
    world.pass_to(None)
    for kind in ("visit", "minutes", "proposal"):
        world.record(kind, cases)
    with work(world.db) as session:
        for step in ("visit", "appraisal"):
            advance_many(session, world.book, cases, step, by=clerk(world.case(heads[0]).area), at=world.at)


@when(phrase("{n:n}户在一次评议会上补了评议"))
def all_are_appraised(world: World, n: int) -> None:
    assert len(world.cases) == n
    appraise(world, list(world.cases))


@when(phrase('"{head}"户在评议会上补了评议'))
def one_is_appraised(world: World, head: str) -> None:
    appraise(world, [head])


def hand_in_old(world: World, role: str, head: str, title: str, on: date, **more: Any) -> None:
    kind, case = TITLES[title], world.cases[head]
    body = paper(kind, {case: "general"})
    world.attempt(
        lambda session: record(session, kind, body, [case], happened_on=on, by=ROLES[role], at=world.at, **more)
    )


@when(phrase('{role:role}补交"{head}"户的"{title}"，日期写成{on:day}'))
def back_dates(world: World, role: str, head: str, title: str, on: date) -> None:
    hand_in_old(world, role, head, title, on)


@when(phrase('{role:role}补录"{head}"户{on:day}的"{title}"，没有附原件'))
def enters_late_without_proof(world: World, role: str, head: str, on: date, title: str) -> None:
    hand_in_old(world, role, head, title, on, late=True)


@when(phrase('{role:role}补录"{head}"户{on:day}的"{title}"，附上原件'))
def enters_late_with_proof(world: World, role: str, head: str, on: date, title: str) -> None:
    scan = Attachment("b" * 64, "入户核查原件.jpg", "image/jpeg", 2048)
    hand_in_old(world, role, head, title, on, late=True, files=[scan])


@then(phrase('"{head}"户的{move:move}缺:'))
def lacks_all_that(world: World, head: str, move: str, datatable: list[list[str]]) -> None:
    world.finish()
    found = checked(world, head, move).missing
    assert [[lack.title, "、".join(lack.papers)] for lack in found] == datatable[1:]


@then(phrase('"{head}"户的{move:move}缺"{step}"'))
def lacks(world: World, head: str, move: str, step: str) -> None:
    world.finish()
    assert step in [lack.title for lack in checked(world, head, move).missing]


@then(phrase('"{head}"户的程序不缺什么'))
def lacks_nothing(world: World, head: str) -> None:
    world.finish()
    with reading(world.db) as session:
        found = gaps.of_case(session, world.book, world.cases[head], ROLES["乡镇业务员"], world.at)
    assert [lack.title for one in found for lack in one.missing] == []


@then(phrase("各村缺程序的户数是:"))
def counted_by_village(world: World, datatable: list[list[str]]) -> None:
    with reading(world.db) as session:
        found = gaps.counts(session, world.book, ROLES["乡镇业务员"], ROLES["乡镇业务员"].area, world.at)
    names = {code: name for name, code in VILLAGE.items()}
    title = KINDS["minutes"].title
    assert [[names[code], str(n[""]), str(n[title])] for code, n in sorted(found.items())] == datatable[1:]


@then(phrase('{n:n}户的"{step}"都已补上'))
def all_filled(world: World, n: int, step: str) -> None:
    filled = [head for head in world.cases if step in _filled(world, head)]
    assert len(filled) == n


@then(phrase('"{head}"户补上了"{step}"'))
def is_filled(world: World, head: str, step: str) -> None:
    world.finish()
    assert step in _filled(world, head)


def _filled(world: World, head: str) -> list[str]:
    return [view.spec.title for view in world.view(head).steps if view.row.status == DONE]


@then("这次评议只有一份会议记录")
def one_minutes(world: World) -> None:
    with reading(world.db) as session:
        many = select(func.count()).select_from(Exhibit).where(Exhibit.kind == "minutes")
        assert session.scalar(select(func.count()).select_from(Evidence).where(Evidence.kind == "minutes")) == 1
        assert session.scalar(many) == len(world.cases)


@then(phrase('"{head}"户的识别日期还是{on:day}'))
def identified_then(world: World, head: str, on: date) -> None:
    assert world.household(head).identified_on == on


@then(phrase('"{head}"户的历史写明"{words}"'))
def history_says(world: World, head: str, words: str) -> None:
    world.finish()
    with reading(world.db) as session:
        case = world.case(head)
        definition = world.book.definition(session, case.definition)
        said = [told(entry, definition) for entry in history(session, case.id)]
    assert [line for line in said if words in line] != []


@then(phrase('"{head}"户的材料写明是补录，发生在{on:day}，登记在{at:day}'))
def shown_with_both_days(world: World, head: str, on: date, at: date) -> None:
    world.finish()
    with reading(world.db) as session:
        _exhibit, evidence = of_case(session, world.cases[head])[0]
    assert (evidence.late, evidence.happened_on) == (True, on)
    assert evidence.recorded_at.date() == at
    assert json.loads(evidence.body)["findings"]


@then(phrase('"{head}"户没有启动补程序，原因是"{reason}"'))
def held(world: World, head: str, reason: str) -> None:
    world.finish()
    assert world.begun is not None
    assert [one.message for one in world.begun.held[world.cases[head]]] == [reason]
    assert [view for view in world.view(head).steps if view.row.status == OPEN] != []


@then(phrase('系统不予办理，原因写明"{words}"'))
def refused_because(world: World, words: str) -> None:
    refusal = world.refused()
    assert not isinstance(refusal, MoveBlocked) or refusal.blockers
    assert any(words in reason for reason in reasons_of(refusal))
