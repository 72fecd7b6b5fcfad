"""What one field of a ledger holds: read from a cell, written in one form on both sides, compared, shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.words import N_
from states import identity
from states.codes import codes
from states.import_columns import LOST_DIGITS, Unclear
from states.workbooks import Cell

DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
DOTS = str.maketrans(dict.fromkeys("•‧∙・．.", "·"))
NAMES, DAYS = frozenset({"name", "head_name"}), frozenset({"birth_on", "joined_on", "identified_on"})
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
    """One column of a ledger: our column of that name, or a figure of ours that an amount is compared with."""

    name: str
    headings: tuple[str, ...]
    codes: str = ""
    figure: str = ""
    tolerance: Tolerance = Tolerance()

    @property
    def title(self) -> str:
        """The heading that people know it by."""
        return self.headings[0]

    def read(self, cell: Cell) -> str:
        """The cell in the form that is compared; raise Unclear, or BadIdentity for an identity number."""
        if self.name == "id_no":
            return identity.read(cell).number
        text = self._text(cell)
        if not text:
            return ""
        if self.figure:
            return amount(text, self.title)
        if self.name in DAYS:
            return self._day(text)
        return self._code(text) if self.codes else self.plain(text)

    def plain(self, value: object) -> str:
        """A value of ours in the same form."""
        if isinstance(value, Decimal):
            return plain_amount(value)
        text = "" if value is None else str(value)
        if self.name in NAMES:
            return text if re.search("[A-Za-z]", text) else "".join(text.translate(DOTS).split())
        return text

    def agree(self, ours: str, theirs: str) -> bool:
        """Whether both sides say the same."""
        if self.figure and ours and theirs:
            return self.tolerance.holds(Decimal(ours), Decimal(theirs))
        return ours == theirs

    def shown(self, value: str) -> str:
        """The value in the words of the form."""
        return codes(self.codes).label(value) if self.codes else value

    def _text(self, cell: Cell) -> str:
        if not isinstance(cell, str):
            if not self.figure and abs(cell) >= 10**15:
                raise Unclear("lost-digits", LOST_DIGITS, column=self.title)
            cell = str(int(cell)) if float(cell).is_integer() else str(cell)
        text = "".join(sign for sign in cell.strip() if sign.isprintable())
        if len(text) > LONGEST:
            raise Unclear("too-long", N_("“%(column)s”太长，最多%(most)d个字"), column=self.title, most=LONGEST)
        return text

    def _code(self, text: str) -> str:
        known = codes(self.codes)
        found = known.find_several(text) if self.codes == "health" else known.find(text)
        if found is None:
            choices = "、".join(list(known.labels.values())[:12])
            words: Mapping[str, Any] = {"column": self.title, "value": text, "choices": choices}
            raise Unclear("unknown-code", N_("“%(column)s”里没有“%(value)s”这一项，可填：%(choices)s"), **words)
        return found

    def _day(self, text: str) -> str:
        found = DAY.fullmatch(text)
        try:
            if found:
                year, month, day = (int(part) for part in found.groups())
                return date(year, month, day).isoformat()
        except ValueError:
            pass
        raise Unclear("wrong-day", N_("“%(column)s”不是日期：%(value)s"), column=self.title, value=text)


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
