"""Taking in a list of households: looked through first, then stored as a whole or not at all.

In lots, and only what is good, it comes in through `states.exchange.lots`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.definition import Definition
from engine.errors import BadInput, Problem
from engine.words import N_
from states import households, import_lines, workbooks
from states.exchange import batches
from states.exchange.batches import ImportBatch
from states.exchange.layouts import Layout, fitting, shipped
from states.exchange.site_layouts import in_force
from states.households import Draft, Household
from states.import_columns import CellProblem, Normalised, arrange
from states.import_drafts import drafted
from states.import_lines import Group, Line
from states.import_places import Places
from states.members import Member
from states.workbooks import Sheet

AT_ONCE = 5000  # values in one question to the database

ALREADY = N_("这份文件已于%(day)s由%(by)s导入过，没有重复导入")

MEANWHILE = N_("预览之后，名单里有人或户已被别人登记；请重新预览")
MEANWHILE_PROBLEM = CellProblem(0, "", "", "changed-meanwhile", MEANWHILE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring, and everything that stands against it, in the order of the rows.

    `drafts` are the households without a problem and `rows` their first rows; `left_out` households have one.
    `changes` were put in form. `resumes` says that an earlier taking in was broken off: only the rest is here.
    `layout` is the one by which it was read.
    """

    file: str
    digest: str
    drafts: tuple[Draft, ...]
    problems: tuple[CellProblem, ...]
    rows: tuple[int, ...] = ()
    left_out: int = 0
    changes: tuple[Normalised, ...] = ()
    hidden: tuple[str, ...] = ()
    resumes: bool = False
    layout: Layout | None = None

    @property
    def members(self) -> int:
        """How many people."""
        return sum(len(draft.members) for draft in self.drafts)

    @property
    def is_acceptable(self) -> bool:
        """Whether something of it can come in: its heading is right, and a household has no problem."""
        return bool(self.drafts) and all(one.row for one in self.problems)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was stored."""

    batch_id: int
    households: int
    members: int


class ImportRefused(BadInput):
    """A list with problems; nothing of it was stored."""

    def __init__(self, file: str, cells: Sequence[CellProblem]) -> None:
        self.file, self.cells = file, tuple(cells)
        super().__init__(*(Problem(f"第{one.row}行 {one.column}" if one.row else file, one.message) for one in cells))


def read(data: bytes, file: str, layouts: Collection[Layout] = ()) -> Sheet:
    """Read an uploaded list by the layouts in force, every cell as written; raise BadWorkbook in the clerk's words."""
    known = {word for one in layouts or shipped().values() if "import" in one.use for word in one.fields}
    return workbooks.read(data, file, known, as_written=True)


def preview(
    session: Session, sheet: Sheet, by: Actor, layouts: Collection[Layout] = (), on: date | None = None
) -> Preview:
    """Look through a sheet as `by` would take it in on a day, by the layout that fits; nothing is stored.

    Of the layouts in force, or of `layouts` where work under way has begun with one. Codes retired by that day are
    not taken; without a day, all are. Of a list whose taking in was broken off, only the households that are still
    to come are looked at.
    """
    layout = fitting(layouts or in_force(session).values(), sheet.headings)
    columns, problems = arrange(sheet.headings, layout)
    batch = batches.of_digest(session, sheet.digest)
    problems += _taken_before(batch, sheet.file)
    if problems:
        return Preview(sheet.file, sheet.digest, (), tuple(problems), hidden=sheet.hidden, layout=layout)
    reader = import_lines.Reader(sheet, layout, columns, on)
    lines = reader.lines()
    groups = import_lines.gather(lines)
    if batch is not None:
        rest = set(batch.planned[batches.stored_upto(session, batch) :])
        groups = [group for group in groups if group.first.row.number in rest]
        lines = [line for group in groups for line in group.lines]
    rows = {line.row.number for line in lines}
    problems = [one for one in reader.problems if one.row in rows]
    problems += import_lines.settle(groups, Places(session, by))
    problems += _twice_in_file(lines)
    problems += _known_people(session, [line for line in lines if line.identity and line.identity.person])
    problems += _known_numbers(session, [group.first for group in groups if group.written("number")])
    problems.sort(key=lambda one: one.row)
    good = _good(groups, problems)
    return Preview(
        sheet.file,
        sheet.digest,
        tuple(drafted(group) for group in good),
        tuple(problems),
        tuple(group.first.row.number for group in good),
        len(groups) - len(good),
        tuple(one for one in reader.changes if one.row in rows),
        sheet.hidden,
        resumes=batch is not None,
        layout=layout,
    )


def _good(groups: Sequence[Group], problems: Sequence[CellProblem]) -> list[Group]:
    """The households without a problem; of a person who stands twice, neither line is taken on trust."""
    bad = {one.row for one in problems} | {one.facts["row"] for one in problems if one.code == "person-twice"}
    return [group for group in groups if not any(line.row.number in bad for line in group.lines)]


