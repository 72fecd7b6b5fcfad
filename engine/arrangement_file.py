"""The file in which a site enters next year's arrangement, an amendment, or its own rest days.

document = "国办发明电〔2026〕9号"       # the document number, always
title = "国务院办公厅关于2027年部分节假日安排的通知"
year = 2027                             # settles this whole year; left out: only the days listed
place = ""                              # area code; left out: the whole country
off = ["2027-01-01/2027-01-03 元旦"]     # days or spans, a name may follow
work = ["2027-01-09 元旦"]               # make-up days

[[closure]]                             # rest days of one place, as many as needed
place = "533401"
off = ["2027-09-13 州庆"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from engine.errors import BadInput, Problem
from engine.workdays import ArrangedDay, Arrangement

KNOWN = {"document", "title", "year", "place", "off", "work"}
LONGEST_REST = 60  # days in one span: a longer one is a typing slip

_AT_LINE = re.compile(r"at line (\d+)")
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?")


class BadArrangement(BadInput):
    """A file of rest days that cannot be taken; each problem names its line."""


class _Doubt(Exception):
    def __init__(self, written: object, reason: str) -> None:
        self.written, self.reason = written, reason


def parse(text: str, file: str = "") -> list[Arrangement]:
    """Read the file into arrangements, the document itself first; raise BadArrangement with every line at fault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = found[1] if found else text.count("\n") + 1
        raise BadArrangement(Problem(f"{file}:{line}", f"这一行不是正确的TOML：{error}")) from None
    problems: list[Problem] = []
    arrangements: list[Arrangement] = []
    closures = table.pop("closure", [])
    if not isinstance(closures, list) or not all(isinstance(one, dict) for one in closures):
        raise BadArrangement(Problem(f"{file}:{_line(text, 'closure')}", "地方休息日要写成 [[closure]]"))
    shared = {"document": table.get("document", ""), "title": table.get("title", "")}
    tables = [table] if set(table) - {"document", "title"} or not closures else []
    for number, one in enumerate(tables + [shared | closure for closure in closures], -len(tables)):
        try:
            arrangements.append(_arrangement(one, local=number >= 0))
        except _Doubt as doubt:
            problems.append(Problem(f"{file}:{_line(text, doubt.written, number)}", doubt.reason))
    if problems:
        raise BadArrangement(*problems)
    return arrangements


def _arrangement(table: dict[str, Any], local: bool) -> Arrangement:
    for key in table:
        if key not in KNOWN or (local and key == "year"):
            raise _Doubt(key, f"不认识的项目“{key}”")
    document, year, place = table.get("document", ""), table.get("year"), table.get("place", "")
    if not isinstance(document, str) or not document.strip():
        raise _Doubt("document", "缺少文号 document")
    if year is not None and (type(year) is not int or not 1949 <= year <= 2900):
        raise _Doubt("year", "year 应为四位年份，如 2027")
    if not isinstance(place, str) or not re.fullmatch(r"\d{0,14}", place) or (local and not place):
        raise _Doubt("place", "place 应为地区代码的数字，地方休息日必须写明")
    days: dict[date, ArrangedDay] = {}
    for key, is_workday in (("off", False), ("work", True)):
        for day in _days(table.get(key, []), key, is_workday):
            if day.on in days:
                raise _Doubt(key, f"{day.on} 写了两次")
            days[day.on] = day
    if not days:
        raise _Doubt("off", "没有列出任何一天：off 和 work 至少要有一项")
    if year and not all(year - 1 <= on.year <= year + 1 for on in days):
        raise _Doubt("year", f"所列日期不属于{year}年的安排")
    return Arrangement(document.strip(), tuple(days.values()), year, place, str(table.get("title", "")))


def _days(written: object, key: str, is_workday: bool) -> Iterator[ArrangedDay]:
    if not isinstance(written, list):
        raise _Doubt(key, f'{key} 应为列表，如 ["2027-01-01/2027-01-03"]')
    for one in written:
        if isinstance(one, date):  # TOML has dates of its own: 2027-01-04 without quotes
            yield ArrangedDay(one, is_workday)
            continue
        span = _SPAN.fullmatch(one.strip()) if isinstance(one, str) else None
        if not span:
            raise _Doubt(one, f"“{one}”不是日期，应写作 2027-01-01 或 2027-01-01/2027-01-03")
        for on in _each(span[1], span[2] or span[1], one):
            yield ArrangedDay(on, is_workday, span[3] or "")


def _each(first: str, last: str, written: str) -> Iterable[date]:
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise _Doubt(written, f"“{written}”里没有这一天") from None
    length = (end - begin).days
    if not 0 <= length < LONGEST_REST:
        raise _Doubt(written, f"“{written}”的起止日期不对：应先写起日，且不超过{LONGEST_REST}天")
    return [begin + timedelta(days=i) for i in range(length + 1)]


def _line(text: str, written: object, closure: int = -1) -> int:
    """The line of a key or value; tomllib keeps no positions, so it is looked up, from the nth closure on."""
    sought = str(written)
    key = re.compile(rf"\s*{re.escape(sought)}\s*=")
    begun, header = -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith("[[closure]]"):
            begun, header = begun + 1, number if begun + 1 <= closure else header
        if begun == closure and (key.match(line) or (sought not in KNOWN and sought in line.partition(" #")[0])):
            return number
    return header
