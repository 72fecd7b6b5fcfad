"""Sheets of income: the amounts of departments and collectors, line by line, by person, quarter and item (TZ24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from engine.jobs.job import Sentence
from engine.words import N_
from states.households import Household
from states.import_columns import CellProblem
from states.imports import ALREADY, AT_ONCE, ImportRefused
from states.income import changes, columns, days, opening
from states.income.changes import Change
from states.income.columns import Columns, Written
from states.income.items import Edition, Item, edition, editions
from states.income.lines import IMPORTED, IncomeBatch
from states.income.plans import Terms
from states.income.statements import IncomeStatement
from states.intake.intakes import Intake
from states.intake.kind import Asking, Checked, Kind
from states.members import Member
from states.roles import Permission
from states.workbooks import Sheet

NAME = "income"
TOTAL = N_("%(households)s户、%(amounts)s条，合计%(total)s元；请与来表合计数核对一致后再入库")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of the sheet that found its place: household, member (None for the household), quarter, item."""

    row: int
    household_id: int
    member_id: int | None
    quarter: int
    item: str
    amount: Decimal


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[tuple[Amount, ...]]:
    """Look a sheet through; nothing is stored. Raises `NotFound` where no pack holds."""
    terms = opening.in_force_here(session, asking.by.area, asking.today)
    where, problems = columns.arrange(sheet.headings, terms.edition)
    problems += _taken_before(session, sheet)
    if problems:
        return Checked({}, problems)
    lines = columns.read(sheet, where, problems)
    amounts = _placed(session, lines, where, asking.by, problems)
    problems += _twice(amounts, where)
    problems += _closed(session, amounts, where, terms, asking.at)
    problems.sort(key=lambda one: one.row)
    if not amounts and not problems:
        problems.append(CellProblem(0, "", sheet.file, "no-amounts", N_("表里没有填任何金额")))
    bad = {one.row for one in problems}
    items: dict[int, tuple[Amount, ...]] = {}
    for one in amounts:
        if one.row not in bad:
            items[one.row] = (*items.get(one.row, ()), one)
    return Checked(items, problems, told=(Sentence(TOTAL, totals(items.values())),) if items else ())


def totals(items: Iterable[Sequence[Amount]]) -> dict[str, str | int]:
    """How many households and amounts, and their sum: to be held against the foot of the department's sheet."""
    amounts = [one for some in items for one in some]
    households = len({one.household_id for one in amounts})
    total = sum((one.amount for one in amounts), Decimal(0))
    return {"households": households, "amounts": len(amounts), "total": str(total)}


def store(session: Session, items: Sequence[tuple[Amount, ...]], intake: Intake, asking: Asking) -> int:
    """Write the amounts down and answer how many lines were new or different.

    Raises `ImportRefused` where a household went under review or was locked meanwhile, and stores nothing.
    """
    amounts = [one for some in items for one in some]
    wanted = sorted({one.household_id for one in amounts})
    homes: list[Household] = []
    for start in range(0, len(wanted), AT_ONCE):
        homes += session.scalars(select(Household).where(Household.id.in_(wanted[start : start + AT_ONCE])))
    statements = {home: one for home, (one, _terms) in opening.ensure(session, homes, asking.by, asking.at).items()}
    cases = changes.cases_of(session, list(statements.values()))
    if any(True for one in statements.values() for _ in changes.against_state(one, cases[one.case_id])):
        text = N_("预览之后，有的户已交审核或锁定；请重新预览")
        raise ImportRefused(intake.file, [CellProblem(0, "", "", "changed-meanwhile", text)])
    batch = _batch(session, intake, asking)
    new = [Change(statements[one.household_id], one.member_id, one.quarter, one.item, one.amount) for one in amounts]
    reason = f"导入：{intake.file}"[:400]
    lines = changes.write(session, new, cases, reason, asking.by, asking.at, source=IMPORTED, batch_id=batch.id)
    batch.lines += lines
    session.flush()
    return lines


def _batch(session: Session, intake: Intake, asking: Asking) -> IncomeBatch:
    """The file's record beside its lines."""
    batch = session.scalar(select(IncomeBatch).where(IncomeBatch.digest == intake.digest))
    if batch is None:
        by = asking.by
        batch = IncomeBatch(
            digest=intake.digest, file=intake.file, lines=0, taken_by=by.id, taken_by_name=by.name, taken_at=asking.at
        )
        session.add(batch)
        session.flush()
    return batch


def _taken_before(session: Session, sheet: Sheet) -> list[CellProblem]:
    """A file that was taken in before there were intakes."""
    batch = session.scalar(select(IncomeBatch).where(IncomeBatch.digest == sheet.digest))
    if batch is None or session.scalar(select(Intake.id).where(Intake.kind == NAME, Intake.digest == sheet.digest)):
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
    places = _villages(session, [one.household_id for one in amounts])
    against = {n: days.against(session, places.values(), terms, n, today) for n in {one.quarter for one in amounts}}
    shut = _shut(session, [one.household_id for one in amounts], terms.year)
    for one in amounts:
        for blocker in (*against[one.quarter][places[one.household_id]], *shut.get(one.household_id, ())):
            yield where.problem(one.row, one.item, str(one.amount), blocker.code, blocker.text, **blocker.facts)


def _villages(session: Session, household_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = sorted(set(household_ids))
    for start in range(0, len(wanted), AT_ONCE):
        some = Household.id.in_(wanted[start : start + AT_ONCE])
        found |= dict(session.execute(select(Household.id, Household.village).where(some)).all())
    return found


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


def blank_of(items: Edition) -> tuple[list[str], list[list[str]]]:
    """The empty form of an edition with the items that come by import, or with all where none has to."""
    wanted = [item.label for item in items.items.values() if item.import_only]
    wanted = wanted or [item.label for item in items.items.values()]
    return [*(columns.PLACES[name][0] for name in ("number", "id_no", "quarter")), *wanted], []


def blank() -> tuple[list[str], list[list[str]]]:
    """The empty form of the newest edition."""
    return blank_of(edition(max(editions())))


INCOME: Kind[tuple[Amount, ...]] = Kind(
    NAME, N_("收入"), N_("要有证件号码（或户编号）、季度两栏和各收入项目的栏，次序不限；单位为元"),
    Permission.IMPORT, lambda: columns.KNOWN, blank, check, store,
)  # fmt: skip
