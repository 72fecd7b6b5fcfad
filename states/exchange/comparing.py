"""A list that was handed out, edited and brought back, laid beside the register: what differs, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.errors import BadInput
from engine.words import N_
from states.changes.fields import Field, fields
from states.changes.proposing import Edit
from states.exchange.keys import NOBODY, SEVERAL, Known, Subject, text
from states.exchange.layouts import Column, Layout
from states.import_columns import CellProblem, Unclear, shown, value
from states.import_lines import MERGED, NO_RESULT
from states.workbooks import Cell, Row, Sheet

FIXED = N_("“%(column)s”不能用表格改，请按程序办理；这一格没有采用")
HEAD = N_("户主姓名随户主本人的“姓名”一栏改；这一格没有采用")
NO_NUMBER = N_("没有填写户编号，不知道是哪一户")
TWICE = N_("与第%(row)d行是同一户或同一个人，两行都没有采用")
AT_ODDS = N_("同一户的“%(column)s”写得不一样（第%(row)d行是“%(other)s”），都没有采用")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that says something else than the register: where it stands, whom it is about, before and after."""

    row: int
    column: str
    number: str
    name: str
    before: str
    after: str
    edit: Edit

    @property
    def key(self) -> tuple[str, int, str]:
        """The one field of one subject that it would change."""
        return self.edit.subject, self.edit.subject_id, self.edit.field


class Comparison:
    """Compares a sheet with the register, line by line; `edits` and `problems` stand in the order of the rows."""

    def __init__(
        self, sheet: Sheet, layout: Layout, columns: dict[str, int], known: Known, on: date | None = None
    ) -> None:
        """`on` is the day on which what was edited is proposed: a code retired by then is not taken."""
        self._on = on
        self._sheet, self._layout, self._columns = sheet, layout, columns
        self.problems: list[CellProblem] = []
        lines = self._matched(known)
        self._heads = {
            subject.home.id: self._written(row, "name") for row, subject in lines if subject.member is not None
            and subject.member.is_head
        }  # fmt: skip
        self.edits = self._settled([edit for row, subject in lines for edit in self._line(row, subject)])
        self.problems.sort(key=lambda one: one.row)

    def _matched(self, known: Known) -> list[tuple[Row, Subject]]:
        """The lines whose subject is known; of one that stands twice, no line is taken on trust."""
        first: dict[tuple[str, int], int] = {}
        found, twice = [], set()
        for row in self._sheet.rows:
            try:
                subject = self._subject(row, known)
            except Unclear as unclear:
                self._note(row, "id_no" if unclear.text in (NOBODY, SEVERAL) else "number", unclear)
                continue
            if subject.key in first:
                twice.add(subject.key)
                self._note(row, "number", Unclear("key-twice", TWICE, row=first[subject.key]))
            first.setdefault(subject.key, row.number)
            found.append((row, subject))
        return [(row, subject) for row, subject in found if subject.key not in twice]

    def _subject(self, row: Row, known: Known) -> Subject:
        number = text(self._cell(row, "number"), self._layout.heading("number"))
        if not number:
            raise Unclear("no-number", NO_NUMBER)
        return known.find(number, self._cell(row, "id_no"), self._cell(row, "name"))

    def _line(self, row: Row, subject: Subject) -> Iterator[CellEdit]:
        for name in self._columns:
            if name in ("number", "id_no"):
                continue
            try:
                made = self._compared(row, name, subject)
            except Unclear as unclear:
                self._note(row, name, unclear)
            except BadInput as bad:
                for problem in bad.problems:
                    self._note(row, name, Unclear("bad-value", problem.reason))
            else:
                if made:
                    yield made

    def _compared(self, row: Row, name: str, subject: Subject) -> CellEdit | None:
        """The edit of a cell, None where it says what the register says; raises `Unclear` and `BadInput`."""
        column, cell, told = self._layout.by_field[name], self._cell(row, name), subject.told[name]
        place = row.number, self._columns[name]
        if str(cell).strip() == told:
            return None
        if self._sheet.formulas.get(place) is False:
            raise Unclear("formula", NO_RESULT)
        if cell == "" and place in self._sheet.merged:
            raise Unclear("merged", MERGED, row=self._sheet.merged[place])
        about, whose = self._about(column)
        if about is None:
            self._refuse_other(column, cell, told, subject)
            return None
        stored = value(column, cell, self._on)
        after, before = about.read(about.shown(stored)), about.of(subject.member if whose == "member" else subject.home)
        if after == before:
            return None
        number = subject.member.id if whose == "member" and subject.member else subject.home.id
        edit = Edit(whose, number, about.name, about.shown(after), before)
        who = subject.member.name if whose == "member" and subject.member else subject.home.head_name
        told = about.shown(before)
        return CellEdit(row.number, self._heading(name), subject.home.number, who, told, about.shown(after), edit)

    def _about(self, column: Column) -> tuple[Field | None, str]:
        """The field of the register that a column may change, and whose it is."""
        whose = "household" if self._layout.subject == "household" else column.about.subject
        if whose == "household" and self._layout.subject == "member" and column.field == "head_name":
            return None, whose
        return fields(whose).get(column.field), whose

    def _refuse_other(self, column: Column, cell: Cell, told: str, subject: Subject) -> None:
        """Refuse another value in a column that no list changes; raises `Unclear`."""
        if column.field == "head_name" and str(cell).strip() == self._heads.get(subject.home.id):
            return
        try:
            same = shown(column, value(column, cell)) == told
        except Unclear:
            same = False
        if not same:
            head = column.field == "head_name"
            raise Unclear("uneditable", HEAD if head else FIXED, **({} if head else {"column": column.heading}))

    def _settled(self, edits: list[CellEdit]) -> list[CellEdit]:
        """One edit for one field: a household's own stands on the lines of all its people."""
        found: dict[tuple[str, int, str], CellEdit] = {}
        at_odds = set()
        for edit in edits:
            one = found.setdefault(edit.key, edit)
            if one.after != edit.after:
                at_odds.add(edit.key)
                facts = {"column": edit.column, "row": one.row, "other": one.after}
                self.problems.append(CellProblem(edit.row, edit.column, edit.after, "at-odds", AT_ODDS, facts))
        return [edit for key, edit in found.items() if key not in at_odds]

    def _note(self, row: Row, name: str, unclear: Unclear) -> None:
        cell = self._cell(row, name)
        self.problems.append(
            CellProblem(row.number, self._heading(name), cell, unclear.code, unclear.text, unclear.facts)
        )

    def _cell(self, row: Row, name: str) -> Cell:
        return row.cells[self._columns[name]] if name in self._columns else ""

    def _written(self, row: Row, name: str) -> str:
        return str(self._cell(row, name)).strip()

    def _heading(self, name: str) -> str:
        return self._sheet.headings[self._columns[name]]
