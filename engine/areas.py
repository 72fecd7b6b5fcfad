"""Area codes: a place is inside another when its code begins with the other's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, or_, true
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.types import TypeEngine

LAST = "\U0010ffff"


def code(length: int = 32) -> TypeEngine[str]:
    """A text column compared byte by byte on every database, so that prefix ranges are exact."""
    return String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")


def within(column: SQLCoreOperations[Any], area: str) -> ColumnElement[bool]:
    """The condition that `column` lies inside `area`, as a range that an index serves on every database."""
    return and_(column >= area, column < area + LAST) if area else true()


def within_any(column: SQLCoreOperations[Any], areas: Sequence[str]) -> ColumnElement[bool]:
    """The condition that `column` lies inside one of some areas, of which there is at least one."""
    return or_(*(within(column, area) for area in areas))
