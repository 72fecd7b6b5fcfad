"""What a village needs on paper: the papers that are due first, each with how many households it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session

from publicity.due_papers import FINDERS, due_of, rows_of
from publicity.household_papers import OF_A_VILLAGE, PAPERS
from publicity.village_papers import AWAITED, OF_A_PERIOD, VILLAGE_PAPERS, waiting
from states.regions import Region
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.printing.blueprint import bp
from web.printing.places import printed_area, villages

COUNTED_LATER = ("visit",)
"""Papers whose due households take long to find; they are counted once the paper is chosen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the list: for how many households it is, and for how many it is due now (None: not counted yet)."""

    name: str
    title: str
    why: str
    all: int
    due: int | None

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to print: a meeting's paper needs households that wait for the meeting."""
        return self.is_due or self.name not in AWAITED

    @property
    def is_due(self) -> bool:
        """Whether somebody waits for it."""
        return bool(self.due)


@bp.get("")
@access(Permission.PRINT, Area.LIST)
def index() -> str:
    """List what can be printed for a village."""
    with reading() as db:
        places = villages(db)
        asked = request.args.get("village", "") or (places[0].code if len(places) == 1 else "")
        village = next((one for one in places if one.code == asked), None)
        lines = _lines(db, village) if village else []
        meetings = _papers(db, village) if village else []
    today = now.today()
    return render_template(
        "printing/index.html", villages=places, village=village, lines=lines, papers=meetings,
        of_a_period=OF_A_PERIOD, since=date(today.year, 1, 1), until=today,
    )  # fmt: skip


def _lines(db: Session, village: Region) -> list[Line]:
    area, by, today = printed_area(village.code), who.actor(), now.today()
    found = []
    for name in OF_A_VILLAGE:
        rows = rows_of(db, name, area, by)
        due = None if name in COUNTED_LATER else len(due_of(db, name, rows, area, by, today))
        why = FINDERS[name][0] if name in FINDERS else ""
        found.append(Line(name, PAPERS[name][0], why, len(rows), due))
    return sorted(found, key=lambda one: (not one.is_due, one.name not in COUNTED_LATER))


def _papers(db: Session, village: Region) -> list[Line]:
    area, by = printed_area(village.code), who.actor()
    found = [Line(name, title, "", 0, waiting(db, name, area, by)) for name, (title, _values) in VILLAGE_PAPERS.items()]
    return sorted(found, key=lambda one: not one.is_due)
