"""Taking in a list of households: looked through first, then stored as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.definition import Definition
from engine.errors import BadInput, Problem
from engine.words import N_
from states import households, import_lines
from states.households import Draft, Household
from states.import_columns import CellProblem, arrange
from states.import_lines import Group, Line
from states.import_places import Places
from states.members import Member
from states.workbooks import Sheet

AT_ONCE = 5000  # values in one question to the database

ALREADY = N_("这份文件已于%(day)s由%(by)s导入过，没有重复导入")

MEANWHILE = N_("预览之后，名单里有人或户已被别人登记；请重新预览")


class ImportBatch(Base):
    """A file that was taken in, known by its digest so that it is not taken twice."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(code(64), unique=True)
    file: Mapped[str] = mapped_column(String(200))
    households: Mapped[int]
    members: Mapped[int]
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_by_name: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring, and everything that stands against it, in the order of the rows."""

    file: str
    digest: str
    drafts: tuple[Draft, ...]
    problems: tuple[CellProblem, ...]

    @property
    def members(self) -> int:
        """How many people."""
        return sum(len(draft.members) for draft in self.drafts)


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


def preview(session: Session, sheet: Sheet, by: Actor) -> Preview:
    """Look through a sheet as `by` would take it in; nothing is stored."""
    columns, problems = arrange(sheet.headings)
    problems += _taken_before(session, sheet.file, sheet.digest)
    if problems:
        return Preview(sheet.file, sheet.digest, (), tuple(problems))
    lines = import_lines.read(sheet, columns, problems)
    groups = import_lines.gather(lines)
    problems += import_lines.settle(groups, Places(session, by))
    problems += _twice_in_file(lines)
    problems += _known_people(session, [line for line in lines if line.identity and line.identity.person])
    problems += _known_numbers(session, [group.first for group in groups if group.written("number")])
    problems.sort(key=lambda one: one.row)
    drafts = () if problems else tuple(_draft(group) for group in groups)
    return Preview(sheet.file, sheet.digest, drafts, tuple(problems))


def take(session: Session, looked: Preview, definition: Definition, by: Actor, at: datetime) -> Imported:
    """Store everything that was previewed, each household with its case; raise ImportRefused and store nothing.

    What somebody else stored since the preview is found again here.
    """
    if looked.problems:
        raise ImportRefused(looked.file, looked.problems)
    problems = [*_taken_before(session, looked.file, looked.digest), *_since(session, looked.drafts)]
    problems += [
        CellProblem(0, "", "", "outside-area", N_("名单里有不在您管辖范围内的村组"))
        for _ in [draft for draft in looked.drafts if not by.covers(draft.group_code)][:1]
    ]
    if problems:
        raise ImportRefused(looked.file, problems)
    try:
        households.register(session, _numbered(session, looked.drafts), definition, by, at)
    except IntegrityError:  # somebody committed between the question and the answer: the database decides
        raise ImportRefused(looked.file, [CellProblem(0, "", "", "changed-meanwhile", MEANWHILE)]) from None
    batch = ImportBatch(
        digest=looked.digest,
        file=looked.file[:200],
        households=len(looked.drafts),
        members=looked.members,
        taken_by=by.id,
        taken_by_name=by.name,
        taken_at=at,
    )
    session.add(batch)
    session.flush()
    return Imported(batch.id, batch.households, batch.members)


def _taken_before(session: Session, file: str, digest: str) -> list[CellProblem]:
    batch = session.scalar(select(ImportBatch).where(ImportBatch.digest == digest))
    if batch is None:
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


def _since(session: Session, drafts: Sequence[Draft]) -> Iterator[CellProblem]:
    people = [member["person"] for draft in drafts for member in draft.members if member["person"]]
    numbers = [draft.columns["number"] for draft in drafts if draft.columns["number"]]
    if _known(session, Member.person, people, Member.left_on.is_(None)) or _known(session, Household.number, numbers):
        yield CellProblem(0, "", "", "changed-meanwhile", MEANWHILE)


def _draft(group: Group) -> Draft:
    head = group.heads[0]
    columns = {name: group.written(name) for name in ("number", "address")}
    columns |= {"kind": group.written("kind") or "general", "category": group.written("category") or "none"}
    columns |= {"head_name": head.values["name"], "phone": head.values.get("phone") or group.written("phone")}
    return Draft(group.code, columns, tuple(_person(line) for line in group.lines))


def _person(line: Line) -> dict[str, Any]:
    copied = ("name", "relation", "ethnicity", "education", "school", "health", "labour", "phone")
    person: dict[str, Any] = {name: line.values.get(name, "") for name in copied}
    known = line.identity
    if known:
        person |= {"id_no": known.number, "id_kind": known.kind, "person": known.person, "birth_on": known.birth_on}
    person["sex"] = line.values.get("sex") or (known.sex if known else "")
    person["is_head"] = line.values["relation"] == "head"
    return person


def _numbered(session: Session, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those without a number given the next one of their village."""
    last: dict[str, int] = {}
    numbered = []
    for draft in drafts:
        number = draft.columns["number"]
        if not number:
            village = draft.group_code[:12]
            if village not in last:
                ours = select(func.max(Household.number)).where(within(Household.number, village))
                highest = session.scalar(ours.where(func.length(Household.number) == 17))
                last[village] = int(highest[12:]) if highest and highest.isdigit() else 0
            last[village] += 1
            number = f"{village}{last[village]:05}"
        numbered.append(replace(draft, columns=draft.columns | {"number": number}))
    return numbered
