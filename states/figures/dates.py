"""Office days inside a statement: the day of an instant, and how many days lie between two, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class office_day_of(FunctionElement[Any]):  # noqa: N801 - it reads as a function of the statement
    """The office day of an instant."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801
    """How many days lie between two instants' office days; 0 on the same day."""

    type = Integer()
    inherit_cache = True


@compiles(office_day_of, "sqlite")
def _day_on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+8 hours')"


@compiles(office_day_of, "postgresql")
def _day_on_postgres(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(({compiler.process(element.clauses, **kw)}) AT TIME ZONE 'Asia/Shanghai' AS date)"


@compiles(days_between, "sqlite")
def _between_on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    begun, ended = (f"julianday(date({compiler.process(one, **kw)}, '+8 hours'))" for one in element.clauses)
    return f"CAST({ended} - {begun} AS INTEGER)"


@compiles(days_between, "postgresql")
def _between_on_postgres(element: Any, compiler: Any, **kw: Any) -> str:
    begun, ended = (
        f"CAST(({compiler.process(one, **kw)}) AT TIME ZONE 'Asia/Shanghai' AS date)" for one in element.clauses
    )
    return f"({ended} - {begun})"