def take(session: Session, looked: Preview, definition: Definition, by: Actor, at: datetime) -> Imported:
    """Store everything that was previewed, each household with its case; raise ImportRefused and store nothing.

    What somebody else stored since the preview is found again here.
    """
    if looked.problems:
        raise ImportRefused(looked.file, looked.problems)
    problems = _taken_before(batches.of_digest(session, looked.digest), looked.file, even_in_part=True)
    problems += [MEANWHILE_PROBLEM] if meanwhile(session, looked.drafts) else []
    problems += [
        CellProblem(0, "", "", "outside-area", N_("名单里有不在您管辖范围内的村组"))
        for _ in [draft for draft in looked.drafts if not by.covers(draft.group_code)][:1]
    ]
    if problems:
        raise ImportRefused(looked.file, problems)
    try:
        households.register(
            session, numbered(session, looked.drafts, brought_numbers(looked.drafts)), definition, by, at
        )
    except IntegrityError:  # somebody committed between the question and the answer: the database decides
        raise ImportRefused(looked.file, [MEANWHILE_PROBLEM]) from None
    batch = new_batch(looked, by, at)
    batch.households, batch.members, batch.finished_at = len(looked.drafts), looked.members, at
    session.add(batch)
    session.flush()
    return Imported(batch.id, batch.households, batch.members)


def new_batch(looked: Preview, by: Actor, at: datetime) -> ImportBatch:
    """The record of a taking in that begins."""
    return ImportBatch(
        digest=looked.digest,
        file=looked.file[:200],
        area=by.area,
        households=0,
        members=0,
        left_out=looked.left_out,
        problems=len(looked.problems),
        plan=json.dumps(looked.rows),
        taken_by=by.id,
        taken_by_name=by.name,
        taken_at=at,
    )


def _taken_before(batch: ImportBatch | None, file: str, *, even_in_part: bool = False) -> list[CellProblem]:
    if batch is None or not (batch.finished_at or even_in_part):
        return []
    facts = {"day": office_day(batch.taken_at).isoformat(), "by": batch.taken_by_name}
    return [CellProblem(0, "", file, "taken-before", ALREADY, facts)]


def _twice_in_file(lines: Sequence[Line]) -> Iterator[CellProblem]:
    seen: dict[str, Line] = {}
    for line in lines:
        person = line.identity.person if line.identity else ""
        if person in seen:
            text = N_("与第%(row)d行是同一个人，证件号码重复")
            yield line.problem("id_no", "person-twice", text, row=seen[person].row.number)
        elif person:
            seen[person] = line


def _known(session: Session, column: InstrumentedAttribute[str], values: Sequence[str], *where: Any) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(values), AT_ONCE):
        found |= set(session.scalars(select(column).where(column.in_(values[start : start + AT_ONCE]), *where)))
    return found


def _known_people(session: Session, lines: Sequence[Line]) -> Iterator[CellProblem]:
    people = [line.identity.person for line in lines if line.identity]
    known = _known(session, Member.person, people, Member.left_on.is_(None))
    for line in lines:
        if line.identity and line.identity.person in known:
            yield line.problem("id_no", "person-known", N_("此人已登记在系统的另一户中，不能重复登记"))


def _known_numbers(session: Session, lines: Sequence[Line]) -> Iterator[CellProblem]:
    known = _known(session, Household.number, [line.values["number"] for line in lines])
    for line in lines:
        if line.values["number"] in known:
            yield line.problem("number", "number-known", N_("系统里已有这个户编号"))


def meanwhile(session: Session, drafts: Sequence[Draft]) -> set[int]:
    """Which of the drafts, by their place, bring a person or a number that somebody has registered by now."""
    people = [member["person"] for draft in drafts for member in draft.members if member["person"]]
    numbers = [draft.columns["number"] for draft in drafts if draft.columns["number"]]
    known = _known(session, Member.person, people, Member.left_on.is_(None))
    taken = _known(session, Household.number, numbers)
    return {
        at
        for at, draft in enumerate(drafts)
        if draft.columns["number"] in taken or any(member["person"] in known for member in draft.members)
    }


def brought_numbers(drafts: Iterable[Draft]) -> dict[str, int]:
    """The highest number of ours that drafts bring with them, by village."""
    last: dict[str, int] = {}
    for draft in drafts:
        number = draft.columns["number"]
        if len(number) == 17 and number.isdigit() and number.startswith(draft.group_code[:12]):
            last[number[:12]] = max(last.get(number[:12], 0), int(number[12:]))
    return last


def numbered(session: Session, drafts: Sequence[Draft], brought: Mapping[str, int]) -> list[Draft]:
    """The drafts, those without a number given the next one of their village, above any that the file brings."""
    last = dict(brought)
    stored: dict[str, int] = {}
    given = []
    for draft in drafts:
        number = draft.columns["number"]
        if not number:
            village = draft.group_code[:12]
            if village not in stored:
                stored[village] = _highest(session, village)
                last[village] = max(last.get(village, 0), stored[village])
            last[village] += 1
            number = f"{village}{last[village]:05}"
        given.append(replace(draft, columns=draft.columns | {"number": number}))
    return given


def _highest(session: Session, village: str) -> int:
    ours = select(func.max(Household.number)).where(within(Household.number, village))
    highest = session.scalar(ours.where(func.length(Household.number) == 17))
    return int(highest[12:]) if highest and highest.isdigit() else 0
