"""The columns of a household list: which headings mean what, and what may stand in a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from engine.words import N_
from states import identity
from states.exchange.layouts import Column, Layout
from states.workbooks import Cell

LOST_DIGITS = N_("“%(column)s”以数字格式存放，末几位已经丢失；请把该列设为文本格式后重新填写")
NO_DATE = N_("“%(column)s”不是日期，请写成2021-10-18这样")
NO_NUMBER = N_("“%(column)s”要填数字，不带单位")
RETIRED = N_("“%(column)s”的“%(value)s”已停用，请改填：%(choices)s")
PRIVATE = N_("“%(column)s”里有只在某台电脑上才有的自造字，请改用标准字")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|(\d{4})(\d{2})(\d{2})")
_FIRST_DAY, _SERIALS = date(1899, 12, 30), range(3_000, 80_000)  # how spreadsheets count days: 1908 to 2119


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


@dataclass(frozen=True, slots=True)
class Normalised:
    """A cell that is stored in another form than it was written in: 已规范, with before and after."""

    row: int
    column: str
    before: str
    after: str


class Unclear(Exception):
    """A cell that cannot be taken: code, text and facts of its problem."""

    def __init__(self, code: str, text: str, **facts: object) -> None:
        self.code, self.text, self.facts = code, text, facts
        super().__init__(text % facts)


def arrange(headings: Sequence[str], layout: Layout) -> tuple[dict[str, int], list[CellProblem]]:
    """Where each field stands, in whatever order; columns nobody knows are left alone."""
    places: dict[str, int] = {}
    problems = []
    for at, heading in enumerate(headings):
        name = layout.fields.get(heading)
        if name in places:
            text = N_("“%(first)s”和“%(second)s”是同一栏，只能有一列")
            facts = {"first": headings[places[name]], "second": heading}
            problems.append(CellProblem(0, heading, heading, "column-twice", text, facts))
        elif name and layout.by_field[name].about.comes_in:
            places[name] = at
    for column in layout.columns:
        if column.needed and column.field not in places:
            text = N_("表头缺少“%(column)s”一栏")
            problems.append(CellProblem(0, column.heading, "", "column-missing", text, {"column": column.heading}))
    return places, problems


def value(column: Column, cell: Cell, on: date | None = None) -> str:
    """What is stored for a cell that is filled in on a day; raise Unclear, or BadIdentity for an identity number."""
    about = column.about
    if about.format == "identity":
        return identity.read(cell.removeprefix("'") if isinstance(cell, str) else cell).number
    if not isinstance(cell, str):
        if abs(cell) >= 10**15:
            raise Unclear("lost-digits", LOST_DIGITS, column=column.heading)
        if about.format == "date":
            return day(column, cell)
        cell = str(int(cell)) if float(cell).is_integer() else str(cell)
    text = cell.strip().removeprefix("'")
    if not text.isprintable():
        text = _printable(text, column)
    if len(text) > about.longest:
        text_ = N_("“%(column)s”太长，最多%(most)d个字")
        raise Unclear("too-long", text_, column=column.heading, most=about.longest)
    match about.format:
        case "name":
            return text if re.search("[A-Za-z]", text) else "".join(text.split())
        case "number" if not re.fullmatch(r"[0-9A-Za-z\-]*", text):
            raise Unclear("wrong-number", N_("户编号只能由数字、字母和短横组成"))
        case "date":
            return day(column, text)
        case "code" | "codes":
            return _coded(text, column, on)
        case "amount":
            return _amount(text, column)
    return text


def shown(column: Column, stored: str) -> str:
    """A stored value as a form shows it, for laying it beside what was written."""
    return column.label(stored)


def _printable(text: str, column: Column) -> str:
    """The text without line breaks and marks that nobody sees; a private character would be lost, so it is refused."""
    if any(unicodedata.category(sign) in ("Co", "Cn", "Cs") for sign in text):
        raise Unclear("private-character", PRIVATE, column=column.heading)
    return "".join(sign for sign in text if sign.isprintable() or sign == "\u3000")


def day(column: Column, written: Cell) -> str:
    """The day as ISO text; spreadsheets give it as their own count of days, too. Raises `Unclear`."""
    if not isinstance(written, str) and written in _SERIALS:
        return (_FIRST_DAY + timedelta(days=int(written))).isoformat()
    text = "".join(str(written).split()) if "年" in str(written) else str(written)
    if not text:
        return ""
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups() if part)).isoformat()
    except ValueError:
        pass
    raise Unclear("no-date", NO_DATE, column=column.heading)


def _amount(text: str, column: Column) -> str:
    """A number as text, such as an area in 亩."""
    detail = column.about.detail
    try:
        return str(detail.read(text.replace(",", ""))) if detail else text
    except ValueError:
        raise Unclear("no-number", NO_NUMBER, column=column.heading) from None


def _coded(text: str, column: Column, on: date | None) -> str:
    if not text:
        return ""
    found = column.find(text, on)
    if found is None:
        choices = "、".join(column.choices(on)[:12])
        if (after := column.successors(text, on)) is not None:
            facts = {"column": column.heading, "value": text, "choices": "、".join(after) or choices or N_("空着")}
            raise Unclear("retired-code", RETIRED, **facts)
        text_ = N_("“%(column)s”里没有“%(value)s”这一项，可填：%(choices)s")
        raise Unclear("unknown-code", text_, column=column.heading, value=text, choices=choices)
    return found
