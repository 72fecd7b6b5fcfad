"""Step sentences as patterns: what stands in quotes is free text; days, roles, moves and states are known words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from parse import with_pattern
from pytest_bdd import parsers

from states.lifecycle import LABELS, WAYS
from tests.bdd.people import ROLES, TRAITS

MOVES = {way.label: name for name, way in WAYS.items()}
MOVES |= {"脱贫退出": "strike_off", "整户自然减少销户": "die_out", "返贫纳入": "return_to_poverty"}
MOVES |= {"新识别纳入": "identify", "重新识别认定": "re_flag"}
STATES = {label: name for name, label in LABELS.items()} | {"已退出户": "exited", "风险已消除户": "risk_eliminated"}
STATES |= {"风险再标注户": "re_flagged"}
STATES |= {"拟识别户": "candidate", "在册贫困户": "monitored", "返贫户": "re_flagged", "已脱贫退出户": "exited"}


def phrase(sentence: str) -> Any:
    """The parser of a sentence such as `{role:role}办结"{head}"户的"{step}"`."""
    return parsers.cfparse(re.sub(r'"\{(\w+)\}"', r'"{\1:q}"', sentence), TYPES)


@with_pattern(r'[^"]*')
def quoted(text: str) -> str:
    return text


@with_pattern(r"\d{4}年\d{1,2}月\d{1,2}日")
def day(text: str) -> date:
    return date(*(int(part) for part in re.findall(r"\d+", text)))


@with_pattern(r"\d+")
def number(text: str) -> int:
    return int(text)


@with_pattern(r"-?\d+(?:\.\d+)?")
def yuan(text: str) -> str:
    return text


def one_of(words: dict[str, str]) -> Callable[[str], str]:
    """A type that takes exactly these words, the longest first."""

    @with_pattern("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    def word(text: str) -> str:
        return words[text]

    return word


TYPES = {
    "q": quoted,
    "day": day,
    "n": number,
    "yuan": yuan,
    "plan": one_of({name: name for name in ("塘子街道2023年方案", "河图街道2018年方案")}),
    "role": one_of({title: title for title in ROLES}),
    "trait": one_of({trait: trait for trait in TRAITS}),
    "move": one_of(MOVES),
    "state": one_of(STATES),
    "notice": one_of({"村级公示": "village_notice", "村内公示": "village_notice", "乡镇公示": "township_notice"}),
}
