"""Ledgers as data, and the comparing of any two sides, without a database."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput
from states.reconciliation.cells import Tolerance
from states.reconciliation.comparing import compare
from states.reconciliation.ledgers import find, load
from states.reconciliation.ours import Ours
from states.reconciliation.reading import Lines
from tests.states.reconciling import (
    REVIEWER,
)


@pytest.mark.parametrize(
    ("absolute", "percent", "ours", "theirs", "same"),
    [(0, 0, 100, 100, True), (0, 0, 100, "100.01", False), (50, 0, 100, 150, True), (50, 0, 100, "150.01", False),
     (0, 2, 8000, 8160, True), (0, 2, 8000, "7839.99", False), (0, 2, 0, 1, False), (0, 2, -100, -102, True)],
)  # fmt: skip
def test_a_tolerance_holds_up_to_its_edge(absolute, percent, ours, theirs, same) -> None:
    tolerance = Tolerance(Decimal(absolute), Decimal(percent))

    assert tolerance.holds(Decimal(ours), Decimal(theirs)) is same


said = st.sampled_from(["", "primary", "junior_1"])
sides = st.dictionaries(st.sampled_from("abcdef"), said, max_size=6)


@given(theirs=sides, mine=sides, last=st.none() | sides, open_roll=st.booleans(), expected=st.booleans())
def test_every_line_comes_out_one_way_and_nothing_both_agrees_and_differs(
    theirs: dict[str, str], mine: dict[str, str], last: dict[str, str] | None, open_roll: bool, expected: bool
) -> None:
    of = replace(find("school", REVIEWER), open_roll=open_roll)
    lines = Lines("", "", {key: {"school": value} for key, value in theirs.items()}, of.fields[1:], ())
    ours = {key: Ours("", 1, 1, {"school": value}, expected) for key, value in mine.items()}
    before = None if last is None else {key: {"school": value} for key, value in last.items()}

    result = compare(of, lines, ours, before, {})

    both, here, there = theirs.keys() & mine.keys(), mine.keys() - theirs.keys(), theirs.keys() - mine.keys()
    wanted = {(key, "school") for key in both if theirs[key] != mine[key]}
    wanted |= {(key, "listed") for key in here if expected} | {(key, "listed") for key in there if not open_roll}
    assert set(result.found) == wanted
    assert not any(result.agrees(spot) for spot in result.found)
    assert sum(result.lines.values()) == len(both) + len(there) + (len(here) if expected else 0)
    assert all((one.moved == "") == (last is None or (one.field == "school" and one.key not in last))
               for one in result.found.values())  # fmt: skip


BASE = 'title = "名册"\ndepartment = "education"\nsubject = "member"\nkey = ["身份证号"]\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BASE + 'fields = [{name = "wings", headings = ["翅膀"]}]', "我们的台账没有“wings”这一栏"),
        (BASE + 'fields = [{name = "school", headings = ["年级"]}]', "代码表应为“school”"),
        (BASE + 'fields = [{name = "name", headings = ["姓名"], codes = "sex"}]', "代码表应为“”"),
        (BASE + 'fields = [{name = "pay", headings = ["工资"], figure = "pay"}]', "“pay”还没有来源"),
        (
            BASE
            + 'fields = [{name = "a", headings = ["a"], figure = "household_size", tolerance = {absolute = "多"}}]',
            "误差",
        ),
        (BASE + 'fields = [{name = "name"}]', "没有写表头"),
        (BASE + 'colour = "red"\nfields = [{name = "name", headings = ["姓名"]}]', "没有“colour”这个键"),
        (BASE + 'expects = {wings = ["*"]}\nfields = [{name = "name", headings = ["姓名"]}]', "expects里没有“wings”"),
        (BASE.replace("education", "magic") + 'fields = [{name = "name", headings = ["姓名"]}]', "没有“magic”这个部门"),
        (BASE.replace("member", "cow") + 'fields = [{name = "name", headings = ["姓名"]}]', "subject应为"),
        (BASE + 'system = "x"\nfields = [{name = "name", headings = ["姓名"]}]', "二者写一"),
        ('title = "名册"', "缺少“subject”"),
        ("title = ", "不是合格的TOML文件"),
    ],
)
def test_a_ledger_that_is_written_badly_is_refused_with_file_and_reason(text: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        load("[roll]\n" + text, "our-ledgers.toml")

    assert all(one.where.startswith("our-ledgers.toml") for one in refused.value.problems)
