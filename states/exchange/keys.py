"""Which household or person of the register a line of a list means, by the keys that a list hands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.words import N_
from states.case_list import KIND
from states.exchange.exports import Teller
from states.exchange.layouts import Layout
from states.households import Household
from states.identity import FULL_WIDTH, masked
from states.import_columns import LOST_DIGITS, Unclear
from states.members import Member, of_households
from states.workbooks import Cell

AT_ONCE = 1000
"""So many households are asked for in one statement."""
UNKNOWN = N_("找不到这个户编号，或不在您的管辖范围内")
NOBODY = N_("这一户没有这个证件号码的成员；证件号码写错要更正的，请在这一户的“成员变动”里提出")
SEVERAL = N_("这一户有几个人遮蔽后的证件号码一样，分不清是谁，请在这一户的“成员变动”里提出")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about, with the text of each column as the list would hand it out now."""

    home: Household
    member: Member | None
    told: Mapping[str, str]

    @property
    def key(self) -> tuple[str, int]:
        """The name and number by which a change speaks of it."""
        return ("member", self.member.id) if self.member else ("household", self.home.id)


class Known:
    """The households of the actor's area with these numbers, and their present members in a list of people."""

    def __init__(self, session: Session, by: Actor, layout: Layout, numbers: Iterable[str]) -> None:
        self._homes: dict[str, list[Subject]] = {}
        self._people = layout.subject == "member"
        teller = Teller(session, layout, in_full=False)
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), AT_ONCE):
            page = list(_rows(session, by, wanted[start : start + AT_ONCE], self._people))
            for row, told in zip(page, teller.of(page), strict=True):
                subject = Subject(row[0], row[2] if self._people else None, told)
                self._homes.setdefault(row[0].number, []).append(subject)

    def find(self, number: str, id_no: Cell, name: Cell) -> Subject:
        """The household, or its member by the number in full or masked; raises `Unclear`."""
        found = self._homes.get(number, [])
        if not found:
            raise Unclear("unknown-key", UNKNOWN)
        if not self._people:
            return found[0]
        written = text(id_no, "id_no").translate(FULL_WIDTH).upper()
        mine = [one for one in found if one.member and written in (one.member.id_no, masked(one.member.id_no))]
        if len(mine) > 1:
            mine = [one for one in mine if one.member and one.member.name == name]
        if len(mine) != 1:
            raise Unclear("several" if mine else "unknown-key", SEVERAL if mine else NOBODY)
        return mine[0]


def text(cell: Cell, column: str) -> str:
    """What stands in a cell, as text; raises `Unclear` for a number that has lost digits."""
    if isinstance(cell, str):
        return cell.strip().removeprefix("'")
    if abs(cell) >= 10**15:
        raise Unclear("lost-digits", LOST_DIGITS, column=column)
    return str(int(cell)) if float(cell).is_integer() else str(cell)


def _rows(session: Session, by: Actor, numbers: Sequence[str], people: bool) -> Iterator[tuple[Any, ...]]:
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id).where(Case.kind == KIND)
    query = query.where(Household.number.in_(numbers), within(Household.group_code, by.area))
    homes = session.execute(query.order_by(Household.number)).all()
    if not people:
        yield from ((home, state) for home, state in homes)
        return
    members = of_households(session, [home.id for home, _state in homes])
    yield from ((home, state, member) for home, state in homes for member in members[home.id])
