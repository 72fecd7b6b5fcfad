"""Sentences about lists that are exported, edited and brought back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_bdd import given, then, when

from engine.db import reading, work
from states.exchange import exports, returning
from states.exchange.layouts import Layout, household_list, shipped
from states.import_columns import CellProblem
from states.workbooks import write
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@dataclass
class Lists:
    """The list that went out, as it stands on somebody's desk, and what came of bringing it back."""

    world: World
    village: str = ""
    layout: Layout = field(default_factory=household_list)
    original: list[list[Any]] = field(default_factory=list)
    lines: list[list[Any]] = field(default_factory=list)
    made: int = 0
    told: list[CellProblem] = field(default_factory=list)

    def handed_out(self, role: str) -> list[list[Any]]:
        """The list as it would go out now."""
        with reading(self.world.db) as session:
            asked = exports.Filter(area=VILLAGE[self.village])
            return [list(line) for line in exports.rows(session, ROLES[role], self.layout, asked)]

    def bring_back(self, role: str) -> None:
        """Lay the list beside the register and propose what differs."""
        with work(self.world.db) as session:
            sheet = returning.read(session, write(self.layout.headings, self.lines), "名单.xlsx")
            looked = returning.preview(session, sheet, ROLES[role], self.world.today)
            self.made, held = returning.propose(session, looked, by=ROLES[role], at=self.world.at)
        self.told = [*looked.problems, *held]

    def put(self, row: int, heading: str, text: str) -> None:
        """Write into a cell."""
        self.lines[row][self.layout.headings.index(heading)] = text


@pytest.fixture
def lists(world: World) -> Lists:
    """The lists of a scenario."""
    return Lists(world)


@given(phrase('{role:role}导出了"{village}"的"{title}"'))
def goes_out(lists: Lists, role: str, village: str, title: str) -> None:
    lists.village = village
    lists.layout = next(one for one in shipped().values() if one.title == title)
    lists.original, lists.lines = lists.handed_out(role), lists.handed_out(role)


@when(phrase("{role:role}在导出的表里改了{n:n}格后导回"))
def comes_back_edited(lists: Lists, role: str, n: int) -> None:
    homes = len(lists.lines)
    for cell in range(n):
        phone = cell < homes
        lists.put(cell % homes, "联系电话" if phone else "家庭住址", f"138{cell:08}" if phone else f"二组{cell}号")
    lists.bring_back(role)


@when(phrase("{role:role}把同一份表再导一次"))
def comes_back(lists: Lists, role: str) -> None:
    lists.bring_back(role)


@when(phrase('{role:role}把表里"{head}"户的"{heading}"写成"{text}"后导回'))
def one_cell_comes_back(lists: Lists, role: str, head: str, heading: str, text: str) -> None:
    place = lists.layout.headings.index("户主姓名")
    lists.put(next(row for row, line in enumerate(lists.lines) if line[place] == head), heading, text)
    lists.bring_back(role)


@then(phrase("提出了{n:n}条变更，没有采用的有{m:n}格"))
def proposed(lists: Lists, n: int, m: int) -> None:
    assert (lists.made, len(lists.told)) == (n, m), [one.message for one in lists.told]


@then(phrase('没有采用的原因是"{reason}"'))
def told_why(lists: Lists, reason: str) -> None:
    assert {one.message for one in lists.told} == {reason}


@then(phrase("登记册与导回的表一致"))
def agrees(lists: Lists) -> None:
    assert lists.handed_out("乡镇业务员") == lists.lines


@then(phrase("登记册仍与导出时一样"))
def stands_as_it_went_out(lists: Lists) -> None:
    assert lists.handed_out("乡镇业务员") == lists.original
