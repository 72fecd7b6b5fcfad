"""Lists as they would be uploaded, taken in for the tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.intake import taking
from states.intake.intakes import Intake
from states.intake.kind import Asking, Kind
from states.intake.taking import Looked
from states.workbooks import Cell, Sheet, write


def sheet(kind: Kind[Any], headings: Sequence[str], *rows: Sequence[Cell], file: str = "名单.xlsx") -> Sheet:
    """A list with those lines."""
    return taking.read(kind, write(list(headings), rows), file)


def look(session: Session, kind: Kind[Any], list_: Sheet, by: Actor, at: datetime, **stated: str) -> Looked:
    """What it would bring."""
    return taking.preview(session, kind, list_, Asking(by, at, stated))


def take(
    session: Session, kind: Kind[Any], list_: Sheet, by: Actor, at: datetime, *, good: bool = False, **stated: str
) -> Intake:
    """Take it in."""
    asking = Asking(by, at, stated)
    return taking.take(session, kind, taking.preview(session, kind, list_, asking), asking, good=good)


def told(looked: Looked) -> list[tuple[int, str, str]]:
    """What is wrong with it: row, column, code."""
    return [(one.row, one.column, one.code) for one in looked.problems]
