"""One column of a department: the households that wait for its answer, as a list that it takes away and brings back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.db import stamp
from engine.ledger import canonical
from states import criteria_desk, joint_review, regions
from states.evidence.criteria import ASKS
from states.joint_review import Asked
from states.workbooks import write

MOST = 3000
"""Households in one list; the first come are on it."""
CASE, NUMBER, HEAD, VILLAGE, NAME, ID_NO, MOVE, CAME_ON, CHECK = (
    "案卷号", "户编号", "户主", "村（社区）", "姓名", "证件号码", "事项", "送来日期", "校验码",
)  # fmt: skip
RESULT, ITEM, DETAIL, ON = "结果", "命中项目", "具体情况", "日期"
GIVEN = (CASE, NUMBER, HEAD, VILLAGE, NAME, ID_NO, MOVE, CAME_ON, CHECK)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: of the joint review where `criterion` is empty; `asks` are further facts of a criterion by code."""

    criterion: str = ""
    title: str = "部门比对"
    asks: tuple[str, ...] = ()

    @property
    def good(self) -> str:
        """The word for nothing found, or for met."""
        return "达标" if self.criterion else "未命中"

    @property
    def bad(self) -> str:
        """The word for a hit, or for not met."""
        return "不达标" if self.criterion else "命中"

    @property
    def filled(self) -> tuple[str, ...]:
        """The headings of what the department fills in."""
        own = tuple(ASKS[one] for one in self.asks) if self.criterion else (ITEM,)
        return RESULT, *own, DETAIL, ON

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings of the list."""
        return *GIVEN, *self.filled


def column(session: Session, book: Book, criterion: str, by: Actor) -> Column:
    """A column of the actor's department; raises `NotFound` for a criterion that is not its own or not asked now."""
    if not criterion:
        return Column()
    about = criteria_desk.criterion_of(session, book, criterion, by)
    return Column(criterion, about.title, about.asks)


def waiting(session: Session, book: Book, of: Column, by: Actor, only: Sequence[int] = ()) -> list[Asked]:
    """The households with their people that wait for this column, first come first; of `only` these."""
    if of.criterion:
        return criteria_desk.asked(session, book, of.criterion, by, people=True, only=only, most=MOST)
    return joint_review.asked(session, book, by, people=True, only=only, most=MOST)


def digest(one: Asked) -> str:
    """What a household was when the list was written: another round or other people make another one."""
    people = [[person.name, person.id_no] for person in one.people]
    return hashlib.sha256(canonical([one.case_id, stamp(one.opened_at), people]).encode()).hexdigest()[:12]


def workbook(session: Session, of: Column, found: Sequence[Asked]) -> bytes:
    """The list as a workbook, a line for each person, with empty cells for the answers."""
    places = regions.names(session, {one.village for one in found})
    empty = ("",) * len(of.filled)
    lines = [(*line, *empty) for one in found for line in _lines(one, places.get(one.village, ""))]
    return write(of.headings, lines, of.title[:20])


def _lines(one: Asked, place: str) -> list[tuple[str, ...]]:
    came: date = office_day(one.opened_at)
    about, rest = (str(one.case_id), one.number, one.head_name, place), (one.move, came.isoformat(), digest(one))
    return [(*about, person.name, person.id_no, *rest) for person in one.people]
