"""The share of those free of risk at the end of each month, as it was told that day, and rebuilt afterwards."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.history.share import share_on
from tests.year.county import COUNTY
from tests.year.office import Fault

EYES = Actor("auditor", "督导", "auditor", COUNTY)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a place on a day."""

    day: str
    area: str
    monitored: int
    eliminated: int


def told(session: Session, day: date) -> list[Told]:
    """The county and its townships at the end of a day."""
    whole, parts = share_on(session, COUNTY, day, EYES)
    return [Told(day.isoformat(), one.code, one.monitored, one.eliminated) for one in (whole, *parts)]


def rebuilt(session: Session, before: list[Told]) -> None:
    """What was told of past days is what the ledger still says of them."""
    for day in sorted({one.day for one in before}):
        now, then = told(session, date.fromisoformat(day)), [one for one in before if one.day == day]
        if now != then:
            raise Fault(f"the share of {day} was {then} and is now {now}")


def write(file: Path, before: list[Told]) -> None:
    """Leave what was told for whoever counts by hand."""
    file.write_text(json.dumps([asdict(one) for one in before]), "utf-8")
