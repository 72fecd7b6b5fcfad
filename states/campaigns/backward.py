"""The plan reckoned back from its last days on the real calendar: by when each procedure must have begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from states.campaigns.campaign import Campaign
from states.packs.backward import can_be_kept, latest_start
from states.packs.loader import Pack
from states.packs.timetable import Row, timetable, workdays_apart


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A procedure: its steps, the last day on which it can begin and keep every date, and the working days left."""

    move: str
    title: str
    possible: bool
    last_start: date | None
    slack: int | None
    rows: tuple[Row, ...]

    @property
    def too_late(self) -> bool:
        """Whether nothing that begins now can keep the dates."""
        return not self.possible or (self.slack is not None and self.slack < 0)


def reckoned(session: Session, campaign: Campaign, pack: Pack, today: date) -> list[Reckoned]:
    """Each procedure of the plan that dates bind, begun today, with its last day of beginning."""
    calendar = calendar_for(session, campaign.area)
    found = []
    for move in pack.definition.moves:
        if move.procedure is None:
            continue
        last = latest_start(move, pack.digest, calendar)
        possible = can_be_kept(move, pack.digest, calendar)
        if last is not None or not possible:
            slack = workdays_apart(calendar, today, last) if last else None
            rows = timetable(move, pack.digest, calendar, today)
            found.append(Reckoned(move.name, move.label, possible, last, slack, rows))
    return found
