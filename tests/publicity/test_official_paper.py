"""An official letter with everything GB/T 9704 knows, made up for this test and measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined

from publicity import pdf
from publicity.documents.document import file
from publicity.documents.registry import day
from tests.publicity.papers import MM, Line, lines, opened

LEFT, RIGHT, TOP, BOTTOM = (edge * MM for edge in (28, 184, 37, 262))
CELL, PITCH, SIZE = 156 * MM / 28, 28.95, 16
FANG, HEI, KAI, SONG = "GW-FangSong", "GW-Hei", "GW-Kai", "GW-XiaoBiaoSong"


@dataclass
class Sheet:
    """A page as it was read."""

    width: float
    height: float
    chars: list[Any]
    lines: list[Line]
    rules: list[Any]

    def line(self, start: str) -> Line:
        return next(line for line in self.lines if line.text.startswith(start))

    def at(self, start: str) -> int:
        return self.lines.index(self.line(start))


@pytest.fixture(scope="module")
def sheets() -> list[Sheet]:
    loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent), PackageLoader("publicity", "documents")])
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters["day"] = day
    html = pages.get_template("official_paper.html").render(on=date(2021, 10, 5))
    with opened(pdf.render(html, file("gongwen.css"))) as paper:
        return [
            Sheet(p.width, p.height, p.chars, lines(_body(p)), [*p.lines, *p.rects, *p.curves]) for p in paper.pages
        ]


def _body(page: Any) -> Any:
    return page.filter(lambda one: "PageNum" not in one.get("fontname", ""))


def having(sheets: list[Sheet], start: str) -> Sheet:
    return next(sheet for sheet in sheets if any(line.text.startswith(start) for line in sheet.lines))


def test_everything_keeps_to_the_text_block(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        upright = sheet.height > sheet.width
        left, right, top, bottom = (LEFT, RIGHT, TOP, BOTTOM) if upright else (35 * MM, 260 * MM, 28 * MM, 184 * MM)
        assert (sheet.width / MM, sheet.height / MM) == pytest.approx((210, 297) if upright else (297, 210), abs=0.1)
        body = [char for char in sheet.chars if "PageNum" not in char["fontname"] and char["text"].strip()]
        assert min(char["x0"] for char in body) >= left - 0.6
        assert max(char["x1"] for char in body) <= right + 0.6
        assert min(char["top"] for char in body) >= top - 0.6
        assert max(char["bottom"] for char in body) <= bottom + 0.6


def test_a_full_page_holds_twenty_two_lines_of_twenty_eight_characters(sheets: list[Sheet]) -> None:
    full = next(sheet for sheet in sheets if len(sheet.lines) == 22 and sheet.lines[0].text[0] == "一")
    assert [len(line.text) for line in full.lines] == [26] + [28] * 21
    tops = [line.top for line in full.lines]
    assert all(below - above == pytest.approx(PITCH, abs=0.11) for above, below in pairwise(tops))
    assert full.lines[0].left - full.lines[1].left == pytest.approx(2 * CELL, abs=0.1)
    assert full.lines[1].right == pytest.approx(RIGHT, abs=0.6)


@pytest.mark.parametrize(
    ("start", "face", "size", "indent"),
    [
        ("各村（社区）：", FANG, 16, 0),
        ("现将", FANG, 16, 2),
        ("一、", HEI, 16, 2),
        ("（一）", KAI, 16, 2),
        ("1.", "GW-Latin", 16, 2),
        ("（1）", FANG, 16, 2),
        ("附件：", FANG, 16, 2),
        ("（联系人：", FANG, 16, 2),
        ("附件1", HEI, 16, 0),
        ("附件2", HEI, 16, 0),
        ("抄送：", FANG, 14, 14 / CELL),
        ("云岭镇党政综合办公室", FANG, 14, 14 / CELL),
    ],
)
def test_each_part_has_its_face_its_size_and_its_place(
    sheets: list[Sheet], start: str, face: str, size: float, indent: float
) -> None:
    sheet = having(sheets, start)
    line, left = sheet.line(start), LEFT if sheet.height > sheet.width else 35 * MM
    assert (line.face, line.size) == (face, pytest.approx(size, abs=0.01))
    assert line.left - left == pytest.approx(indent * CELL, abs=0.6)


def test_the_number_and_the_title_are_centred_and_keep_the_grid(sheets: list[Sheet]) -> None:
    first = sheets[0]
    number, *titles = first.line("云政发"), first.line("云岭镇人民政府关于"), first.line("防止返贫")
    assert number.text.replace(" ", "") == "云政发〔2021〕7号"
    assert all((line.left + line.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1) for line in (number, *titles))
    assert [(line.face, round(line.size, 2)) for line in titles] == [(SONG, 22)] * 2
    lines_down = (first.line("各村").top - number.top) / PITCH
    assert lines_down == pytest.approx(round(lines_down), abs=0.01)


def test_an_explanation_of_attachments_is_numbered_and_hangs_under_its_first_character(sheets: list[Sheet]) -> None:
    first = sheets[0]
    at = first.at("附件：")
    above, head, rest, second = first.lines[at - 1 : at + 3]
    assert head.top - above.top == pytest.approx(2 * PITCH, abs=0.2)  # an empty line between
    name = next(char for char in first.chars if abs(char["top"] - head.top) < 0.2 and char["x0"] > head.left + 62)
    assert rest.left == pytest.approx(name["x0"], abs=0.3)
    one = next(char for char in first.chars if abs(char["top"] - head.top) < 1 and char["text"] == "1")
    assert (second.text[:2], second.left) == ("2.", pytest.approx(one["x0"], abs=0.3))
    assert not any(line.text.rstrip().endswith(("。", "，", "；")) for line in (head, rest, second))


def test_an_attachment_begins_a_page_and_its_title_stands_on_the_third_line(sheets: list[Sheet]) -> None:
    sheet = having(sheets, "附件1")
    number, title, text = sheet.lines[:3]
    assert (number.text, title.text, title.face) == ("附件1", "任务分解一览表", SONG)
    assert number.top - TOP == pytest.approx((PITCH - 16) / 2, abs=1)
    assert title.top - TOP == pytest.approx(2 * PITCH + (34 - 22) / 2, abs=1)
    assert text.top - number.top == pytest.approx(4 * PITCH, abs=0.2)


def test_a_sealed_signature_leaves_room_and_centres_the_issuer_over_the_day(sheets: list[Sheet]) -> None:
    first = sheets[0]
    at = first.at("2021年10月5日")
    above, issuer, on = first.lines[at - 2 : at + 1]
    assert issuer.text == "云岭镇人民政府"
    assert RIGHT - on.right == pytest.approx(4 * SIZE, abs=0.6)
    assert (issuer.left + issuer.right) / 2 == pytest.approx((on.left + on.right) / 2, abs=0.6)
    assert (issuer.top - above.top, on.top - issuer.top) == pytest.approx((3 * PITCH, PITCH), abs=0.2)


def test_a_long_issuer_stays_in_the_block(sheets: list[Sheet]) -> None:
    sheet = sheets[-1]
    at = sheet.at("云岭镇防止返贫动态监测和帮扶工作领导小组")
    issuer, on = sheet.lines[at : at + 2]
    assert issuer.right <= RIGHT - SIZE + 0.6
    assert (issuer.left + issuer.right) / 2 == pytest.approx((on.left + on.right) / 2, abs=0.6)


@pytest.mark.parametrize(
    ("issuer", "from_the_edge"),
    [("云岭镇防止返贫工作领导小组办公室", "issuer"), ("云岭镇政府", "day")],
    ids=["the issuer is longer", "the day is longer"],
)
def test_a_signature_without_seal_stands_two_characters_in(
    sheets: list[Sheet], issuer: str, from_the_edge: str
) -> None:
    sheet = sheets[-1]
    at = sheet.at(issuer)
    above, name, on = sheet.lines[at - 1 : at + 2]
    assert on.left - name.left == pytest.approx(2 * SIZE, abs=0.6)
    assert RIGHT - (name if from_the_edge == "issuer" else on).right == pytest.approx(2 * SIZE, abs=0.6)
    assert (name.top - above.top, on.top - name.top) == pytest.approx((2 * PITCH, PITCH), abs=0.2)


def test_a_signature_is_never_alone_on_a_page(sheets: list[Sheet]) -> None:
    signed = [sheet for sheet in sheets if any(line.text.startswith("末段丙") for line in sheet.lines)]
    assert len(signed) == 7
    for sheet in signed:
        at = sheet.at("末段丙")
        assert [line.text for line in sheet.lines[at + 1 :]] == ["云岭镇人民政府", "2021年10月5日"]
    assert any(sheet.at("末段丙") == 0 for sheet in signed)  # where it would not have fitted, the text came with it


def test_a_table_repeats_its_head_and_no_row_is_split(sheets: list[Sheet]) -> None:
    lying = [sheet for sheet in sheets if sheet.width > sheet.height]
    assert len(lying) > 3
    for sheet in lying:
        told = "".join(line.text for line in sheet.lines)
        assert told.count("序号村（社区）进度") == 1
        assert told.count("甲") == told.count("乙") == told.count("组") >= 2
        assert told.count("因为这一格") == told.count("拆到两页")


def test_the_number_of_a_lying_page_stands_at_the_sheets_foot(sheets: list[Sheet]) -> None:
    """The sheet is turned right: its foot is on the left, its right edge below."""
    for number, sheet in enumerate(sheets, 1):
        if sheet.width > sheet.height:
            found = [char for char in sheet.chars if "PageNum" in char["fontname"]]
            assert "".join(char["text"] for char in sorted(found, key=lambda one: one["top"])) == f"— {number} —"
            assert {char["upright"] for char in found} == {False}
            outer = 184 * MM - max(char["bottom"] for char in found) if number % 2 else found[0]["top"] - 28 * MM
            assert outer == pytest.approx(14, abs=0.6)  # one character in from the block's edge
            assert all(char["x1"] <= 35 * MM - 7 * MM + 10 for char in found)


def test_the_dash_of_a_lying_page_is_seven_millimetres_from_the_block(sheets: list[Sheet]) -> None:
    lying = [sheet for sheet in sheets if sheet.width > sheet.height]
    dashes = [char for sheet in lying for char in sheet.chars if char["text"] == "—"]
    upright = [char for char in sheets[0].chars if char["text"] == "—"]
    down = upright[0]["bottom"] - BOTTOM  # how far a box reaches whose dash lies 7 mm down, see test_official_page
    assert [35 * MM - char["x0"] for char in dashes] == pytest.approx([down] * len(dashes), abs=0.4)


def test_the_imprint_of_copies_fills_the_foot_of_the_last_page(sheets: list[Sheet]) -> None:
    sheet = sheets[-1]
    to, printed = sheet.line("抄送："), sheet.line("云岭镇党政综合办公室")
    assert printed.text.replace(" ", "") == "云岭镇党政综合办公室2021年10月5日印发"
    assert RIGHT - printed.right == pytest.approx(14, abs=0.6)
    rest = sheet.lines[sheet.at("抄送：") + 1]
    third = next(char for char in sheet.chars if abs(char["top"] - to.top) < 0.2 and char["x0"] > to.left + 41)
    assert rest.left == pytest.approx(third["x0"], abs=0.3)
    foot = [rule for rule in sheet.rules if rule["bottom"] > to.top - 20]
    levels = sorted({round(rule["bottom"], 1) for rule in foot})
    assert levels[-1] == pytest.approx(BOTTOM, abs=0.2)
    thick = [below - above for above, below in pairwise(levels) if below - above < 3]
    assert thick == pytest.approx([0.25 * MM, 0.35 * MM], abs=0.1)
