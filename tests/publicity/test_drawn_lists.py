"""A long list is drawn, and the paper is as if it had been laid out whole: the same text at the same places."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from publicity import pdf
from publicity.documents import find, registry, render
from publicity.drawing import long_lists, paper
from publicity.drawing.filling import fill
from publicity.errors import Unprintable
from tests.publicity.papers import household, opened, village

HEADS = (
    "和志强",
    "李䶮",
    "扎西·次仁",
    "阿卜杜热合曼·买买提",
    "Tom AV Smith",
    "张（曾用名：张三丰）",
    "䶮㛃𬭎𫖯𠅤 𬀩喆",
)
GROUPS = ("第一村民小组", "第11小组", "第十二村民小组（原上坝小组、下坝小组）", "A区11组")
NEAR = 0.25  # points


def rows(number: int) -> list[dict[str, Any]]:
    return [household(head=HEADS[at % 7], group=GROUPS[at * at % 4], persons=at % 12 + 1) for at in range(number)]


def leaving(number: int) -> list[dict[str, Any]]:
    return [{"group": GROUPS[at % 3], "head": HEADS[at % 5], "persons": 3, "mode": "帮扶消除"} for at in range(number)]


BOTH = village(entering=rows(64), leaving=leaving(33))
SHORT_OF_A_PAGE = village(entering=rows(31), leaving=leaving(2), steps=["入户核查"] * 7)


def html(values: dict[str, Any]) -> str:
    read = find("village_notice").read(values)
    return registry._template("village_notice").render(v=read, mark="0000 0000 0000", title="村级公示")


def places(made: bytes) -> list[dict[str, list[tuple[float, float]]]]:
    """Page by page, where each character stands."""
    found = []
    with opened(made) as read:
        for page in read.pages:
            by_text = defaultdict(list)
            for char in page.chars:
                if char["text"].strip():
                    by_text[char["text"]].append((char["top"], char["x0"]))
            found.append({text: sorted(there) for text, there in by_text.items()})
    return found


@pytest.mark.parametrize("values", [BOTH, SHORT_OF_A_PAGE], ids=["both directions", "hardly longer than a page"])
def test_a_drawn_list_is_the_plain_one(values: dict[str, Any]) -> None:
    page, css = html(values), find("village_notice").style()
    plain, drawn = places(pdf.typeset(page, css).pdf), places(paper.typeset(page, css).pdf)

    assert long_lists.find(page)
    assert len(drawn) == len(plain)
    for ours, theirs in zip(drawn, plain, strict=True):
        assert {text: len(there) for text, there in ours.items()} == {
            text: len(there) for text, there in theirs.items()
        }
        for text, there in ours.items():
            for y, x in there:
                assert min(abs(y - to_y) + abs(x - to_x) for to_y, to_x in theirs[text]) < 2 * NEAR, text


def test_an_archival_paper_is_drawn_with_its_fonts_inside_and_an_accessible_one_is_laid_out() -> None:
    page, css = html(BOTH), find("village_notice").style()
    archival = drawn_fonts(paper.typeset(page, css, variant="pdf/a-3b").pdf)

    assert archival
    assert all(archival)
    assert not drawn_fonts(paper.typeset(page, css, variant="pdf/ua-1").pdf)


def drawn_fonts(made: bytes) -> list[bool]:
    """Of each font that was drawn with, whether it is inside the file."""
    with pikepdf.open(BytesIO(made)) as read:
        fonts = read.pages[0].Resources.Font.items()
        drawn = [font.DescendantFonts[0].FontDescriptor for name, font in fonts if name.startswith("/DGW")]
        return ["/FontFile2" in described for described in drawn]


def test_what_was_printed_before_does_not_change_what_is_printed() -> None:
    longer = village(entering=rows(64), leaving=leaving(33), steps=["入户核查"] * 12)
    first = render("village_notice", BOTH)
    render("village_notice", longer)
    assert render("village_notice", BOTH) == first


def test_a_character_without_a_glyph_is_refused_in_a_drawn_list_too() -> None:
    page = html(BOTH).replace("扎西·次仁", "扎西\ue863")
    with pytest.raises(Unprintable) as refused:
        paper.typeset(page, find("village_notice").style())
    assert refused.value.problems[0].code_point == "U+E863"


def test_rows_that_differ_in_more_than_their_text_are_laid_out() -> None:
    page = html(BOTH)
    assert len(long_lists.find(page)) == 2
    assert not long_lists.find(page.replace("<td>1</td>", '<td colspan="1">1</td>'))
    assert not long_lists.find(page.replace("<td>1</td>", "<td><b>1</b></td>"))


@pytest.mark.parametrize(
    ("number", "first", "pages"),
    [
        (5, 50, [5]),  # just as many as there is room for
        (7, 50, [5, 2]),
        (6, 50, [4, 2]),  # the last row is never alone
        (3, 20, []),  # nothing may be left alone for its sake either
        (25, 35, [3, 10, 10, 2]),
    ],
)
def test_pages_are_filled_with_whole_rows(number: int, first: float, pages: list[int]) -> None:
    assert fill([10.0] * number, first, 100) == pages
