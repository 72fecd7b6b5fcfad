"""What is looked at every week: a deadline that passed undone is late for who owes it and for the level above.

What is late is worked out here from raw rows and from the dates of the plan; then every desk is asked what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from states import desk, progress
from states.deadlines import desk as deadlines
from states.deadlines.desk import OVERDUE
from tests.year import owed
from tests.year.county import COUNTY
from tests.year.office import Fault, Office

STEPS = text(
    "SELECT substr(area, 1, 12), role, name, run_id, round, due_on FROM step WHERE status = 'open' AND due_on < :today"
).bindparams(bindparam("today", type_=Date))
SOME = 4
"""So many of the posts that owe duties are asked each time what they see."""
Late = Counter[tuple[str, str]]


@dataclass
class Watch:
    """What was seen late: each piece of work once, with the day on which the level above first saw it."""

    seen: dict[tuple[str, ...], date] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    looked: int = 0

    def note(self, kind: str, key: tuple[str, ...], due_on: date, today: date) -> None:
        """It is late and was noticed today, perhaps for the first time."""
        if key not in self.seen:
            self.seen[key] = today
            self.kinds[kind] += 1
            self.days[kind] += (today - due_on).days


def look(office: Office, watch: Watch, *, duties: bool = True) -> None:
    """Lay what the raw rows say beside what each desk and each level shows today; duties not every time."""
    watch.looked += 1
    with reading(office.db) as session:
        rows = session.execute(STEPS, {"today": office.today}).all()
        late: Late = Counter((village, role) for village, role, *_ in rows)
        for _, _, name, run, round_, due in rows:
            due_on = date.fromisoformat(str(due))
            watch.note(f"step {name}", (str(run), name, str(round_)), due_on, office.today)
        _owners(session, office, late)
        _above(session, office, late)
        if duties:
            _duties(session, office, watch)


def _posts(office: Office, *roles: str) -> Iterator[Actor]:
    """One person of each post."""
    found = {(one.actor.role, one.actor.area, one.actor.department): one.actor for one in office.staff.people}
    return (actor for actor in found.values() if actor.role in roles)


def _owners(session: Session, office: Office, late: Late) -> None:
    """Every owner's own desk counts the steps."""
    for one in _posts(office, "village", "township", "county"):
        mine = sum(n for (village, whose), n in late.items() if whose == one.role and village.startswith(one.area))
        if not mine:
            continue
        shown = desk.overdue(session, desk.desk_of(one), office.today)
        if shown < mine:
            raise Fault(f"{office.today}: {one.id} has {mine} late steps, the desk shows {shown}")


def _above(session: Session, office: Office, late: Late) -> None:
    """The level above sees the steps by place."""
    for one in _posts(office, "township", "county"):
        for line in progress.by_place(session, one, office.today):
            there = sum(n for (village, _), n in late.items() if village.startswith(line.place.code))
            if line.overdue < there:
                raise Fault(f"{office.today}: {one.id} sees {line.overdue} late at {line.place.code}, not {there}")


def _duties(session: Session, office: Office, watch: Watch) -> None:
    """Duties, warnings and phases: whoever owes one sees it as overdue, and so does the county."""
    expected = owed.late(session, office)
    county = next(_posts(office, "county"))
    shown = {(one.kind, one.ref) for one in _overdue(session, county, office.today)}
    for one in expected:
        watch.note(one.what, one.key, one.due_on, office.today)
        if one.key not in shown and one.area.startswith(COUNTY):
            raise Fault(f"{office.today}: the county does not see {one}")
    posts = list(_posts(office, "department", "township"))
    for actor in office.random.sample(posts, min(SOME, len(posts))):
        mine = {one.key for one in expected if (one.role, one.area, one.department) == (
            actor.role, actor.area, actor.department)}  # fmt: skip
        if missing := mine - {(one.kind, one.ref) for one in _overdue(session, actor, office.today)}:
            raise Fault(f"{office.today}: {actor.id} does not see {sorted(missing)[:3]}")
    if extra := {key for key in shown if key[0] == "duty"} - {one.key for one in expected} - owed.unknown(shown):
        raise Fault(f"{office.today}: shown as overdue though done or not yet due: {sorted(extra)[:3]}")


def _overdue(session: Session, by: Actor, today: date) -> list[deadlines.Deadline]:
    return [one for one in deadlines.seen(session, by, today, today) if deadlines.state_of(one, today) == OVERDUE]
