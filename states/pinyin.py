"""How names are found on a keyboard: pinyin and initials, with the readings that surnames have.

A surname is often read otherwise than the word (单 is shàn, 仇 is qiú), and clerks type
either; so both readings are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

SURNAMES = {
    "尉迟": "yu chi", "长孙": "zhang sun", "宰父": "zai fu", "澹台": "tan tai", "万俟": "mo qi", "单于": "chan yu",
    "令狐": "ling hu", "呼延": "hu yan", "鲜于": "xian yu", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan",
    "诸葛": "zhu ge", "夏侯": "xia hou", "皇甫": "huang fu", "公孙": "gong sun", "慕容": "mu rong", "宇文": "yu wen",
    "司徒": "si tu", "端木": "duan mu", "东方": "dong fang", "南宫": "nan gong", "独孤": "du gu", "百里": "bai li",
    "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "盖": "ge", "朴": "piao", "曾": "zeng",
    "任": "ren", "华": "hua", "繁": "po", "缪": "miao", "乐": "yue", "员": "yun", "秘": "bi", "折": "she",
    "种": "chong", "召": "shao", "黑": "he", "洗": "xian", "冼": "xian", "翟": "zhai", "覃": "qin", "洪": "hong",
    "宓": "mi", "逄": "pang", "晁": "chao", "谌": "chen", "郗": "xi", "郇": "xun", "隗": "wei", "尹": "yin",
    "卜": "bu", "葛": "ge", "俞": "yu", "应": "ying", "燕": "yan", "哈": "ha", "纪": "ji", "过": "guo", "柏": "bai",
    "重": "chong", "车": "che", "祭": "zhai", "瞿": "qu", "佘": "she", "厍": "she", "撒": "sa", "石": "shi",
    "石抹": "shi mo", "牟": "mu", "幺": "yao", "教": "jiao", "尉": "wei", "参": "shen", "阚": "kan", "训": "xun",
}  # fmt: skip
TWICE = {"覃": "tan", "葛": "ge", "牟": "mou", "乐": "le", "隗": "kui", "盖": "gai", "翟": "di", "召": "zhao"}

_SEPARATORS = re.compile(r"[\s·•・.．‧']+")


@dataclass(frozen=True, slots=True)
class Readings:
    """Pinyin without tones or spaces and the initials; the `_alt` ones are empty when there is one reading."""

    pinyin: str
    initials: str
    pinyin_alt: str = ""
    initials_alt: str = ""


@lru_cache(maxsize=4096)
def readings(name: str) -> Readings:
    """The readings of a name: as a surname first, as plain words second where that differs."""
    plain_name = _SEPARATORS.sub("", name)
    surname = surname_of(name)
    given = lazy_pinyin(plain_name[len(surname) :], v_to_u=False)
    if not surname or surname not in SURNAMES:
        return Readings(*_spelt(lazy_pinyin(plain_name, v_to_u=False)))
    first = _spelt(SURNAMES[surname].split() + given)
    plain = [TWICE[surname]] if surname in TWICE else lazy_pinyin(list(surname), v_to_u=False)
    second = _spelt(plain + given)
    return Readings(*first) if second == first else Readings(*first, *second)


def surname_of(name: str) -> str:
    """The surname of a Han name; empty for names written with a dot, which have none."""
    if _SEPARATORS.search(name.strip()) or len(name.strip()) < 2:
        return ""
    name = name.strip()
    return name[:2] if len(name) > 2 and name[:2] in SURNAMES else name[:1]


def given_of(name: str) -> str:
    """The name without its surname: what people are called by; the last part of a name with dots."""
    parts = [part for part in _SEPARATORS.split(name) if part]
    return parts[-1] if len(parts) > 1 else name.strip()[len(surname_of(name)) :] or name.strip()


def _spelt(syllables: list[str]) -> tuple[str, str]:
    return "".join(syllables).lower(), "".join(one[0] for one in syllables if one).lower()
