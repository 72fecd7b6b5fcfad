"""What campaigns ask for by a day: phases to report, requests to answer, commitments to give, lists to review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from states.campaigns import desk, openings, phases, reporting
from states.campaigns.desk import Shown
from states.campaigns.openings import ASKING
from states.campaigns.phases import DIGITS, Cell, Place
from states.deadlines.deadline import Deadline
from states.packs.campaign_parts import Window

LATELY = timedelta(days=31)
ROLE = {"village": "village", "township": "township", "county": "county"}
LEADER = {"village": "township_leader", "township": "township_leader", "county": "county"}


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """What campaigns under way owe inside `area` by `until`, and what was done late in the last month."""
    found: list[Deadline] = []
    for shown in desk.inside(session, area):
        rows = phases.places(session, shown.campaign, shown.pack)
        found += _phases(shown, rows, today)
        found += _requests(session, shown)
        found += _commitments(session, shown, rows)
    mine = [one for one in found if one.area.startswith(area)]
    return [one for one in mine if (one.is_late() if one.done_on else one.due_on <= until)]


def _phases(shown: Shown, rows: list[Place], today: date) -> Iterator[Deadline]:
    for place in rows:
        for cell in place.cells.values():
            if cell.until and (cell.report is None or (cell.is_late(today) and today - cell.report.done_on <= LATELY)):
                yield _owed(shown, place, cell)


def _owed(shown: Shown, place: Place, cell: Cell) -> Deadline:
    assert cell.until is not None
    again = f"/{cell.returned.id}" if cell.returned else ""  # sent back, it is owed anew
    return Deadline(
        kind="phase", ref=f"{shown.campaign.id}/{cell.phase.name}/{place.area}{again}", title=cell.phase.title,
        role=ROLE[place.level], area=place.area, due_on=cell.until, opened_on=cell.phase.since,
        done_on=cell.report.done_on if cell.report else None, page=f"/campaigns/{shown.campaign.id}",
    )  # fmt: skip


def _requests(session: Session, shown: Shown) -> Iterator[Deadline]:
    """Requests that nobody made yet, by the day on which the window would open, and those not answered yet."""
    windows = [one for one in shown.pack.file.window if one.opened_by == "request"]
    told = openings.answers(session, shown.campaign, shown.pack) if windows else {}
    for window in windows:
        length = DIGITS[window.asked_by]
        if len(shown.campaign.area) < length:  # each township asks for itself
            continue
        place = shown.campaign.area[:length]
        answer = openings.opened(window, told, shown.campaign.area)
        day = window.since or shown.campaign.begun_on or window.until
        if day and answer is None:
            yield _request(shown, window, place, ASKING[window.asked_by][0], "申请开放", day)
        elif day and answer and not answer.is_answered:
            above = "county" if window.asked_by == "township" else "city"
            yield _request(shown, window, place, above, "批复开放", day)


def _request(shown: Shown, window: Window, place: str, role: str, act: str, day: date) -> Deadline:
    return Deadline(
        kind="window", ref=f"{shown.campaign.id}/{window.name}/{role}", title=f"{act}{window.system}“{window.title}”",
        role=role, area=place[:6] if role == "county" else place[:4] if role == "city" else place, due_on=day,
        opened_on=shown.campaign.begun_on, page=f"/campaigns/{shown.campaign.id}",
    )  # fmt: skip


def _commitments(session: Session, shown: Shown, rows: list[Place]) -> Iterator[Deadline]:
    """Commitments that a window waits for, of every place at the levels that it names."""
    windows = [one for one in shown.pack.file.window if one.commitment and one.since]
    if not windows:
        return
    levels = {level for window in windows for level in window.commitment}
    areas = {shown.campaign.area, *(place.area for place in rows)}
    places = {area[: DIGITS[level]] for level in levels for area in areas if len(area) >= DIGITS[level]}
    given = reporting.committed(session, shown.campaign, sorted(places))
    for window in windows:
        for place in sorted(places - given):
            level = phases.LEVEL_OF[len(place)]
            if level in window.commitment and window.since:
                yield Deadline(
                    kind="commitment", ref=f"{shown.campaign.id}/{window.name}/{place}", title="数据准确性承诺",
                    role=LEADER[level], area=place[:9], due_on=window.since, opened_on=shown.campaign.begun_on,
                    page=f"/campaigns/{shown.campaign.id}",
                )  # fmt: skip
