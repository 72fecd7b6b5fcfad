"""Sentences about the lists that departments take away, fill in and bring back, and about who is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from states.deadlines import desk
from states.departments import answers, column, filling, matrix
from states.departments.column import ITEM, NAME, RESULT
from states.departments.due import KIND, due
from states.import_columns import CellProblem
from states.joint_review import answered
from states.members import Member
from states.workbooks import Sheet, read, write
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.exits import named, office
from tests.bdd.steps.reviews import CODES
from tests.bdd.world import World


@dataclass
class Taken:
    """The list that was taken away last, of which column, and what is wrong with it when it came back."""

    criterion: str = ""
    sheet: Sheet | None = None
    problems: list[CellProblem] = field(default_factory=list)


@pytest.fixture
def name_list() -> Taken:
    """The list of the scenario."""
    return Taken()


def officer(world: World, title: str) -> Actor:
    """Who answers for a department of the country or of the plan."""
    return department(CODES[title] if title in CODES else office(world, title))


def take(world: World, session: Session, title: str, criterion: str) -> Sheet:
    """Take a list away as a workbook."""
    by = officer(world, title)
    of = column.column(session, world.book, criterion, by)
    return read(column.workbook(session, of, column.waiting(session, world.book, of, by)), "名单.xlsx", of.headings)


@given(phrase('"{title}"领走了部门比对名单'))
def takes_the_review(world: World, name_list: Taken, title: str) -> None:
    with reading(world.db) as session:
        name_list.sheet = take(world, session, title, "")


@given(phrase('"{title}"领走了"{criterion}"名单'))
def takes_a_criterion(world: World, name_list: Taken, title: str, criterion: str) -> None:
    name_list.criterion = named(world, criterion)
    with reading(world.db) as session:
        name_list.sheet = take(world, session, title, name_list.criterion)


@when(phrase('"{title}"要领"{criterion}"名单'))
def wants_a_criterion(world: World, title: str, criterion: str) -> None:
    code = named(world, criterion)
    world.attempt(lambda session: take(world, session, title, code))


@given(phrase('"{head}"户的"{name}"改名"{other}"'))
def is_renamed(world: World, head: str, name: str, other: str) -> None:
    home = world.household(head).id
    with work(world.db) as session:
        session.execute(update(Member).where(Member.household_id == home, Member.name == name).values(name=other))


@given(phrase('"{title}"把名单填成全部"{word}"交回'))
@when(phrase('"{title}"把名单填成全部"{word}"交回'))
def brings_back(world: World, name_list: Taken, title: str, word: str) -> None:
    _bring(world, name_list, title, word, {})


@when(phrase('"{title}"把名单上"{name}"填成命中"{item}"，其余"{word}"交回'))
def brings_back_a_hit(world: World, name_list: Taken, title: str, name: str, item: str, word: str) -> None:
    _bring(world, name_list, title, word, {name: {RESULT: "命中", ITEM: item}})


@when(phrase('"{title}"把名单上"{name}"留空，其余"{word}"交回'))
def brings_back_a_gap(world: World, name_list: Taken, title: str, name: str, word: str) -> None:
    _bring(world, name_list, title, word, {name: {RESULT: ""}})


def _bring(world: World, name_list: Taken, title: str, word: str, other: Mapping[str, Mapping[str, str]]) -> None:
    """Fill the list in and bring it back; what is wrong with it is kept."""
    by, at = officer(world, title), world.at
    assert name_list.sheet is not None
    names = name_list.sheet.headings
    lines = []
    for row in name_list.sheet.rows:
        line = dict(zip(names, row.cells, strict=True)) | {RESULT: word}
        line |= other.get(str(line[NAME]), {})
        lines.append([line[name] for name in names])

    def act(session: Session) -> None:
        of = column.column(session, world.book, name_list.criterion, by)
        looked = filling.look(session, world.book, of, write(names, lines), "名单.xlsx", by=by, at=at)
        name_list.problems = looked.problems
        if not looked.problems:
            answers.give(session, world.book, of, looked.answers, by=by, at=at)

    world.pass_to(None)
    world.attempt(act)


@then(phrase('名单第{row:n}行的批注是"{text}"'))
def is_remarked(name_list: Taken, row: int, text: str) -> None:
    assert text in [one.message for one in name_list.problems if one.row == row], name_list.problems


@then(phrase('"{title}"的名单上有"{head}"'))
def waits(world: World, title: str, head: str) -> None:
    assert head in heads(world, title)


@then(phrase('"{title}"的名单上没有"{head}"'))
def waits_no_more(world: World, title: str, head: str) -> None:
    assert head not in heads(world, title)


@then(phrase('"{title}"的"{criterion}"名单上没有"{head}"'))
def waits_no_more_for_a_criterion(world: World, title: str, criterion: str, head: str) -> None:
    assert head not in heads(world, title, named(world, criterion))


@then(phrase('"{title}"的名单依次是"{some}"'))
def in_order(world: World, title: str, some: str) -> None:
    assert heads(world, title) == some.split("、")


def heads(world: World, title: str, criterion: str = "") -> list[str]:
    """Whose households are on a list."""
    by, of = officer(world, title), column.Column(criterion)
    with reading(world.db) as session:
        return [one.head_name for one in column.waiting(session, world.book, of, by)]


@then(phrase('"{title}"对"{head}"户的答复是命中"{item}"'))
def hit(world: World, title: str, head: str, item: str) -> None:
    with reading(world.db) as session:
        found = answered(session, officer(world, title))[0]
    assert [(one.hit, one.item) for one in found if one.head_name == head] == [(True, item)]


@when(phrase('"{title}"答复"{head}"户没有命中'))
def answers_alone(world: World, title: str, head: str) -> None:
    said = {"department": CODES[title], "hit": False}
    world.record("department_answer", [world.cases[head]], department(CODES[title]), **said)


@then(phrase('{role:role}看到"{title}"已答复{done:n}户、未答复{open:n}户'))
def sees(world: World, role: str, title: str, done: int, open: int) -> None:  # noqa: A002 - the sentence's word
    with reading(world.db) as session:
        found = matrix.standings(session, world.book, ROLES[role], world.today)
    assert [(one.answered, one.open) for one in found if one.title == title] == [(done, open)]


@then(phrase('{role:role}的调度首页上"{title}"逾期{n:n}件，点开是"{head}"户所在乡镇的部门比对'))
def is_late_in_the_room(world: World, role: str, title: str, n: int, head: str) -> None:
    by, code = ROLES[role], CODES[title]
    with reading(world.db) as session:
        shown = desk.overview(session, by, world.today).departments
        found, _ = desk.listed(session, by, world.today, desk.Asked(state=desk.OVERDUE, department=code))
        area = session.get_one(Case, world.cases[head]).area
    assert shown[code][desk.OVERDUE] == n == sum(one.count for one in found)
    assert {one.department for one in found} == {code}
    assert any(one.kind == KIND and f"/{area[:9]}/" in one.ref for one in found)


@then(phrase('{role:role}的调度首页上没有"{title}"'))
def is_not_in_the_room(world: World, role: str, title: str) -> None:
    with reading(world.db) as session:
        assert CODES[title] not in desk.overview(session, ROLES[role], world.today).departments


@then(phrase('县里的时限上有"{one}"、没有"{other}"'))
def owes(world: World, one: str, other: str) -> None:
    area, until = ROLES["县级审核员"].area, world.today + timedelta(days=60)
    with reading(world.db) as session:
        found = {deadline.department for deadline in due(session, area, world.today, until)}
    assert (CODES[one] in found, CODES[other] in found) == (True, False)
