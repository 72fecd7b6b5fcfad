"""Days on the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A day, written 2021-10-25."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; wrong use where it is none."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != 10:
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，应写作 2021-10-25", param, ctx)


DAY = Day()


class Days(click.ParamType[int]):
    """A number of days, written 180d or 180."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """How many days, one at least; wrong use where it is no number of days."""
        days = str(value).removesuffix("d")
        if not (days.isascii() and days.isdigit()) or not 0 < int(days) <= 36500:
            self.fail(f"“{value}”不是天数，应写作 180d", param, ctx)
        return int(days)


DAYS = Days()
