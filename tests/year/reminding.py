"""The morning round: reminders go out once for each occasion, to whoever owes the work or stands above, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from engine.db import work
from states.reminders import sending
from states.reminders.deciding import open_deadlines
from states.reminders.reminder import Reminder
from tests.year.office import Fault, Office

AGAIN_EVERY, LOOKED_EVERY = 9, 4
"""On every so many days the round runs a second time, and is laid beside what is undone."""


@dataclass
class Rounds:
    """What went out so far, and on how many days nothing did as the machine stood still, which happens now and then."""

    stands_still: float = 0.04
    sent: int = 0
    up: int = 0
    stood_still: int = 0
    keys: set[tuple[str, ...]] = field(default_factory=set)


def send(office: Office, rounds: Rounds, day: date) -> None:
    """One morning's round."""
    if office.random.random() < rounds.stands_still:
        rounds.stood_still += 1
        return
    with work(office.db) as session:
        looks = day.day % LOOKED_EVERY == 0
        undone = {one.name for one in open_deadlines(session, "", day)} if looks else None
        news = sending.send(session, at=office.now)
        for one in news:
            _note(rounds, one, undone, day)
    if day.day % AGAIN_EVERY == 0:
        with work(office.db) as session:
            _nothing_new(session, office)


def _note(rounds: Rounds, one: Reminder, undone: set[str] | None, day: date) -> None:
    key = (one.name, one.opening, one.role, one.area, one.department, one.occasion)
    if key in rounds.keys:
        raise Fault(f"{day}: reminded twice: {key}")
    if undone is not None and one.name not in undone:
        raise Fault(f"{day}: reminded of what is done: {key}")
    rounds.keys.add(key)
    rounds.sent += 1
    rounds.up += one.occasion.startswith("up-")


def _nothing_new(session: Session, office: Office) -> None:
    if again := sending.send(session, at=office.now):
        raise Fault(f"{office.today}: a second round on the same morning sent {len(again)} again")
