"""Decisions that stand, by township and day: the households that an announcement may list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.evidence import Exhibit
from engine.runs import Run
from states.households import Household
from states.packs.ways import goes
from states.regions import names

ANNOUNCED = ("identify", "re_flag", "eliminate", "return_to_poverty")
DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Batch:
    """The decisions of one day for one township."""

    township: str
    place: str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A household for which a decision of that day stands."""

    case_id: int
    number: str
    head_name: str
    village: str
    label: str


def batches(session: Session, by: Actor) -> list[Batch]:
    """Every day on which something was decided for a township of the actor's area, the newest first."""
    query = (
        select(Household.township, Exhibit.happened_on, func.count())
        .join(Household, Household.case_id == Exhibit.case_id)
        .join(Run, Run.id == Exhibit.run_id)
        .where(*_stands(session), within(Household.group_code, by.area))
        .group_by(Household.township, Exhibit.happened_on)
        .order_by(Exhibit.happened_on.desc(), Household.township)
    )
    rows = session.execute(query).all()
    places = names(session, {row[0] for row in rows})
    return [Batch(township, places.get(township, township), on, count) for township, on, count in rows]


def decided(session: Session, book: Book, township: str, on: date, by: Actor) -> list[Decided]:
    """The households of a township for which that day's decision stands, village by village."""
    query = (
        select(Exhibit.case_id, Household, Run.definition, Run.move)
        .join(Household, Household.case_id == Exhibit.case_id)
        .join(Run, Run.id == Exhibit.run_id)
        .where(*_stands(session), Exhibit.happened_on == on)
        .where(within(Household.group_code, township), within(Household.group_code, by.area))
        .order_by(Household.group_code, Household.number)
    )
    rows = session.execute(query).all()
    places = names(session, {row[1].village for row in rows})
    return [
        Decided(
            case_id, home.number, home.head_name, places.get(home.village, ""),
            book.definition(session, digest).by_name[move].label,
        )
        for case_id, home, digest, move in rows
    ]  # fmt: skip


def _stands(session: Session) -> tuple[ColumnElement[bool], ...]:
    approved = f'"approve":{json.dumps(True)}'
    return (
        Exhibit.kind == DECISION,
        Exhibit.superseded == false(),
        Exhibit.facts.contains(approved, autoescape=True),
        goes(session, ANNOUNCED),
    )
