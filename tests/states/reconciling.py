"""A register with a few households, and files of outside ledgers, for the tests of reconciliation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.definition import Definition, Move, State
from states.households import Draft, register
from states.reconciliation.files import Round
from states.reconciliation.ledgers import Ledger, find
from states.reconciliation.looking import Looked, look
from states.reconciliation.taking import take
from states.samples import TOWNSHIP, VILLAGES
from states.workbooks import Cell, Sheet, read, write
from tests.states.register import number

HEPING, TUANJIE, _LIANHE = VILLAGES
COUNTY = TOWNSHIP[:6]
CLERK = Actor("t1", "李建华", "township", TOWNSHIP)
REVIEWER = Actor("c1", "王志强", "county", COUNTY)
TEACHER = Actor("d1", "赵永明", "department", COUNTY, "education")
REGISTER = Definition(
    "household",
    "reconciled-register",
    "农户",
    (State("candidate", "拟纳入"), State("exited", "已退出", final=True)),
    (Move("decline", "不纳入", ("candidate",), "exited", by=("township",)),),
)
ROLL = ("身份证号", "姓名", "在校生状况")


def at(day: str) -> datetime:
    """Ten o'clock in the office on that day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=2)


def pupils(session: Session, n: int, village: str = HEPING, first: int = 1) -> list[str]:
    """So many households of one with a pupil; answer their identity numbers."""
    numbers = [number(first + i, "20100901") for i in range(n)]
    drafts = [
        Draft(
            f"{village}01",
            {"number": f"{village}{first + i:05}", "head_name": f"和小{first + i}"},
            ({"name": f"和小{first + i}", "relation": "head", "is_head": True, "id_no": one, "person": one,
              "birth_on": date(2010, 9, 1), "school": "primary"},),
        )
        for i, one in enumerate(numbers)
    ]  # fmt: skip
    register(session, drafts, REGISTER, CLERK, at("2021-10-18"))
    return numbers


def sheet(headings: Sequence[str], *lines: Sequence[Cell], name: str = "名册.xlsx") -> Sheet:
    """Such a file as if it had been uploaded."""
    return read(write(headings, lines), name)


def roll(*lines: Sequence[Cell]) -> Sheet:
    """A school's roll."""
    return sheet(ROLL, *lines)


def ledger(name: str = "school", by: Actor = REVIEWER) -> Ledger:
    """One of the ledgers."""
    return find(name, by)


def looked(session: Session, file: Sheet, day: str, *, by: Actor = CLERK, name: str = "school") -> Looked:
    """What a file of that day would bring, looked at on that day."""
    on = date.fromisoformat(day)
    return look(session, ledger(name, by), file, on, by, on)


def taken(session: Session, book: Book, file: Sheet, day: str, *, by: Actor = CLERK, name: str = "school") -> Round:
    """Take a file in on its day."""
    return take(session, book, looked(session, file, day, by=by, name=name), by=by, at=at(day))
