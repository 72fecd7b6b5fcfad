"""Households whose names no prepared font can draw, found all at once before anything is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.words import N_
from publicity import glyphs
from publicity.glyphs import Field, Problem
from states.households import Household
from states.members import Member

HEAD, MEMBER = N_("户主姓名"), N_("家庭成员姓名")
Named = tuple[int, str, str, str, str]
"""A name to be printed: the household's case, its number and head, what the name is, and the name."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A household that cannot be printed, and the first character of each name that is in the way."""

    case_id: int
    number: str
    head: str
    problem: Problem

    @property
    def reason(self) -> str:
        """The sentence for the clerk: household, field, character and code point."""
        return f"“{self.head}”户：{self.problem.message}"


def among(names: Iterable[Named]) -> list[Unfit]:
    """Those of the names that cannot be printed; a list without any costs one look at its characters."""
    rows = list(names)
    wrong = glyphs.unprintable(name for *_, name in rows)
    return [
        Unfit(case_id, number, head, problem)
        for case_id, number, head, what, name in rows
        if not wrong.isdisjoint(glyphs.fold(name))
        for problem in glyphs.check([Field(what, name)])
    ]


def of_cases(session: Session, which: Any) -> list[Unfit]:
    """Heads and present members of the households that a select of cases names; two statements for any number."""
    homes = select(Household.case_id, Household.number, Household.head_name).where(Household.case_id.in_(which))
    heads: Sequence[Any] = session.execute(homes.order_by(Household.number)).all()
    people = (
        select(Household.case_id, Household.number, Household.head_name, Member.name)
        .join(Member, Member.household_id == Household.id)
        .where(Household.case_id.in_(which), Member.left_on.is_(None), Member.name != Household.head_name)
        .order_by(Household.number, Member.id)
    )
    members = session.execute(people).all()
    return among([*((*row, HEAD, row[2]) for row in heads), *((*row[:3], MEMBER, row[3]) for row in members)])
