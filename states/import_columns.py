"""The columns of a household list: which headings mean what, and what may stand in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.words import N_
from states import identity
from states.codes import codes
from states.workbooks import Cell

# The first heading is the one of the shipped form, the others are met in files.
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("户编号", "户号", "家庭编号"),
    "township": ("乡镇", "乡（镇）", "乡(镇)", "乡镇名称"),
    "village": ("行政村", "村", "村委会", "村（社区）", "行政村名称"),
    "group": ("村民小组", "小组", "组", "自然村", "村民小组编码", "小组编码"),
    "head_name": ("户主姓名", "户主"),
    "name": ("姓名", "成员姓名", "家庭成员姓名"),
    "relation": ("与户主关系", "与户主的关系", "关系"),
    "id_no": ("证件号码", "身份证号", "身份证号码", "公民身份号码", "证件号"),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "phone": ("联系电话", "电话", "手机号", "手机号码", "联系方式"),
    "kind": ("户类型", "农户类型"),
    "category": ("监测对象类别", "监测对象类型"),
    "education": ("文化程度",),
    "school": ("在校生状况", "在校状况"),
    "health": ("健康状况",),
    "labour": ("劳动技能", "劳动能力", "劳动力状况"),
    "address": ("家庭住址", "住址", "家庭地址"),
}
FIELDS = {heading: name for name, headings in HEADINGS.items() for heading in headings}
KNOWN = frozenset(FIELDS)
NEEDED = ("group", "name", "relation", "id_no")
LISTS = {"kind": "household_kind"} | {
    name: name for name in ("relation", "sex", "ethnicity", "category", "education", "school", "health", "labour")
}
LONGEST = {"name": 60, "head_name": 60, "phone": 40, "address": 120, "number": 32}

LOST_DIGITS = N_("“%(column)s”以数字格式存放，末几位已经丢失；请把该列设为文本格式后重新填写")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing wrong in one cell; row 0 when it concerns the file, the heading row's columns when it is a heading."""

    row: int
    column: str
    value: Cell
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        return self.text % dict(self.facts)


class Unclear(Exception):
    """A cell that cannot be taken: code, text and facts of its problem."""

    def __init__(self, code: str, text: str, **facts: object) -> None:
        self.code, self.text, self.facts = code, text, facts
        super().__init__(text % facts)


def arrange(headings: Sequence[str]) -> tuple[dict[str, int], list[CellProblem]]:
    """Where each field stands, in whatever order; columns nobody knows are left alone."""
    places: dict[str, int] = {}
    problems = []
    for at, heading in enumerate(headings):
        name = FIELDS.get(heading)
        if name in places:
            text = N_("“%(first)s”和“%(second)s”是同一栏，只能有一列")
            facts = {"first": headings[places[name]], "second": heading}
            problems.append(CellProblem(0, heading, heading, "column-twice", text, facts))
        elif name:
            places[name] = at
    for name in NEEDED:
        if name not in places:
            column = HEADINGS[name][0]
            text = N_("表头缺少“%(column)s”一栏")
            problems.append(CellProblem(0, column, "", "column-missing", text, {"column": column}))
    return places, problems


def value(name: str, cell: Cell) -> str:
    """What is stored for a cell; raise Unclear, or BadIdentity for an identity number."""
    column = HEADINGS[name][0]
    if name == "id_no":
        return identity.read(cell).number
    if not isinstance(cell, str):
        if abs(cell) >= 10**15:
            raise Unclear("lost-digits", LOST_DIGITS, column=column)
        cell = str(int(cell)) if float(cell).is_integer() else str(cell)
    text = cell.strip()
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable())
    if len(text) > LONGEST.get(name, 60):
        raise Unclear("too-long", N_("“%(column)s”太长，最多%(most)d个字"), column=column, most=LONGEST.get(name, 60))
    if name in ("name", "head_name"):
        return text if re.search("[A-Za-z]", text) else "".join(text.split())
    if name == "number" and not re.fullmatch(r"[0-9A-Za-z\-]*", text):
        raise Unclear("wrong-number", N_("户编号只能由数字、字母和短横组成"))
    return _coded(name, text, column) if name in LISTS else text


def _coded(name: str, text: str, column: str) -> str:
    if not text:
        return ""
    known = codes(LISTS[name])
    found = known.find_several(text) if name == "health" else known.find(text)
    if found is None:
        choices = "、".join(list(known.labels.values())[:12])
        text_ = N_("“%(column)s”里没有“%(value)s”这一项，可填：%(choices)s")
        raise Unclear("unknown-code", text_, column=column, value=text, choices=choices)
    return found
