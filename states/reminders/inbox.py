"""The reminders of a post, and those that were sent inside an area: lists, and the mark that they were read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.words import N_
from states.reminders.reminder import Reminder

PAGE = 50
OCCASIONS = {
    "before": N_("到期前%(n)s个工作日"),
    "day": N_("到期当天"),
    "open": N_("重新打开，已过期限"),
    "after": N_("已逾期%(n)s个工作日"),
    "up": N_("下级逾期，报上级知道"),
    "hand": N_("上级催办"),
}


def told(occasion: str) -> tuple[str, dict[str, str]]:
    """The occasion for people, and what stands in the sentence."""
    kind, _, n = occasion.partition("-")
    return OCCASIONS[kind], {"n": n}


def to(by: Actor) -> ColumnElement[bool]:
    """Those that were sent to a person's post."""
    return and_(Reminder.area == by.area, Reminder.role == by.role, Reminder.department == by.department)


def inside(by: Actor) -> ColumnElement[bool]:
    """Those about work inside a person's area; of a department, only its own."""
    here = within(Reminder.owing_area, by.area)
    return and_(here, Reminder.owing_department == by.department) if by.department else here


def listed(
    session: Session, by: Actor, *, sent: bool = False, unread: bool = False, before: int = 0, limit: int = PAGE
) -> tuple[list[Reminder], int]:
    """A page of the post's reminders, or with `sent` of those about the area; newest first, and where to go on."""
    query = select(Reminder).where(inside(by) if sent else to(by))
    if unread:
        query = query.where(Reminder.read_at.is_(None))
    if before:
        query = query.where(Reminder.id < before)
    rows = list(session.scalars(query.order_by(Reminder.id.desc()).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else 0


def unread(session: Session, by: Actor) -> int:
    """How many reminders of the post nobody has read."""
    return session.scalar(select(func.count()).select_from(Reminder).where(to(by), Reminder.read_at.is_(None))) or 0


def mark_read(session: Session, ids: Collection[int], by: Actor, at: datetime) -> int:
    """Mark reminders of the own post as read, those not read yet; answer how many."""
    mine = (to(by), Reminder.id.in_(list(ids)), Reminder.read_at.is_(None))
    done: Any = session.execute(update(Reminder).where(*mine).values(read_at=at, read_by=by.id))
    return int(done.rowcount)
