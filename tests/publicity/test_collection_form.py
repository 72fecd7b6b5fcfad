"""The collection form as it is printed: its block, its boxes, its tables over pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from publicity.documents import find, render
from publicity.errors import InvalidValues
from states.changes.fields import fields
from tests.publicity.papers import MM, bare, opened, text

LEFT, RIGHT, BOTTOM = 20, 192, 282
"""The edges of the text block in mm."""


def form(**changes: Any) -> dict[str, Any]:
    return find("collection_form").sample() | changes


@pytest.fixture(scope="module")
def two() -> bytes:
    """Two households, the second with seven members."""
    values = form()
    [sheet] = values["sheets"]
    large = sheet | {"number": "53340110220100002", "members": [sheet["members"][1]] * 7, "legend": ""}
    return render("collection_form", values | {"sheets": [sheet, large]}).pdf


def test_it_is_a4_and_keeps_to_its_block(two: bytes) -> None:
    with opened(two) as paper:
        for page in map(bare, paper.pages):
            assert (page.width / MM, page.height / MM) == pytest.approx((210, 297), abs=0.1)
            body = [char for char in page.chars if "PageNum" not in char["fontname"] and char["text"].strip()]
            assert min(char["x0"] for char in body) >= (LEFT - 0.2) * MM
            assert max(char["x1"] for char in body) <= (RIGHT + 0.3) * MM
            assert max(char["bottom"] for char in body) <= (BOTTOM + 0.2) * MM


def test_an_ordinary_household_takes_three_pages() -> None:
    assert render("collection_form", form()).pages == 3


def test_each_household_begins_on_a_page_of_its_own(two: bytes) -> None:
    with opened(two) as paper:
        begins = [page.extract_text().startswith("脱贫户年度基础信息采集表") for page in map(bare, paper.pages)]
    assert begins.count(True) == 2


def test_members_go_on_to_a_second_table_with_an_empty_column_for_somebody_new(two: bytes) -> None:
    with opened(two) as paper:
        tables = [table for page in map(bare, paper.pages) for table in page.extract_tables()]
    names = [table[1][1:] for table in tables if (table[0][0] or "").startswith("家庭成员")]
    assert names[-1] == ["李䶮", "李䶮", "李䶮", ""]
    assert all(len(one) == 4 for one in names)


def test_a_table_repeats_its_head_and_no_row_is_split(two: bytes) -> None:
    with opened(two) as paper:
        for page in map(bare, paper.pages):
            for table in page.extract_tables():
                people = (table[0][0] or "").startswith("家庭成员")
                assert people or table[0][1:] == ["登记内容", "核实情况"]
                assert table[2 if people else 1][0]
                assert all(row[0] != "" for row in table)


def test_every_box_keeps_its_words_on_one_line(two: bytes) -> None:
    with opened(two) as paper:
        for page in map(bare, paper.pages):
            boxes = [char for char in page.chars if char["text"] == "□" and char["size"] < 11]
            for box in boxes:
                line = [one for one in page.chars if abs(one["bottom"] - box["bottom"]) < 3]
                assert any(0 <= one["x0"] - box["x1"] < 3 for one in line), box


def test_the_mark_is_explained_where_it_stands_and_only_there(two: bytes) -> None:
    paper = text(two)
    assert "当时无记录" in paper
    assert paper.count("请问清后填写") == 1


def test_every_field_of_the_register_is_asked() -> None:
    paper = form()
    asked = {fact["label"] for part in paper["sheets"][0]["parts"] for fact in part["facts"]}
    on = date.fromisoformat(paper["made_on"])
    due = (one for name, one in fields("household").items() if name != "head_name")
    assert asked >= {one.label for one in due if one.detail is None or one.detail.is_asked(on)}
    assert [one["label"] for one in paper["asked"]] == [o.label for n, o in fields("member").items() if n != "name"]


def test_answers_that_do_not_fit_the_questions_are_refused() -> None:
    values = form()
    values["sheets"][0]["members"][0]["recorded"].pop()
    with pytest.raises(InvalidValues, match="对不上"):
        render("collection_form", values)
