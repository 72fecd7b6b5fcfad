"""What may be public of a household."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity import masks
from publicity.documents import render
from tests.publicity.papers import household, text, village


@pytest.mark.parametrize(
    ("full", "masked", "why"),
    [
        ("张三", "张*", "two characters"),
        ("李秀英", "李*英", "three: the middle"),
        ("司马迁", "司马*", "a compound surname is kept whole"),
        ("欧阳玉珺", "欧阳*珺", "and so is the last character of four"),
        ("欧阳", "欧*", "a compound surname alone is a name of two"),
        ("扎西次仁", "扎**仁", "four without a dot"),
        ("扎西·次仁", "扎西·**", "the part before the dot"),
        ("阿卜杜•热合曼·艾力", "阿卜杜•***·**", "whichever dot was typed"),
        ("王䶮", "王*", "rare characters count as one"),
        ("王𬭎𫖯", "王*𫖯", "beyond the first plane too"),
        ("龙", "*", "nothing remains of a single character"),
        ("", "", "nothing of nothing"),
    ],
)
def test_a_name_is_masked(full: str, masked: str, why: str) -> None:
    assert masks.name(full) == masked, why


@given(st.text(alphabet="张李欧阳司马玉珺𬭎·•", min_size=1, max_size=12).filter(lambda full: full.strip("·•")))
def test_something_of_every_name_is_hidden(full: str) -> None:
    masked, bare = masks.name(full), full.strip("·•")
    assert len(masked) == len(bare)
    assert "*" in masked
    assert all(shown in ("*", real) for shown, real in zip(masked, bare, strict=True))


def test_the_web_copy_masks_and_the_board_does_not() -> None:
    values = village(entering=[household(head="欧阳玉珺")])
    assert "欧阳玉珺" in text(render("village_notice", values).pdf)
    web = text(render("village_notice", values | {"masked": True}).pdf)
    assert "欧阳*珺" in web
    assert "玉珺" not in web


@pytest.mark.parametrize(("age", "named"), [(17, False), (18, True)])
def test_a_minor_is_never_named(age: int, named: bool) -> None:
    if named:
        assert masks.publishable_name("李秀英", age, web=True) == "李*英"
    else:
        with pytest.raises(masks.MinorNamed):
            masks.publishable_name("李秀英", age, web=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第一村民小组", []),
        ("11010519491231002X", ["身份证号码"]),
        ("110105 1949 1231 002x", ["身份证号码"]),
        ("110105491231002", ["身份证号码"]),
        ("139-0000-0000", ["手机号码"]),
        ("6222021234567890123", ["银行账号等长号码"]),
        ("肢体残疾", ["健康、残疾等情况"]),
        ("突发严重困难户", []),
    ],
)
def test_what_must_stay_private_is_found(text: str, found: list[str]) -> None:
    assert masks.leaks(text) == found


def test_only_publishable_columns_exist() -> None:
    assert list(masks.COLUMNS.values()) == [
        *("序号", "村（社区）", "村民小组", "户主姓名", "家庭人口数", "拟定类别", "消除方式"),
    ]
