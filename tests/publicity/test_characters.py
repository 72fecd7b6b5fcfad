"""Rare names print with real glyphs; what cannot be printed is named before anything is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest

from publicity import glyphs, pdf
from publicity.documents import find, render
from publicity.errors import Unprintable
from publicity.fonts import folder, office
from publicity.unprintable import among
from tests.publicity.papers import household, opened, text, village

RARE = "䶮㛃𬭎𫖯𠅤"


@pytest.mark.parametrize("character", RARE + "𬀩喆堃玥珺祎")
def test_a_rare_name_prints_with_a_glyph_of_its_own(character: str) -> None:
    printed = render("village_notice", village(entering=[household(head=f"王{character}")], leaving=[]))
    with opened(printed.pdf) as paper:
        found = [char for char in paper.pages[0].chars if char["text"] == character]
    assert len(found) == 1
    assert found[0]["fontname"].partition("+")[2].startswith("GW-")
    assert found[0]["width"] == pytest.approx(14, abs=0.1)


def test_rare_glyphs_differ_from_each_other_and_from_the_empty_box() -> None:
    printed = pdf.render(f"<html lang=zh-CN><body><p>{RARE}</p></body></html>", find("village_notice").style())
    with opened(printed) as paper:
        page = paper.pages[0]
        shots = [
            page.crop((char["x0"], char["top"], char["x1"], char["bottom"])).to_image(resolution=100).original.tobytes()
            for char in page.chars
            if char["text"] in RARE
        ]
    assert len(set(shots)) == len(RARE)


@pytest.mark.parametrize(
    ("character", "code_point", "reason"),
    [
        ("\ue863", "U+E863", "自造字编码"),
        ("\U000f0001", "U+F0001", "自造字编码"),
        ("\u202e", "U+202E", "格式符"),
        ("\u200b", "U+200B", "格式符"),
        ("\ufeff", "U+FEFF", "格式符"),
        ("\U000e0100", "U+E0100", "异体字选择符"),
        ("\ufe0f", "U+FE0F", "异体字选择符"),
        ("\t", "U+0009", "控制字符"),
        ("\u0301", "U+0301", "附加在前一个字上"),
        ("\u0f40", "U+0F40", "专门排版"),
        ("\u0627", "U+0627", "专门排版"),
        ("\U000323b0", "U+323B0", "字库中没有这个字"),
        ("\u0e01", "U+0E01", "专门排版"),
    ],
)
def test_what_cannot_be_printed_is_named(character: str, code_point: str, reason: str) -> None:
    values = village(entering=[household(), household(head=f"王{character}明")])
    with pytest.raises(Unprintable) as refused:
        render("village_notice", values)
    [problem] = refused.value.problems
    assert (problem.field, problem.row, problem.position, problem.character) == ("户主姓名", 2, 2, character)
    assert problem.code_point == code_point
    assert reason in problem.message
    assert problem.message.startswith("第2行“户主姓名”第2个字")


def test_every_problem_is_told_at_once() -> None:
    fields = [glyphs.Field("户主姓名", "王\ue863\ue864", 3), glyphs.Field("署名单位", "村\u202e委会")]
    assert [(p.field, p.row, p.code_point) for p in glyphs.check(fields)] == [
        ("户主姓名", 3, "U+E863"),
        ("户主姓名", 3, "U+E864"),
        ("署名单位", None, "U+202E"),
    ]


def test_radicals_are_folded_to_the_characters_they_look_like() -> None:
    assert glyphs.fold("⼀⼆⻛·李") == "一二⻛·李"
    printed = render("village_notice", village(entering=[household(head="⽅⽂")], leaving=[]))
    assert "方文" in text(printed.pdf)


def test_a_name_is_not_normalised_otherwise() -> None:
    assert glyphs.fold("ﬁ①㈱凞·") == "ﬁ①㈱凞·"


def test_the_second_net_catches_a_character_that_was_not_asked_about() -> None:
    with pytest.raises(Unprintable, match=r"U\+323B0"):
        pdf.render("<html lang=zh-CN><body>\U000323b0</body></html>", find("village_notice").style())


@pytest.mark.parametrize(
    ("name", "first", "last", "holds"),
    [
        ("the basic block", 0x4E00, 0x9FA5, all),
        ("extension A", 0x3400, 0x4DB5, all),
        ("extension B", 0x20000, 0x2A6D6, all),
        ("extension C", 0x2A700, 0x2B734, all),
        ("extension D", 0x2B740, 0x2B81D, all),
        ("extension E", 0x2B820, 0x2CEA1, all),
        ("extension F", 0x2CEB0, 0x2EBE0, all),
        ("extension G, which is young", 0x30000, 0x3134A, any),
    ],
)
def test_the_han_of_the_national_standard_are_covered(
    name: str, first: int, last: int, holds: Callable[[list[bool]], bool]
) -> None:
    covered = office.printable()
    assert holds([chr(point) in covered for point in range(first, last + 1)]), name


def test_the_prepared_folder_is_whole_and_its_configuration_absolute() -> None:
    found = folder.find()
    assert folder.stamp(found)["recipe"]
    assert f"<dir>{found}</dir>" in (found / folder.CONFIG).read_text("utf-8")
    assert found.is_absolute()


def test_only_subsets_are_embedded() -> None:
    printed = render("village_notice", village())
    assert len(printed.pdf) < 200_000
    assert len(pypdf.PdfReader(BytesIO(printed.pdf)).pages) == printed.pages


def test_the_households_of_a_county_are_looked_through_at_once() -> None:
    names = [(at, f"H{at}", "和志强", "户主姓名", "和志强") for at in range(20_000)]
    begun = time.process_time()
    assert among(names) == []
    assert time.process_time() - begun < 1
    [found] = among([*names, (7, "H7", "李\U0001f701", "户主姓名", "李\U0001f701")])
    assert (found.case_id, found.problem.code_point) == (7, "U+1F701")
    assert "“李\U0001f701”户" in found.reason
