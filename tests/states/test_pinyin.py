"""Readings of names."""

from __future__ import annotations

import pytest

from states.pinyin import Readings, given_of, readings, surname_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("李秀英", Readings("lixiuying", "lxy")),
        ("单田芳", Readings("shantianfang", "stf", "dantianfang", "dtf")),
        ("仇英", Readings("qiuying", "qy", "chouying", "cy")),
        ("尉迟恭", Readings("yuchigong", "ycg", "weichigong", "wcg")),
        ("覃丽", Readings("qinli", "ql", "tanli", "tl")),
        ("吕建军", Readings("lvjianjun", "ljj")),
        ("扎西·次仁", Readings("zhaxiciren", "zxcr")),
    ],
)
def test_names_are_found_by_either_reading(name: str, expected: Readings) -> None:
    assert readings(name) == expected


@pytest.mark.parametrize("name", ["解放", "区楚良", "查良镛", "盖叫天", "朴正熙"])
def test_surnames_with_a_reading_of_their_own_have_two(name: str) -> None:
    assert readings(name).pinyin_alt


def test_rare_characters_have_readings() -> None:
    assert readings("张䶮").pinyin == "zhangyan"


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("李秀英", "李", "秀英"),
        ("欧阳锋", "欧阳", "锋"),
        ("扎西·次仁", "", "次仁"),
        ("和", "", "和"),
        ("欧阳", "欧", "阳"),
    ],
)
def test_the_given_name_stands_without_the_surname(name: str, surname: str, given: str) -> None:
    assert (surname_of(name), given_of(name)) == (surname, given)
