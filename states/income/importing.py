"""Taking a sheet of income in: looked through first, then stored as a whole or not at all (TZ24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.import_columns import CellProblem
from states.imports import ALREADY, AT_ONCE, ImportRefused
from states.income import changes, columns, opening
from states.income.changes import Change
from states.income.columns import Columns, Written
from states.income.items import Item
from states.income.lines import IMPORTED, IncomeBatch
from states.income.plans import Terms
from states.income.statements import IncomeStatement
from states.members import Member
from states.workbooks import Sheet


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of the sheet that found its place: household, member (None for the household), quarter, item."""

    row: int
    household_id: int
    member_id: int | None
    quarter: int
    item: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet would bring, and everything that stands against it, in the order of the rows."""

    file: str
    digest: str
    amounts: tuple[Amount, ...]
    problems: tuple[CellProblem, ...]

    @property
    def households(self) -> int:
        """How many households it concerns."""
        return len({one.household_id for one in self.amounts})

    @property
    def total(self) -> Decimal:
        """All amounts together, in yuan: to be held against the sum at the foot of the department's sheet."""
        return sum((one.amount for one in self.amounts), Decimal(0))


def preview(session: Session, sheet: Sheet, by: Actor, at: datetime) -> Preview:
    """Look through a sheet as `by` would take it in; nothing is stored. Raises `NotFound` where no pack holds."""
    terms = opening.in_force_here(session, by.area, office_day(at))
    where, problems = columns.arrange(sheet.headings, terms.edition)
    problems += _taken_before(session, sheet)
    if problems:
        return Preview(sheet.file, sheet.digest, (), tuple(problems))
    lines = columns.read(sheet, where, problems)
    amounts = _placed(session, lines, where, by, problems)
    problems += _twice(amounts, where)
    problems += _closed(session, amounts, where, terms, at)
    problems.sort(key=lambda one: one.row)
    if not amounts and not problems:
        problems.append(CellProblem(0, "", sheet.file, "no-amounts", N_("表里没有填任何金额")))
    return Preview(sheet.file, sheet.digest, () if problems else tuple(amounts), tuple(problems))


def take(session: Session, sheet: Sheet, by: Actor, at: datetime) -> tuple[Preview, int]:
    """Store everything of a sheet and answer how many lines were new or different.

    It is looked through again in this transaction, so that what changed since the preview is found. Raises
    `ImportRefused` with the cells and stores nothing.
    """
    looked = preview(session, sheet, by, at)
    if looked.problems:
        raise ImportRefused(looked.file, looked.problems)
    wanted = sorted({one.household_id for one in looked.amounts})
    homes: list[Household] = []
    for start in range(0, len(wanted), AT_ONCE):
        homes += session.scalars(select(Household).where(Household.id.in_(wanted[start : start + AT_ONCE])))
    statements = {home: one for home, (one, _terms) in opening.ensure(session, homes, by, at).items()}
    cases = changes.cases_of(session, list(statements.values()))
    if any(True for one in statements.values() for _ in changes.against_state(one, cases[one.case_id])):
        text = N_("预览之后，有的户已交审核或锁定；请重新预览")
        raise ImportRefused(looked.file, [CellProblem(0, "", "", "changed-meanwhile", text)])
    batch = IncomeBatch(
        digest=looked.digest, file=looked.file[:200], lines=0, taken_by=by.id, taken_by_name=by.name, taken_at=at
    )
    session.add(batch)
    session.flush()
    new = [
        Change(statements[one.household_id], one.member_id, one.quarter, one.item, one.amount) for one in looked.amounts
    ]
    reason = f"导入：{looked.file}"[:400]
    batch.lines = changes.write(session, new, cases, reason, by, at, source=IMPORTED, batch_id=batch.id)
    session.flush()
    return looked, batch.lines


def _taken_before(session: Session, sheet: Sheet) -> list[CellProblem]:
    batch = session.scalar(select(IncomeBatch).where(IncomeBatch.digest == sheet.digest))
    if batch is None:
        return []
    told = {"day": office_day(batch.taken_at).isoformat(), "by": batch.taken_by_name}
    return [CellProblem(0, "", sheet.file, "taken-before", ALREADY, told)]


