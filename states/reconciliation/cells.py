"""What one field of a ledger holds: read from a cell, written in one form on both sides, compared, shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.words import N_
from states import identity
from states.import_columns import LOST_DIGITS, Unclear
from states.reconciliation.columns import Column
from states.workbooks import Cell

DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
MONTH = re.compile(r"(\d{4})(?:[-/.年](0?[1-9]|1[0-2])(?:[-/.月]\d{0,2}日?)?|(0[1-9]|1[0-2])(?:\d{2})?)")
DOTS = str.maketrans(dict.fromkeys("•‧∙・．.", "·"))
LONGEST = 120
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two amounts may lie apart and still agree: by so much, or by so much of the hundred of ours."""

    absolute: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)

    def holds(self, ours: Decimal, theirs: Decimal) -> bool:
        """Whether the amounts count as the same."""
        apart = abs(ours - theirs)
        return apart <= self.absolute or apart * HUNDRED <= self.percent * abs(ours)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a ledger against one of our facts, or against a figure worked out from our records.

    `words` are that office's spellings of our codes; `owns` the codes that it keeps of a fact with several, the
    others being none of its business. `listed` is what a line says by itself where the file has no such column,
    `unlisted` what it says of somebody who is not on the roll; None where it says nothing.
    """

    name: str
    headings: tuple[str, ...]
    column: Column
    figure: str = ""
    tolerance: Tolerance = Tolerance()
    words: Mapping[str, str] = field(default_factory=dict)
    owns: frozenset[str] = frozenset()
    listed: str | None = None
    unlisted: str | None = None

    @property
    def title(self) -> str:
        """The heading that people know it by."""
        return self.headings[0]

    def read(self, cell: Cell) -> str:
        """The cell in the form that is compared; raise Unclear, or BadIdentity for an identity number."""
        kind = self.column.type
        if kind == "identity":
            return identity.read(cell).number
        text = self._text(cell)
        if not text:
            return ""
        if kind == "amount":
            return amount(text, self.title)
        if kind in ("day", "month"):
            return self._day(text) if kind == "day" else self._month(text)
        return self._code(self.words.get(text, text)) if self.column.list else self.plain(text)

    def plain(self, value: object) -> str:
        """A value of ours in the same form."""
        if isinstance(value, Decimal):
            return plain_amount(value)
        text = "" if value is None else str(value)
        if self.column.type == "name":
            return text if re.search("[A-Za-z]", text) else "".join(text.translate(DOTS).split())
        return self.owned(text) if self.owns else text

    def owned(self, several: str) -> str:
        """Of several codes those that this office keeps."""
        return ",".join(one for one in several.split(",") if one in self.owns)

    def agree(self, ours: str, theirs: str) -> bool:
        """Whether both sides say the same."""
        if self.column.type == "amount" and ours and theirs:
            return self.tolerance.holds(Decimal(ours), Decimal(theirs))
        if self.column.type == "place" and ours and theirs:  # one writes the county, the other the prefecture before it
            return ours.endswith(theirs) or theirs.endswith(ours)
        return ours == theirs

    def shown(self, value: str) -> str:
        """The value in the words of the form."""
        known = self.column.list
        return known.label(value) if known else value

    def _text(self, cell: Cell) -> str:
        if not isinstance(cell, str):
            if self.column.type != "amount" and abs(cell) >= 10**15:
                raise Unclear("lost-digits", LOST_DIGITS, column=self.title)
            cell = str(int(cell)) if float(cell).is_integer() else str(cell)
        text = "".join(sign for sign in cell.strip() if sign.isprintable())
        if len(text) > LONGEST:
            raise Unclear("too-long", N_("“%(column)s”太长，最多%(most)d个字"), column=self.title, most=LONGEST)
        return text

    def _code(self, text: str) -> str:
        known = self.column.list
        assert known is not None  # asked where there is a list
        found = known.find_several(text) if self.column.type == "codes" else known.find(text)
        if found is None:
            choices = "、".join(list(known.labels.values())[:12])
            words: Mapping[str, Any] = {"column": self.title, "value": text, "choices": choices}
            raise Unclear("unknown-code", N_("“%(column)s”里没有“%(value)s”这一项，可填：%(choices)s"), **words)
        return self.owned(found) if self.owns else found

    def _day(self, text: str) -> str:
        found = DAY.fullmatch(text)
        try:
            if found:
                year, month, day = (int(part) for part in found.groups())
                return date(year, month, day).isoformat()
        except ValueError:
            pass
        raise Unclear("wrong-day", N_("“%(column)s”不是日期：%(value)s"), column=self.title, value=text)

    def _month(self, text: str) -> str:
        found = MONTH.fullmatch(text)
        if found is None:
            raise Unclear("wrong-month", N_("“%(column)s”不是年月：%(value)s"), column=self.title, value=text)
        return f"{found[1]}-{int(found[2] or found[3]):02}"


def amount(text: str, column: str) -> str:
    """An amount in one form, without separators and idle zeros; raise Unclear."""
    try:
        found = Decimal(re.sub("[,，\\s元]", "", text))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= 10**12:
        raise Unclear("wrong-amount", N_("“%(column)s”不是金额或数字：%(value)s"), column=column, value=text)
    return plain_amount(found)


def plain_amount(value: Decimal) -> str:
    """The one way in which an amount is written."""
    return f"{value.normalize():f}" if value else "0"
