"""One household's amounts as the rows of a table: who, what, the four quarters side by side, and the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from states.income.lines import IncomeLine
from states.income.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """An item of a person (`who` empty for the household as a whole) with its four quarters."""

    member_id: int | None
    who: str
    item: str
    quarters: tuple[IncomeLine | None, ...]

    @property
    def total(self) -> Decimal:
        """The year's sum."""
        return sum((one.amount for one in self.quarters if one), Decimal("0.00"))


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """The lines of a statement: person by person, then the household, items in the order of the form."""
    people = [(person.member.id, person.member.name) for person in sheet.people]
    known = {member_id for member_id, _name in people}
    gone = {member_id for member_id, _quarter, _item in sheet.lines if member_id and member_id not in known}
    for member_id, name in [*people, *((one, "—") for one in sorted(gone)), (None, "")]:
        for code in sheet.used_items:
            found = tuple(sheet.lines.get((member_id, quarter, code)) for quarter in (1, 2, 3, 4))
            if any(found):
                yield Line(member_id, name, sheet.terms.edition.items[code].label, found)
