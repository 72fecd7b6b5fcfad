"""A column that comes back as a workbook: taken as a whole, or handed back with a remark beside each wrong cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.words import N_
from states import workbooks
from states.departments.answers import Answer, wrong
from states.departments.column import CASE, CHECK, DETAIL, ID_NO, ITEM, NAME, ON, RESULT, Column, waiting
from states.evidence.criteria import ASKS
from states.import_columns import CellProblem, Normalised
from states.workbooks import Row, Sheet

HEADINGS = {"case_id": CASE, "digest": CHECK, "item": ITEM, "detail": DETAIL, "on": ON}
"""The heading beside which a problem of an answer is told."""
NOT_FILLED = N_("没有填写结果；还没有比对的户，请把这一户的各行都删去再上传")
UNKNOWN_WORD = N_("结果要填“%(good)s”或“%(bad)s”")
NO_HEADING = N_("没有“%(heading)s”这一栏，请用下载的名单填写")
SOME_MISSING = N_("这一户名单上的%(names)s没有答复，一户各行要填齐")
NO_SUCH_CASE = N_("案卷号不对，请用下载的名单填写，不要改动前几栏")
NO_DAY = N_("日期要写作 2021-11-08；空着就是今天")


@dataclass
class Looked:
    """A workbook looked through: the answers it brings, and everything wrong with it."""

    sheet: Sheet
    answers: list[Answer] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    changes: Sequence[Normalised] = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        """The sheets that were not read."""
        return self.sheet.hidden

    def cell(self, row: Row, heading: str) -> str:
        """What stands under a heading."""
        return str(row.cells[self.sheet.headings.index(heading)]).strip()

    def against(self, row: Row, heading: str, code: str, text: str, /, **facts: object) -> None:
        """Add a problem of a cell."""
        self.problems.append(CellProblem(row.number, heading, self.cell(row, heading), code, text, facts))


def look(session: Session, book: Book, of: Column, data: bytes, name: str, *, by: Actor, at: datetime) -> Looked:
    """Look a filled list through; nothing is kept. Raises `BadWorkbook`."""
    found = Looked(workbooks.read(data, name, of.headings))
    for heading in (CASE, ID_NO, CHECK, *of.filled):
        if heading not in found.sheet.headings:
            found.problems.append(CellProblem(0, heading, "", "no-heading", NO_HEADING, {"heading": heading}))
    if found.problems:
        return found
    homes = dict(_homes(found))
    people = {one.case_id: one.people for one in waiting(session, book, of, by, sorted(homes))} if homes else {}
    for case_id, rows in homes.items():
        here = {found.cell(row, ID_NO) for row in rows}
        if lacking := [one.name for one in people.get(case_id, ()) if one.id_no not in here]:
            found.against(rows[0], NAME, "lacking", SOME_MISSING, names="、".join(lacking))
        found.answers.append(_answer(found, of, case_id, rows, office_day(at)))
    lines = {row.number: row for row in found.sheet.rows}
    for one in wrong(session, book, of, found.answers, by=by, at=at):
        found.against(lines[one.at], HEADINGS[one.where], one.code, one.text, **one.facts)
    found.problems.sort(key=lambda one: one.row)
    return found


def _homes(found: Looked) -> Iterator[tuple[int, list[Row]]]:
    """The lines of each household, by its case."""
    homes: dict[int, list[Row]] = {}
    for row in found.sheet.rows:
        written = found.cell(row, CASE).removesuffix(".0")
        if written.isdecimal() and len(written) < 16:
            homes.setdefault(int(written), []).append(row)
        else:
            found.against(row, CASE, "no-case", NO_SUCH_CASE)
    yield from homes.items()


def _answer(found: Looked, of: Column, case_id: int, rows: list[Row], today: date) -> Answer:
    """The household's answer from the lines of its people: a hit of one is the household's."""
    results = Counter(_result(found, of, row) for row in rows)
    bad = [row for row in rows if found.cell(row, RESULT) == of.bad]
    told = bad or rows[:1]
    items = [(found.cell(row, NAME), found.cell(row, ITEM)) for row in bad] if not of.criterion else []
    asks = tuple(one for one in of.asks if all(found.cell(row, ASKS[one]) in ("是", "√") for row in rows))
    return Answer(
        case_id, not results[False], _day(found, told[0], today),
        "；".join(f"{who}：{item}" for who, item in items if item)[:60],
        "；".join(dict.fromkeys(text for row in told if (text := found.cell(row, DETAIL)))),
        asks, found.cell(rows[0], CHECK), told[0].number,
    )  # fmt: skip


def _result(found: Looked, of: Column, row: Row) -> bool:
    said = found.cell(row, RESULT)
    if not said:
        found.against(row, RESULT, "empty", NOT_FILLED)
    elif said not in (of.good, of.bad):
        found.against(row, RESULT, "unknown-word", UNKNOWN_WORD, good=of.good, bad=of.bad)
    return said != of.bad


def _day(found: Looked, row: Row, today: date) -> date:
    written = found.cell(row, ON)[:10]
    try:
        return date.fromisoformat(written) if written else today
    except ValueError:
        found.against(row, ON, "no-day", NO_DAY)
        return today
