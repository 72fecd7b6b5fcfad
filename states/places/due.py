"""What is due of places: the yearly sheets that the plan wants by the end of a phase (TZ09, TZ10, TZ11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from engine.areas import within
from engine.clock import office_day
from states.deadlines.deadline import Deadline
from states.packs.schema import PackFile
from states.packs.store import of_digest
from states.places import expected, sheet_kinds
from states.places.expected import OfPlace
from states.places.sheet_kinds import SheetKind
from states.regions import Region, open_on
from states.wordings.holding import Holding

KEPT = timedelta(days=31)


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The sheets that places inside an area owe by a day not after `until`, and those that were late of late.

    A place owes them by the end of the phase that its plan names, as long as the plan holds.
    """
    held, plans = Holding(session, today), dict[str, list[str]]()
    query = select(Region.code).where(Region.level == "township", open_on(today))
    for code in session.scalars(query.where(within(Region.code, area[:9])).order_by(Region.code)):
        if digest := held.at(code):
            plans.setdefault(digest, []).append(code)
    found = list[Deadline]()
    for digest, townships in plans.items():
        file = of_digest(session, digest).file
        for name, day in _days(file):
            if day <= until:
                found += _owed(session, area, townships, sheet_kinds.find(name), day, today)
    return found


def _days(file: PackFile) -> Iterator[tuple[str, date]]:
    """Each kind of sheet that a plan wants, with the last day of its phase."""
    ends = {phase.name: phase.until for phase in file.phase}
    for name, sheet in file.sheets.items():
        if (day := ends.get(sheet.phase)) is not None:
            yield name, day


def _owed(
    session: Session, area: str, townships: list[str], kind: SheetKind, day: date, today: date
) -> Iterator[Deadline]:
    common = area if len(townships) > 1 or area.startswith(townships[0]) else townships[0]
    for one in expected.progress(session, SYSTEM, common, kind.name, day.year):
        if one.place[:9] in townships and one.place.startswith(area):
            done_on = _done_on(one)
            if done_on is None or (done_on > day and done_on >= today - KEPT):
                yield _deadline(one, kind, day, done_on)


def _done_on(one: OfPlace) -> date | None:
    verified_at = one.sheet.verified_at if one.sheet else None
    return office_day(verified_at) if verified_at else None


def _deadline(one: OfPlace, kind: SheetKind, day: date, done_on: date | None) -> Deadline:
    role = "township" if one.state == "waiting" and kind.level == "township" else kind.level
    title, page = f"{one.name}{kind.title}", f"/sheets/{kind.name}/{one.place}?year={day.year}"
    return Deadline(
        "sheet", f"{kind.name}:{one.place}:{day.year}", title, role, one.place, day, None, done_on, "", page
    )
