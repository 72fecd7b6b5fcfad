"""A department's list of help given: taken in by household number, each line under the measure that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.words import N_
from states.help.deliveries import Delivery, amount_problems
from states.help.kinds import edition
from states.help.measures import Measure
from states.households import Household
from states.kept import keep_many
from states.workbooks import Row, Sheet

HEADINGS = {
    "number": "户编号",
    "kind": "帮扶种类",
    "delivered_on": "落实日期",
    "content": "内容",
    "provider": "部门",
    "amount": "金额",
}
NEEDED = ("number", "kind", "delivered_on", "content", "provider")
AT_ONCE = 5000
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list: lines that found their measure, lines outside of every plan, lines taken in before."""

    planned: int
    outside: int
    again: int


def take_deliveries(session: Session, sheet: Sheet, by: Actor, at: datetime) -> Taken:
    """Take in a department's list as a whole; a line that is already there is left out.

    Raises `BadInput` that names every row at fault, and then nothing was taken.
    """
    columns = {name: sheet.headings.index(said) for name, said in HEADINGS.items() if said in sheet.headings}
    if missing := [HEADINGS[name] for name in NEEDED if name not in columns]:
        raise BadInput(*[Problem(f"“{said}”", N_("表头缺少这一栏")) for said in missing])
    numbers = sorted({str(row.cells[columns["number"]]).strip() for row in sheet.rows})
    homes = _households(session, numbers, by)
    lines, problems = [], list[Problem]()
    for row in sheet.rows:
        try:
            lines.append(_line(row, columns, homes, office_day(at)))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(*problems)
    plans, known = _plans(session, homes), _known(session, homes)
    fresh: list[tuple[int, Delivery]] = []
    for home, delivery in lines:
        mark = (home.id, delivery.kind, delivery.delivered_on, delivery.content)
        if mark not in known:
            known.add(mark)
            fitting = plans.get((home.id, delivery.kind), [])
            delivery.measure_number = fitting[0] if len(fitting) == 1 else 0
            fresh.append((home.case_id, delivery))
    keep_many(session, fresh, "delivery", by=by, at=at)
    planned = sum(delivery.measure_number > 0 for _case, delivery in fresh)
    return Taken(planned, len(fresh) - planned, len(lines) - len(fresh))


def _line(row: Row, columns: dict[str, int], homes: dict[str, Household], today: date) -> tuple[Household, Delivery]:
    where = f"第{row.number}行"
    said = {name: str(row.cells[at]).strip() for name, at in columns.items()}
    home = homes.get(said["number"])
    if home is None:
        raise BadInput(Problem(where, N_("找不到这一户，或不在您的管辖范围内")))
    problems = []
    on, amount = _day(said["delivered_on"]), _amount(said.get("amount", ""))
    kind = edition(home.group_code, on or today).find(said["kind"])
    if on is None or on > today:
        problems.append(Problem(where, N_("落实日期要写成2023-09-01，且不能晚于今天")))
    if kind is None:
        problems.append(Problem(where, N_("帮扶种类要写十二项措施的名称")))
    if not said["content"] or not said["provider"]:
        problems.append(Problem(where, N_("要写明内容和部门")))
    if said.get("amount") and (amount is None or amount_problems(amount)):
        problems.append(Problem(where, N_("金额要写数字")))
    if problems or on is None or kind is None:
        raise BadInput(*problems)
    facts = {"content": said["content"][:200], "provider": said["provider"][:80], "amount": amount}
    return home, Delivery(household_id=home.id, kind=kind, delivered_on=on, source="department", **facts)


def _day(text: str) -> date | None:
    match = DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _households(session: Session, numbers: Sequence[str], by: Actor) -> dict[str, Household]:
    found: dict[str, Household] = {}
    for start in range(0, len(numbers), AT_ONCE):
        query = select(Household).where(within(Household.group_code, by.area))
        wanted = Household.number.in_(numbers[start : start + AT_ONCE])
        found |= {row.number: row for row in session.scalars(query.where(wanted))}
    return found


def _plans(session: Session, homes: dict[str, Household]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = {}
    columns = select(Measure.household_id, Measure.kind, Measure.number)
    running = columns.where(Measure.superseded.is_(False), Measure.ended_on.is_(None))
    for some in _lots(homes):
        for household, kind, number in session.execute(running.where(Measure.household_id.in_(some))):
            found.setdefault((household, kind), []).append(number)
    return found


def _known(session: Session, homes: dict[str, Household]) -> set[tuple[int, str, date, str]]:
    found: set[tuple[int, str, date, str]] = set()
    columns = select(Delivery.household_id, Delivery.kind, Delivery.delivered_on, Delivery.content)
    for some in _lots(homes):
        rows = session.execute(columns.where(Delivery.household_id.in_(some), Delivery.superseded.is_(False)))
        found |= {(row[0], row[1], row[2], row[3]) for row in rows}
    return found


def _lots(homes: dict[str, Household]) -> list[list[int]]:
    ids = sorted(home.id for home in homes.values())
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
