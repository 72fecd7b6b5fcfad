"""Sentences about which plan is in force and what it says."""

from datetime import date

from pytest_bdd import then

from engine.db import reading
from engine.definition import Move
from engine.procedure import StepSpec
from states.packs.store import of_digest
from tests.bdd.people import VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World


def chinese(day: date) -> str:
    """2021年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


@then(phrase('"{village}"执行的方案是"{title}"，监测底线{line:n}元'))
def in_force(world: World, village: str, title: str, line: int) -> None:
    pack = world.pack(VILLAGE[village])
    assert (pack.file.pack.title, pack.file.income.line) == (title, line)


@then(phrase('"{village}"的收入计算周期是"{period}"'))
def income_window(world: World, village: str, period: str) -> None:
    span = world.pack(VILLAGE[village]).file.income.window
    told = f"{chinese(span.since)}至{chinese(span.until)}" if span.since and span.until else "未规定"
    assert told == period


@then(phrase('"{head}"户仍按"{title}"办理'))
def keeps_its_plan(world: World, head: str, title: str) -> None:
    with reading(world.db) as session:
        assert of_digest(session, world.case(head).definition).file.pack.title == title
    assert world.pack(world.case(head).area).file.pack.title != title


@then(phrase('"{village}"{one:move}和{other:move}都有的步骤是:'))
def shared_steps(world: World, village: str, one: str, other: str, datatable: list[list[str]]) -> None:
    coming, leaving = (titles(world, village, move) for move in (one, other))
    assert [title for title in leaving if title in coming] == [row[0] for row in datatable]


@then(phrase('"{village}"只有{move:move}才有的步骤是:'))
def own_steps(world: World, village: str, move: str, datatable: list[list[str]]) -> None:
    coming, leaving = titles(world, village, "identify"), titles(world, village, move)
    assert [title for title in leaving if title not in coming] == [row[0] for row in datatable]


@then(phrase('"{village}"{move:move}的步骤依次是:'))
def steps_are(world: World, village: str, move: str, datatable: list[list[str]]) -> None:
    assert [[spec.title, spec.by_title] for spec in steps(world, village, move)] == datatable[1:]


@then(phrase('"{village}"{move:move}没有可以免办的步骤'))
def nothing_is_skipped(world: World, village: str, move: str) -> None:
    assert [spec.title for spec in steps(world, village, move) if spec.skip] == []


def titles(world: World, village: str, name: str) -> list[str]:
    """The titles of a move's steps in order."""
    return [spec.title for spec in steps(world, village, name)]


def steps(world: World, village: str, name: str) -> tuple[StepSpec, ...]:
    """The steps of a move in order."""
    move: Move = world.pack(VILLAGE[village]).definition.by_name[name]
    assert move.procedure is not None
    return move.procedure.ordered
