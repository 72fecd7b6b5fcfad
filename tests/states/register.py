"""A register with its places, for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.definition import Definition, Move, State
from states import samples
from states.exchange.layouts import household_list
from states.identity import with_check_digit
from states.imports import Preview, preview, read
from states.workbooks import Cell, Sheet, write

AT = datetime(2021, 10, 18, 2, tzinfo=UTC)
OPERATOR = Actor("t1", "和志强", "township", "533401102")
HOUSEHOLDS = Definition(
    kind="household",
    digest="d" * 64,
    title="农户",
    states=(State("candidate", "拟纳入"), State("exited", "已退出", final=True)),
    moves=(Move("decline", "不纳入", ("candidate",), "exited", by=("township",)),),
)
COLUMNS = ("village", "group", "name", "relation", "id_no")


def number(sequence: int, born: str = "19800101") -> str:
    """An identity number that nobody has."""
    return with_check_digit(f"539999{born}{sequence:03}")


def people(*lines: tuple[Cell, ...], columns: tuple[str, ...] = COLUMNS) -> Sheet:
    """A list with those lines, as if it had been uploaded."""
    return read(write([household_list().heading(name) for name in columns], lines), "名单.xlsx")


def looked(
    session: Session, *lines: tuple[Cell, ...], columns: tuple[str, ...] = COLUMNS, by: Actor = OPERATOR
) -> Preview:
    """The preview of such a list."""
    return preview(session, people(*lines, columns=columns), by)


def places(session: Session) -> None:
    """The sample's places."""
    session.add_all(samples.regions())
    session.flush()
