"""What stands in a cell of a list: days of which a month may be all, amounts, whole numbers, degrees, yes and no."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from engine.words import N_
from states import import_columns
from states.import_columns import Unclear
from states.intake.form import Column
from states.money import yuan
from states.workbooks import Cell

MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
YES, NO = ("是", "有", "1", "yes", "√"), ("否", "无", "0", "no", "×")
NOT_MONEY = N_("“%(column)s”不是金额；请填元，不带单位，最多两位小数")
NOT_WHOLE = N_("“%(column)s”要填0到%(most)s的整数")
NOT_DEGREES = N_("“%(column)s”要填小数的度，如99.876543")
NOT_YES = N_("“%(column)s”要填“是”或“否”")
NO_MONTH = N_("“%(column)s”要写到月，如2021年03月，或写成2021-03-01")


def convert(column: Column, cell: Cell, on: date | None = None) -> str:
    """The stored text of a cell that is filled in on a day; raises `Unclear`."""
    text = str(cell).strip().removeprefix("'")
    if not text:
        return ""
    match column.format:
        case "first-day" | "last-day":
            return _day(column, cell, text)
        case "money":
            return _money(column, cell, text)
        case "whole":
            return _whole(column, text)
        case "degrees":
            if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
                raise Unclear("no-degrees", NOT_DEGREES, column=column.heading)
            return text
        case "yes-no":
            if text in YES or text in NO:
                return "yes" if text in YES else "no"
            raise Unclear("no-yes", NOT_YES, column=column.heading)
    return import_columns.value(column, cell, on)


def _day(column: Column, cell: Cell, text: str) -> str:
    """A day as ISO text; of a month its first or its last day."""
    found = MONTH.fullmatch("".join(text.split()))
    if isinstance(cell, float) and not cell.is_integer():
        raise Unclear("no-date", NO_MONTH, column=column.heading)  # 2021.1 may have been 2021.10
    if found and 1900 <= int(found[1]) <= 2199 and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        day = 1 if column.format == "first-day" else monthrange(year, month)[1]
        return date(year, month, day).isoformat()
    try:
        return import_columns.day(column, text if isinstance(cell, str) else cell)
    except Unclear:
        raise Unclear("no-date", NO_MONTH, column=column.heading) from None


def _money(column: Column, cell: Cell, text: str) -> str:
    amount = yuan(text) if isinstance(cell, str) else yuan(repr(cell).removesuffix(".0"))
    if amount is None or (column.most and amount > Decimal(column.most)):
        raise Unclear("no-money", NOT_MONEY, column=column.heading)
    return str(amount)


def _whole(column: Column, text: str) -> str:
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", text).removesuffix(".0")
    most = column.most or 1_000_000
    if not re.fullmatch(r"\d{1,9}", plain) or int(plain) > most:
        raise Unclear("no-whole", NOT_WHOLE, column=column.heading, most=most)
    return str(int(plain))
