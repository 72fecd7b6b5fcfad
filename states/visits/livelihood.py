"""What a visit asks about work and study: mismatches that wait, and answers that nobody has asked for yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.words import N_
from states.households import Household
from states.livelihood import work_doubts
from states.livelihood.students import Student
from states.livelihood.work import WorkSheet
from states.members import Member
from states.visits.incomes import is_collected

ABLE = ("full", "skilled", "weak")
WORK = N_("今年有没有务工，在哪里、几个月、工资多少")
STUDY = N_("毕业以后的去向")


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask about a member."""

    name: str
    text: str


def mismatches(
    session: Session, homes: Sequence[Household], by: Actor, today: date
) -> dict[int, list[work_doubts.Doubt]]:
    """The mismatches about work that wait, by case; five statements for each village."""
    found: dict[int, list[work_doubts.Doubt]] = {}
    for village in {one.village for one in homes}:
        cases = {one.case_id for one in homes if one.village == village}
        only = next(iter(cases)) if len(cases) == 1 else None
        for doubt in work_doubts.doubts(session, by, village, today.year, case_id=only):
            if doubt.case_id in cases and doubt.settlement is None:
                found.setdefault(doubt.case_id, []).append(doubt)
    return found


def questions(
    session: Session, homes: Sequence[Household], people: Mapping[int, Sequence[Member]], today: date
) -> dict[int, list[Question]]:
    """What was not asked this year of those who can work, and of those whose studies are over; two statements.

    Only households are asked from which the yearly forms are collected.
    """
    here = {one.id: one for home in homes if is_collected(home) for one in people[home.id] if one.is_here}
    sheets = select(WorkSheet.member_id).where(WorkSheet.member_id.in_(list(here)), WorkSheet.year == today.year)
    answered = set(session.scalars(sheets.where(WorkSheet.superseded.is_(False))))
    over = select(Student.member_id).where(Student.member_id.in_(list(here)), Student.superseded.is_(False))
    over = over.where(Student.outcome == "studying", Student.graduated_on <= today)
    asked = [(one, WORK) for one in here.values() if one.labour in ABLE and one.id not in answered]
    asked += [(here[number], STUDY) for number in session.scalars(over.order_by(Student.id))]
    found: dict[int, list[Question]] = {}
    for member, text in asked:
        found.setdefault(member.household_id, []).append(Question(member.name, text))
    return found
