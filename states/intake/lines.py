"""The lines of a list read by its form, and the households and people of the register that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.words import N_
from states import import_lines
from states.households import Household
from states.import_columns import CellProblem, Normalised, arrange
from states.import_lines import Line
from states.imports import AT_ONCE
from states.intake import cells
from states.intake.form import Form
from states.intake.kind import Asking, Checked
from states.members import Member
from states.workbooks import Cell, Sheet

EMPTY = N_("“%(column)s”没有填写")
NOBODY = N_("您的辖区里没有登记这个证件号码")
NO_HOUSEHOLD = N_("您的辖区里没有这个户编号")
OTHER_NAME = N_("证件号码是另一个人的，姓名对不上，请核对")
TWICE = N_("与第%(row)d行是同一条，重复填写")


class _Reader(import_lines.Reader):
    """Reads cells as the form says; a line that lacks what is needed has a problem."""

    def convert(self, column: Any, cell: Cell) -> str:
        """What is stored for a cell; raises `Unclear`."""
        return cells.convert(column, cell, self.on)

    def look_at(self, line: Line) -> None:
        """Add what has to be written and is not."""
        for column in self.layout.columns:
            if column.needed and column.field in line.values and not line.values[column.field]:
                text = {"column": line.headings[line.columns[column.field]]}
                self.problems.append(line.problem(column.field, "empty", EMPTY, **text))


@dataclass
class Lines:
    """The lines of a list and what stands against them; a line with a problem is not `good`."""

    lines: Sequence[Line] = ()
    problems: list[CellProblem] = field(default_factory=list)
    changes: Sequence[Normalised] = ()

    @property
    def good(self) -> list[Line]:
        """The lines without a problem so far."""
        bad = {one.row for one in self.problems}
        return [line for line in self.lines if line.row.number not in bad]

    def against(self, line: Line, name: str, code: str, text: str, /, **facts: object) -> None:
        """Add a problem of a cell."""
        self.problems.append(line.problem(name, code, text, **facts))

    def twice(self, keys: Mapping[int, object]) -> None:
        """Add a problem to every line whose key, by row, an earlier line has."""
        seen: dict[object, int] = {}
        for line in self.good:
            key = keys.get(line.row.number)
            if key in seen:
                self.against(line, line.layout.columns[0].field, "twice", TWICE, row=seen[key])
            elif key is not None:
                seen[key] = line.row.number

    def checked(self, items: Mapping[int, Any], same: int = 0, **more: Any) -> Checked[Any]:
        """The answer of a kind: what is good, and the problems in the order of the rows."""
        bad = {one.row for one in self.problems}
        kept = {row: item for row, item in items.items() if row not in bad}
        return Checked(kept, sorted(self.problems, key=lambda one: one.row), self.changes, same, **more)


def read(sheet: Sheet, form: Form, on: date) -> Lines:
    """Every line of a list that comes in on a day; with a wrong heading, only the problems of the heading."""
    columns, problems = arrange(sheet.headings, form)
    if problems:
        return Lines(problems=problems)
    reader = _Reader(sheet, form, columns, on)
    lines = reader.lines()
    return Lines(lines, reader.problems, reader.changes)


def present(session: Session, found: Lines, asking: Asking, number: str = "id_no") -> dict[int, Member]:
    """The present member of the actor's area that each good line names, by row; who is not there is a problem."""
    wanted = sorted({line.identity.person or line.identity.number for line in found.good if line.identity})
    known: dict[str, Member] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        here = (Member.left_on.is_(None), within(Member.group_code, asking.by.area))
        for key in (Member.person, Member.id_no):
            known |= {getattr(one, key.key): one for one in session.scalars(select(Member).where(key.in_(some), *here))}
    people = {}
    for line in found.good:
        member = known.get(line.identity.person or line.identity.number) if line.identity else None
        if member is None:
            found.against(line, number, "unknown-person", NOBODY)
        elif line.values.get("name") and line.values["name"] != member.name:
            found.against(line, "name", "other-name", OTHER_NAME)
        else:
            people[line.row.number] = member
    return people


def homes(session: Session, found: Lines, asking: Asking, number: str = "number") -> dict[int, Household]:
    """The household of the actor's area that each good line names by its number, by row; none is a problem."""
    wanted = sorted({line.values[number] for line in found.good})
    known: dict[str, Household] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = Household.number.in_(wanted[start : start + AT_ONCE])
        query = select(Household).where(some, within(Household.group_code, asking.by.area))
        known |= {one.number: one for one in session.scalars(query)}
    for line in found.good:
        if line.values[number] not in known:
            found.against(line, number, "unknown-household", NO_HOUSEHOLD)
    return {line.row.number: known[line.values[number]] for line in found.good}


def cases(session: Session, household_ids: Iterable[int]) -> dict[int, int]:
    """The cases of households, by household."""
    found: dict[int, int] = {}
    wanted = sorted(set(household_ids))
    for start in range(0, len(wanted), AT_ONCE):
        some = Household.id.in_(wanted[start : start + AT_ONCE])
        found |= {row[0]: row[1] for row in session.execute(select(Household.id, Household.case_id).where(some))}
    return found


def blank(form: Form) -> tuple[list[str], list[list[str]]]:
    """The headings of the empty form, and a made-up line."""
    return form.headings, [form.examples]
