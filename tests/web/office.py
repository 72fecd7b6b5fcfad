"""A training instance whose households stand before the village notice, with the accounts of the made-up township."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from engine.actors import SYSTEM
from engine.db import work
from states import instance, users
from states.book import open_book
from states.passwords import Secret
from states.practice import desk, township
from states.practice.days import at
from states.practice.staff import STAFF

BEFORE_NOTICE = ("visit", "application", "authorisation", "appraisal", "village_list")


def furnish(db: Engine, secret: Secret, households: int = 6, today: date = date(2021, 10, 25)) -> list[int]:
    """Fill a fresh database; answer the cases of the first village, which wait for their notice."""
    wall = datetime.now(UTC)
    with work(db) as session:
        instance.create(session, training=True)
        instance.set_practice_date(session, today, wall)
        township.found(session, date(2021, 10, 18))
        houses = township.settle(session, households, date(2021, 10, 18))
        for person in STAFF:
            account = users.Account(person.id, person.name, person.role, person.area, person.department)
            users.add(session, account, secret, by=SYSTEM, at=wall)
        here = [house.case_id for house in houses if house.area.startswith(houses[0].area[:12])]
        book = open_book()
        desk.begin(session, book, here, "identify", at(date(2021, 10, 19), 9))
        for step in BEFORE_NOTICE:
            assert not desk.fulfil(session, book, here, step, at(date(2021, 10, 25), 9)).held
    return here
