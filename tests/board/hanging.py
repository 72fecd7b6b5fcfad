"""An installation with one notice on its board: its households, its numbers, and what must never be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, select

from engine.db import work
from engine.files import FileStore
from publicity.notice_papers import print_notice
from states.book import open_book
from states.drafting import draft
from states.households import Household
from states.members import Member
from states.passwords import Secret
from states.posting import post
from states.practice.days import at
from states.practice.staff import CLERKS
from tests.web.office import furnish

TODAY = date(2021, 10, 25)
STEP = "village_notice"
ADDRESS = "https://gongshi.example.invalid/board/notice/1"


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs: the village, the notice's number, how many lines, and every word that must not be seen."""

    village: str
    number: str
    lines: int
    secrets: frozenset[str]


def hang(db: Engine, files: Path, secret: Secret, households: int = 9) -> Hanging:
    """Fill a fresh database, and post the first village's notice in both places."""
    cases = furnish(db, secret, households, TODAY)
    book, clerk, when = open_book(), CLERKS[0], at(TODAY, 10)
    with work(db) as session:
        notice = draft(session, book, cases, STEP, by=clerk, at=when)
        print_notice(session, book, notice, ADDRESS, FileStore(str(files)), by=clerk, at=when)
        for place in notice.places:
            post(session, book, notice, place, TODAY, by=clerk, at=when)
        homes = session.scalars(select(Household)).all()
        people = session.scalars(select(Member)).all()
        words = {one.id_no for one in people} | {one.phone for one in (*homes, *people)} | {one.number for one in homes}
        words |= {one.name for one in people} | {one.head_name for one in homes} | {one.address for one in homes}
        return Hanging(notice.area, notice.number, len(cases), frozenset(one for one in words if one))
