"""Sentences about lists of households that are taken in from a file."""

from datetime import date

from pytest_bdd import given, then, when
from sqlalchemy import func, select

from engine.db import reading, work
from states import imports, workbooks
from states.exchange.layouts import household_list
from states.households import Household
from tests.bdd.people import HEPING, ROLES, identity_number
from tests.bdd.phrases import phrase
from tests.bdd.world import World

COLUMNS = ("village", "group", "name", "relation", "id_no")
BORN = {"李秀英": date(1976, 3, 8), "和志强": date(1981, 6, 2)}


def take(world: World, role: str, name: str, people: list[tuple[str, str]]) -> None:
    """Take in a spreadsheet with one line for each (head, identity number)."""
    rows = [("和平村", "一组", head, "户主", number) for head, number in people]
    data = workbooks.write([household_list().heading(column) for column in COLUMNS], rows)
    sheet = imports.read(data, f"{name}.xlsx")

    def whole() -> None:
        with work(world.db) as session:
            looked = imports.preview(session, sheet, ROLES[role])
        definition = world.pack(HEPING).definition
        with work(world.db) as session:
            imports.take(session, looked, definition, ROLES[role], world.at)

    world.trying(whole)
    with reading(world.db) as session:
        world.cases |= dict(session.execute(select(Household.head_name, Household.case_id)).all())


def number_of(world: World, head: str) -> str:
    """The same person's number each time."""
    return world.numbers.setdefault(head, identity_number(BORN[head]))


@given(phrase('{role:role}已导入名单"{name}"，其中有"{head}"户'))
@when(phrase('{role:role}导入名单"{name}"，其中有"{head}"户'))
def takes_one(world: World, role: str, name: str, head: str) -> None:
    take(world, role, name, [(head, number_of(world, head))])


@when(phrase('{role:role}导入名单"{name}"，其中有"{head}"户和"{other}"户'))
def takes_two(world: World, role: str, name: str, head: str, other: str) -> None:
    take(world, role, name, [(one, number_of(world, one)) for one in (head, other)])


@when(phrase('{role:role}导入名单"{name}"，"{head}"户写了两遍'))
def takes_one_twice(world: World, role: str, name: str, head: str) -> None:
    take(world, role, name, [(head, number_of(world, head))] * 2)


@when(phrase('{role:role}导入名单"{name}"，其中"{head}"户的证件号码错了一位'))
def takes_a_wrong_number(world: World, role: str, name: str, head: str) -> None:
    number = number_of(world, head)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    take(world, role, name, [("李秀英", number_of(world, "李秀英")), (head, wrong)])


@then(phrase('系统不予导入，第{row:n}行"{column}"的原因是"{reason}"'))
def refused_for_a_cell(world: World, row: int, column: str, reason: str) -> None:
    refusal = world.refused()
    assert isinstance(refusal, imports.ImportRefused)
    assert (row, column, reason) in [(cell.row, cell.column, cell.message) for cell in refusal.cells]


@then(phrase('系统不予导入，第{row:n}行"{column}"有说明'))
def refused_with_a_word(world: World, row: int, column: str) -> None:
    refusal = world.refused()
    assert isinstance(refusal, imports.ImportRefused)
    assert [(cell.row, cell.column) for cell in refusal.cells if cell.message] == [(row, column)]


@then(phrase('系统里有{n:n}户"{head}"、{m:n}户"{other}"'))
def registered(world: World, n: int, head: str, m: int, other: str) -> None:
    world.finish()
    with reading(world.db) as session:
        for name, wanted in ((head, n), (other, m)):
            counted = select(func.count()).where(Household.head_name == name)
            assert session.scalar(counted) == wanted
