"""Whom to remind now: every deadline laid against what was sent already. Reads only, so that a page may ask too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.clock import office_day
from states.deadlines import sources, steps
from states.deadlines.calendars import Calendars
from states.deadlines.deadline import Deadline
from states.deadlines.plans import Plans
from states.packs.duty import Reminder as Rule
from states.reminders.occasions import Occasion, occasions
from states.reminders.posts import Post, above, post_of
from states.reminders.reminder import Reminder

LOT = 400
AHEAD = timedelta(days=32)
"""So far ahead a last day may give occasion today: some working days before it, with the longest holiday between."""


def open_deadlines(session: Session, area: str, today: date) -> list[Deadline]:
    """Everything inside an area that is not done and may give occasion to remind, the most overdue first."""
    until = today + AHEAD
    found = [*sources.due(session, area, today, until), *steps.due(session, area, until)]
    undone = (one for one in found if one.done_on is None)
    return sorted(undone, key=lambda one: (one.due_on, one.kind, one.ref))


def decide(session: Session, area: str, at: datetime) -> list[Reminder]:
    """The reminders that this moment asks for and that were not sent: not written yet."""
    today = office_day(at)
    found = open_deadlines(session, area, today)
    plans, calendars = Plans(session), Calendars(session)
    asked = [
        (one, post, occasion, rule)
        for one in found
        if (rule := plans.reminder(one.area, today))
        for occasion in occasions(one, today, calendars.at(one.area), rule)
        if (post := _post(one, occasion))
    ]
    sent = _sent(session, {one.name for one, *_ in asked}, today)
    return list(_unsent(asked, sent, at))


def reminder(one: Deadline, post: Post, code: str, by: Actor, at: datetime, note: str = "") -> Reminder:
    """A reminder of a deadline to a post."""
    return Reminder(
        kind=one.kind, name=one.name, opening=opening(one), occasion=code, role=post.role, area=post.area,
        department=post.department, owing_role=one.role, owing_area=one.area, owing_department=one.department,
        title=one.title[:200], page=one.page[:200], due_on=one.due_on, count=one.count, sent_on=office_day(at),
        sent_at=at, sent_by=by.id, sent_by_name=by.name, note=note,
    )  # fmt: skip


def opening(one: Deadline) -> str:
    """The day on which it was opened, as a part of its name: opened again, reminding begins anew."""
    return one.opened_on.isoformat() if one.opened_on else ""


@dataclass(slots=True)
class Sent:
    """What was sent already, by deadline, opening and post; how much each post got today, and of which deadlines."""

    of: dict[tuple[str, str, Post], dict[str, date]] = field(default_factory=dict)
    today: dict[Post, int] = field(default_factory=dict)
    told: set[tuple[str, Post]] = field(default_factory=set)


def _post(one: Deadline, occasion: Occasion) -> Post | None:
    own = post_of(one)
    if not occasion.up:
        return own
    chain = above(own)
    return chain[occasion.up - 1] if occasion.up <= len(chain) else None


def _sent(session: Session, names: Iterable[str], today: date) -> Sent:
    found, wanted = Sent(), sorted(names)
    for at in range(0, len(wanted), LOT):
        rows = session.scalars(select(Reminder).where(Reminder.name.in_(wanted[at : at + LOT])))
        for row in rows:
            post = Post(row.role, row.area, row.department)
            found.of.setdefault((row.name, row.opening, post), {})[row.occasion] = row.sent_on
            if row.sent_on == today:
                found.told.add((row.name, post))
    whom = (Reminder.role, Reminder.area, Reminder.department)
    counted = select(*whom, func.count()).where(Reminder.sent_on == today).group_by(*whom)
    found.today = {Post(row[0], row[1], row[2]): row[3] for row in session.execute(counted)}
    return found


def _unsent(asked: Sequence[tuple[Deadline, Post, Occasion, Rule]], sent: Sent, at: datetime) -> Iterator[Reminder]:
    """Of what is asked for, what is new and within the limits: once a day for a deadline, so many for a post."""
    today = office_day(at)
    for one, post, occasion, rule in asked:
        before = sent.of.setdefault((one.name, opening(one), post), {})
        full = sent.today.get(post, 0) >= rule.per_day or len(before) >= rule.per_deadline
        if full or occasion.code in before or (one.name, post) in sent.told:
            continue
        before[occasion.code] = today
        sent.told.add((one.name, post))
        sent.today[post] = sent.today.get(post, 0) + 1
        yield reminder(one, post, occasion.code, SYSTEM, at)