def _placed(
    session: Session, lines: Sequence[Written], where: Columns, by: Actor, problems: list[CellProblem]
) -> list[Amount]:
    people = _people(session, [line.person for line in lines if line.person], by)
    homes = _homes(session, [line.number for line in lines if line.number], by)
    found: list[Amount] = []
    for line in lines:
        member_id, household_id = people.get(line.person, (None, homes.get(line.number)))
        if line.person and line.person not in people:
            text = N_("您的辖区里没有登记这个证件号码")
            problems.append(where.problem(line.row, "id_no", "", "unknown-person", text))
        elif household_id is None:
            text = N_("您的辖区里没有这个户编号")
            problems.append(where.problem(line.row, "number", line.number, "unknown-household", text))
        elif line.number and homes.get(line.number) != household_id:
            text = N_("证件号码和户编号不是同一户")
            problems.append(where.problem(line.row, "number", line.number, "other-household", text))
        else:
            found += _amounts(line, where, household_id, member_id, problems)
    return found


def _amounts(
    line: Written, where: Columns, household_id: int, member_id: int | None, problems: list[CellProblem]
) -> Iterator[Amount]:
    for code, amount in line.amounts.items():
        item: Item = where.items[code][1]
        if item.per == "household":
            yield Amount(line.row, household_id, None, line.quarter, code, amount)
        elif member_id is None:
            text = N_("“%(item)s”要落实到人，请填证件号码")
            problems.append(where.problem(line.row, code, str(amount), "person-needed", text, item=item.label))
        else:
            yield Amount(line.row, household_id, member_id, line.quarter, code, amount)


def _people(session: Session, numbers: Sequence[str], by: Actor) -> dict[str, tuple[int | None, int]]:
    found: dict[str, tuple[int | None, int]] = {}
    columns_ = (Member.id, Member.household_id, Member.person, Member.id_no)
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        known = or_(Member.person.in_(some), Member.id_no.in_(some))
        # who left lies below who is here, so that a person who moved is found where they live now
        query = select(*columns_).where(known, within(Member.group_code, by.area)).order_by(Member.left_on.is_(None))
        for member_id, household_id, person, id_no in session.execute(query):
            found[person or id_no] = member_id, household_id
    return found


def _homes(session: Session, numbers: Sequence[str], by: Actor) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = Household.number.in_(numbers[start : start + AT_ONCE])
        query = select(Household.number, Household.id).where(some, within(Household.group_code, by.area))
        found |= dict(session.execute(query).all())
    return found


def _twice(amounts: Sequence[Amount], where: Columns) -> Iterator[CellProblem]:
    seen: dict[tuple[int, int | None, int, str], int] = {}
    for one in amounts:
        place = one.household_id, one.member_id, one.quarter, one.item
        if place in seen:
            text = N_("与第%(row)d行是同一人（户）同一季度同一项，重复填写")
            yield where.problem(one.row, one.item, str(one.amount), "twice", text, row=seen[place])
        seen.setdefault(place, one.row)


def _closed(
    session: Session, amounts: Sequence[Amount], where: Columns, terms: Terms, at: datetime
) -> Iterator[CellProblem]:
    """Cells of households whose income may not change now, and of quarters that are not over."""
    today = office_day(at)
    against = {quarter: list(changes.against_day(terms, quarter, today)) for quarter in (1, 2, 3, 4)}
    shut = _shut(session, [one.household_id for one in amounts], terms.year)
    for one in amounts:
        for blocker in (*against[one.quarter], *shut.get(one.household_id, ())):
            yield where.problem(one.row, one.item, str(one.amount), blocker.code, blocker.text, **blocker.facts)


def _shut(session: Session, household_ids: Sequence[int], year: int) -> Mapping[int, list[Blocker]]:
    statements = opening.of_households(session, household_ids, year)
    cases: dict[int, Case] = {}
    wanted = [one.case_id for one in statements.values()]
    for start in range(0, len(wanted), AT_ONCE):
        cases |= {
            case.id: case for case in session.scalars(select(Case).where(Case.id.in_(wanted[start : start + AT_ONCE])))
        }

    def against(statement: IncomeStatement) -> list[Blocker]:
        return list(changes.against_state(statement, cases[statement.case_id]))

    return {household_id: against(one) for household_id, one in statements.items()}
