"""The page of GB/T 9704, measured on the printed paper."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from publicity.documents import render
from tests.publicity.papers import MM, lines, long_village, opened, village

LONG_STEPS = ["入户核查并当场填写信息采集表由两名调查人和户主共同签字确认"] * 6
TEXT = {"left": 28, "right": 184, "top": 37, "bottom": 262}  # the text block's edges in mm


@pytest.fixture(scope="module")
def prose() -> bytes:
    return render("village_notice", village(steps=LONG_STEPS)).pdf


@pytest.fixture(scope="module")
def long_list() -> bytes:
    return render("village_notice", long_village(58)).pdf


def test_the_paper_is_a4_and_its_text_keeps_to_the_block(long_list: bytes) -> None:
    with opened(long_list) as paper:
        for page in paper.pages:
            assert (page.width / MM, page.height / MM) == pytest.approx((210, 297), abs=0.1)
            body = [char for char in page.chars if "PageNum" not in char["fontname"] and char["text"].strip()]
            assert min(char["x0"] for char in body) >= (TEXT["left"] - 0.2) * MM
            assert max(char["x1"] for char in body) <= (TEXT["right"] + 0.2) * MM
            assert min(char["top"] for char in body) >= (TEXT["top"] - 0.2) * MM
            assert max(char["bottom"] for char in body) <= (TEXT["bottom"] + 0.2) * MM


def body_lines(page: Any) -> list[Any]:
    """The lines of the leading paragraph, between the title and the first heading."""
    found = lines(page)
    start = next(at for at, line in enumerate(found) if line.text.startswith("根据"))
    return found[start : next(at for at, line in enumerate(found) if line.text.startswith("一、"))]


def test_lines_stand_on_the_grid_of_twenty_two(prose: bytes) -> None:
    with opened(prose) as paper:
        tops = [line.top for line in body_lines(paper.pages[0])]
    assert len(tops) > 5
    assert all(below - above == pytest.approx(28.95, abs=0.11) for above, below in pairwise(tops))
    assert (TEXT["bottom"] - TEXT["top"]) * MM / 28.95 == pytest.approx(22, abs=0.05)


def test_a_line_holds_twenty_eight_characters_of_size_three(prose: bytes) -> None:
    with opened(prose) as paper:
        han = [line for line in body_lines(paper.pages[0])[1:] if all(ord(c) > 0x2000 for c in line.text)]
    full = max(han, key=lambda line: len(line.text))
    assert len(full.text) == 28
    assert full.size == pytest.approx(16, abs=0.01)
    assert full.left / MM == pytest.approx(28, abs=0.2)
    assert full.right / MM == pytest.approx(184, abs=0.3)


def test_a_paragraph_begins_two_characters_in(prose: bytes) -> None:
    with opened(prose) as paper:
        first, second = body_lines(paper.pages[0])[:2]
    assert first.left - second.left == pytest.approx(2 * 15.79, abs=0.1)


def test_a_mixture_of_fonts_does_not_move_the_lines() -> None:
    rare = village(steps=["䶮㛃𬭎𫖯𠅤与2021年ABC混排的一段文字用来检查行距是否仍然不变" for _ in range(5)])
    with opened(render("village_notice", rare).pdf) as paper:
        tops = [line.top for line in body_lines(paper.pages[0])]
    assert all(below - above == pytest.approx(28.95, abs=0.11) for above, below in pairwise(tops))


def test_the_title_is_size_two_centred_in_its_face(prose: bytes) -> None:
    with opened(prose) as paper:
        titles = [line for line in lines(paper.pages[0]) if line.size == pytest.approx(22, abs=0.01)]
    assert [line.text for line in titles] == ["和平村关于拟纳入、拟消除风险", "防止返贫监测对象名单的公示"]
    assert all("XiaoBiaoSong" in line.face for line in titles)
    assert all((line.left + line.right) / 2 / MM == pytest.approx(106, abs=0.5) for line in titles)


def test_headings_have_their_own_faces(prose: bytes) -> None:
    with opened(prose) as paper:
        found = {line.text[:2]: line.face for page in paper.pages for line in lines(page)}
    assert "Hei" in found["一、"]
    assert "Kai" in found["（一"]
    assert "FangSong" in found["根据"]


def test_page_numbers_stand_outside_below_the_text(long_list: bytes) -> None:
    with opened(long_list) as paper:
        assert len(paper.pages) >= 4
        for number, page in enumerate(paper.pages, 1):
            found = [char for char in page.chars if "PageNum" in char["fontname"]]
            assert "".join(char["text"] for char in found) == f"— {number} —"
            assert {round(char["size"], 1) for char in found} == {14.0}
            outer = 184 - found[-1]["x1"] / MM if number % 2 else found[0]["x0"] / MM - 28
            assert outer == pytest.approx(14 / MM, abs=0.2)  # one character of its size
            assert dash_height(page) == pytest.approx(TEXT["bottom"] + 7, abs=0.4)


def dash_height(page: Any) -> float:
    """How far down the page the dash of the page number lies, in mm, as the ink tells."""
    picture = page.to_image(resolution=254).original.convert("L")  # ten dots to the millimetre
    first = next(char for char in page.chars if "PageNum" in char["fontname"])
    across = int((first["x0"] + first["x1"]) / 2 / MM * 10)
    dark = [y for y in range(2630, picture.height) if picture.getpixel((across, y)) < 128]
    return sum(dark) / len(dark) / 10
