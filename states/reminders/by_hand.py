"""Reminding by hand: a superior reminds a post of one deadline, once a day and only so often, and it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from engine.workdays import Calendar
from states.deadlines import desk
from states.deadlines.calendars import Calendars
from states.deadlines.deadline import Deadline
from states.deadlines.plans import Plans
from states.reminders.deciding import opening, reminder
from states.reminders.posts import is_above, post_of
from states.reminders.reminder import Reminder
from states.reminders.sending import take_turn

HAND = "hand-"
NOTE = 200


def remind(session: Session, name: str, note: str = "", *, by: Actor, at: datetime) -> Reminder:
    """Remind the post that owes a deadline; raises `NotFound`, `BadInput` and `Refused` with every reason."""
    if len(note.strip()) > NOTE:
        raise BadInput(Problem("note", N_("文字太长")))
    take_turn(session)
    one = desk.find(session, name, by, office_day(at))
    if blockers := list(against(session, one, by, office_day(at))):
        raise Refused("remind", blockers)
    made = reminder(one, post_of(one), f"{HAND}{len(sent(session, one)) + 1}", by, at, note.strip())
    session.add(made)
    session.flush()
    return made


def sent(session: Session, one: Deadline) -> list[Reminder]:
    """The reminders by hand that the owing post had of this deadline, the first first."""
    post = post_of(one)
    mine = (Reminder.role == post.role, Reminder.area == post.area, Reminder.department == post.department)
    query = select(Reminder).where(Reminder.name == one.name, Reminder.opening == opening(one), *mine)
    return list(session.scalars(query.where(Reminder.occasion.startswith(HAND)).order_by(Reminder.id)))


def against(session: Session, one: Deadline, by: Actor, today: date) -> Iterator[Blocker]:
    """Every reason against reminding by hand now."""
    if not is_above(by, post_of(one)):
        yield Blocker("not-above", N_("只有上级岗位可以催办"), {}, "", "")
    calendar = Calendars(session).at(one.area)
    if not calendar.is_workday(today):
        yield Blocker("rest-day", N_("休息日不催办"), {}, "", "", _next_workday(calendar, today))
    limit, before = Plans(session).reminder(one.area, today).by_hand, sent(session, one)
    if len(before) >= limit:
        yield Blocker("reminded-enough", N_("这件事已经人工催办%(n)s次，到了上限"), {"n": len(before)})
    elif any(row.sent_on == today for row in before):
        text = N_("今天已经人工催办过，每天只催一次")
        yield Blocker("reminded-today", text, {}, "", "", _next_workday(calendar, today))


def _next_workday(calendar: Calendar, today: date) -> date:
    day = today + timedelta(days=1)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
