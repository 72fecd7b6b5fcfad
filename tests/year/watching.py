"""What is looked at every month: a deadline that passed undone is late for who owes it and for the level above."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.db import reading
from states import desk, progress
from tests.year.office import Fault, Office

RAW = text(
    "SELECT substr(area, 1, 12), role, name, run_id, round, due_on FROM step WHERE status = 'open' AND due_on < :today"
)


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


def look(office: Office, watch: Watch) -> None:
    """Lay what the raw rows say beside what each desk and each level shows today."""
    watch.looked += 1
    with reading(office.db) as session:
        rows = session.execute(RAW, {"today": office.today.isoformat()}).all()
        late: Counter[tuple[str, str]] = Counter((village, role) for village, role, *_ in rows)
        for _, _, name, run, round_, due in rows:
            due_on = date.fromisoformat(str(due))
            watch.note(f"step {name}", (str(run), name, str(round_)), due_on, office.today)
        _owners(session, office, late)
        _above(session, office, late)


def _owners(session: Session, office: Office, late: Counter[tuple[str, str]]) -> None:
    """Every owner's own desk counts them."""
    for role in ("village", "township", "county"):
        for one in {p.actor.area: p.actor for p in office.staff.people if p.actor.role == role}.values():
            shown = desk.overdue(session, desk.desk_of(one), office.today)
            mine = sum(n for (village, whose), n in late.items() if whose == role and village.startswith(one.area))
            if shown < mine:
                raise Fault(f"{office.today}: {one.id} has {mine} late steps, the desk shows {shown}")


def _above(session: Session, office: Office, late: Counter[tuple[str, str]]) -> None:
    """The level above sees them by place."""
    for role in ("township", "county"):
        for one in {p.actor.area: p.actor for p in office.staff.people if p.actor.role == role}.values():
            for line in progress.by_place(session, one, office.today):
                there = sum(n for (village, _), n in late.items() if village.startswith(line.place.code))
                if line.overdue < there:
                    raise Fault(f"{office.today}: {one.id} sees {line.overdue} late at {line.place.code}, not {there}")
