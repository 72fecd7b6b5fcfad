"""Rows as plain values: what JSON can say, so that any program can read it in fifty years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect

from engine.db import Base, stamp


def plain(value: Any) -> Any:
    """Days and instants as ISO text, money as text, everything else as it is."""
    if isinstance(value, datetime):
        return stamp(value)
    return str(value) if isinstance(value, date | Decimal) else value


def fields(row: Base, names: Iterable[str]) -> dict[str, Any]:
    """These columns of a row, by name."""
    return {name: plain(getattr(row, name)) for name in names}


def whole(row: Base, without: Collection[str] = ()) -> dict[str, Any]:
    """Every column of a row, by name."""
    return fields(row, (one.key for one in inspect(type(row)).column_attrs if one.key not in without))
