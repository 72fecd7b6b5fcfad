"""The digest of a day for each person with an address: how much is due, what it is called, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import office_day
from states import regions, users
from states.deadlines.calendars import Calendars
from states.deadlines.deadline import Deadline
from states.deadlines.desk import KINDS, OVERDUE, SOON, STATES, TODAY, is_seen, state_of
from states.reminders.deciding import open_deadlines
from states.reminders.mail import Mail
from states.reminders.posts import Post, post_of
from states.users import User

NAMELESS = frozenset({"step", "duty", "phase"})
"""Deadlines whose titles name no household; of all others a mail tells only how many there are."""
TOLD = (OVERDUE, TODAY, SOON)
MOST = 15


@dataclass(frozen=True, slots=True)
class Digest:
    """What one post has to know on a day: its own work by state, and what is overdue below it by place."""

    own: Mapping[str, Sequence[Deadline]] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.own or self.late)


def write(session: Session, link: str, *, at: datetime) -> list[Mail]:
    """Write the digests of this day that nobody has written yet, one for each person; sent they are later."""
    today = office_day(at)
    people = _people(session, today)
    if not people:
        return []
    known = [one for one in open_deadlines(session, "", today) if state_of(one, today) in TOLD]
    mails = []
    digests: dict[Post, Digest] = {}
    for person in people:
        post = Post(person.role, person.area, person.department)
        digest = digests.get(post) or digests.setdefault(post, _digest(session, known, person, today))
        if not digest.is_empty:
            mails.append(_mail(person, digest, link, today, at))
    session.add_all(mails)
    session.flush()
    return mails


def _people(session: Session, today: date) -> list[User]:
    """Those with an address at whose place the office works today, and who have no digest of the day yet."""
    have = select(Mail.user_id).where(Mail.day == today)
    query = select(User).where(User.active.is_(True), User.email != "", User.id.not_in(have)).order_by(User.id)
    found = list(session.scalars(query))
    calendars = Calendars(session)
    return [one for one in found if calendars.at(one.area).is_workday(today)]


def _digest(session: Session, known: Sequence[Deadline], person: User, today: date) -> Digest:
    by = users.actor(person)
    own: dict[str, list[Deadline]] = {}
    late: dict[str, int] = {}
    for one in known:
        if post_of(one) == post_of(by):
            own.setdefault(state_of(one, today), []).append(one)
        elif is_seen(one, by) and state_of(one, today) == OVERDUE and person.role != "grid":
            late[one.area] = late.get(one.area, 0) + one.count
    names = regions.names(session, late)
    return Digest(own, {names.get(area, area): n for area, n in sorted(late.items())})


def _mail(person: User, digest: Digest, link: str, today: date, at: datetime) -> Mail:
    counted = {state: sum(one.count for one in digest.own.get(state, ())) for state in TOLD}
    told = [f"{STATES[state]}{n}件" for state, n in counted.items() if n]
    if digest.late:
        told.append(f"下级逾期{sum(digest.late.values())}件")
    body = "\n".join(
        [f"{today.year}年{_day(today)}：{'，'.join(told)}。", "", *_lines(digest), f"请登录守线办理：{link}"]
    )
    return Mail(
        message_id=f"<digest.{person.id}.{today.isoformat()}@shouxian>", user_id=person.id, day=today,
        address=person.email, subject=f"守线{_day(today)}提醒：{'，'.join(told)}", body=body, written_at=at,
    )  # fmt: skip


def _lines(digest: Digest) -> Iterator[str]:
    for state in TOLD:
        if found := digest.own.get(state):
            yield f"{STATES[state]}："
            yield from _titles(found)
            yield ""
    if digest.late:
        yield "下级已逾期："
        some = list(digest.late.items())
        yield from (f"  {place}{n}件" for place, n in some[:MOST])
        if len(some) > MOST:
            yield f"  另有{len(some) - MOST}处"
        yield ""


def _titles(found: Sequence[Deadline]) -> Iterator[str]:
    """Titles where they name nobody, else only how many of a kind."""
    named = [one for one in found if one.kind in NAMELESS]
    for one in named[:MOST]:
        yield f"  {one.title}{f'（{one.count}件）' if one.count > 1 else ''}，最后一天{_day(one.due_on)}"
    if len(named) > MOST:
        yield f"  另有{len(named) - MOST}件"
    others: dict[str, int] = {}
    for one in found:
        if one.kind not in NAMELESS:
            others[one.kind] = others.get(one.kind, 0) + one.count
    yield from (f"  {KINDS.get(kind, '其他')}{n}件" for kind, n in others.items())


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
