"""The phases of a campaign, place by place: its last day there, who is done with it, and who is late (XZ13, TZ17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from states import regions
from states.campaigns.campaign import Campaign
from states.campaigns.records import Extension, PhaseReport
from states.packs.campaign_parts import Phase
from states.packs.loader import Pack

DIGITS = {"village": 12, "township": 9, "county": 6}
LEVEL_OF = {digits: level for level, digits in DIGITS.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """A phase at a place: its days there, the report that stands, and the last one that was sent back."""

    phase: Phase
    area: str
    until: date | None
    report: PhaseReport | None = None
    returned: PhaseReport | None = None
    extended: bool = False

    def is_late(self, today: date) -> bool:
        """Whether its last day passed without the report, or the report came after it."""
        done = self.report.done_on if self.report else today
        return self.until is not None and done > self.until

    def is_overdue(self, today: date) -> bool:
        """Whether its last day has passed without the report."""
        return self.report is None and self.is_late(today)

    def is_open(self, today: date) -> bool:
        """Whether work on it goes on today."""
        return self.report is None and (self.phase.since is None or self.phase.since <= today)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a campaign with its level and its cells, by the name of the phase."""

    area: str
    name: str
    level: str
    cells: Mapping[str, Cell]

    def late(self, today: date) -> list[Cell]:
        """What it owes and is late with."""
        return [cell for cell in self.cells.values() if cell.is_overdue(today)]


def places(session: Session, campaign: Campaign, pack: Pack, area: str = "") -> list[Place]:
    """The places inside `area` (all of them by default) that report phases, by code; four statements."""
    owing = {level for phase in pack.file.phase for level in phase.by}
    around = area or campaign.area
    found = {
        one.code: one.name
        for level in owing & DIGITS.keys()
        for one in _of_level(session, campaign, level)
        if one.code.startswith(around)
    }
    reports = _reports(session, campaign)
    longer = extensions(session, campaign)
    return [
        Place(code, found[code], LEVEL_OF[len(code)], _cells(pack.file.phase, code, reports, longer))
        for code in sorted(found)
    ]


def _of_level(session: Session, campaign: Campaign, level: str) -> Sequence[regions.Region]:
    if DIGITS[level] < len(campaign.area):
        return ()
    if DIGITS[level] == len(campaign.area):
        one = session.get(regions.Region, campaign.area)
        return (one,) if one else ()
    return regions.below(session, campaign.area, level)


def cell(session: Session, campaign: Campaign, phase: Phase, area: str) -> Cell:
    """One phase at one place."""
    return _cells((phase,), area, _reports(session, campaign, area), extensions(session, campaign))[phase.name]


def extensions(session: Session, campaign: Campaign) -> Sequence[Extension]:
    """What was put off, oldest first."""
    mine = Extension.campaign_id == campaign.id
    return session.scalars(select(Extension).where(mine).order_by(Extension.id)).all()


def last_day(phase: Phase, area: str, longer: Sequence[Extension]) -> date | None:
    """The last day of a phase at a place, with what was put off there."""
    later = [
        one.until
        for one in longer
        if one.phase == phase.name and one.level == LEVEL_OF[len(area)] and area.startswith(one.area)
    ]
    return max([phase.until, *later]) if phase.until else None


def _cells(
    phases: Sequence[Phase],
    area: str,
    reports: Mapping[tuple[str, str], list[PhaseReport]],
    longer: Sequence[Extension],
) -> dict[str, Cell]:
    found = {}
    for phase in phases:
        if LEVEL_OF[len(area)] in phase.by:
            mine = reports.get((phase.name, area), [])
            standing = next((one for one in mine if not one.returned_because), None)
            returned = next((one for one in reversed(mine) if one.returned_because), None)
            until = last_day(phase, area, longer)
            found[phase.name] = Cell(phase, area, until, standing, returned, until != phase.until)
    return found


def _reports(session: Session, campaign: Campaign, area: str = "") -> dict[tuple[str, str], list[PhaseReport]]:
    query = select(PhaseReport).where(PhaseReport.campaign_id == campaign.id, within(PhaseReport.area, area))
    found: dict[tuple[str, str], list[PhaseReport]] = {}
    for one in session.scalars(query.order_by(PhaseReport.id)):
        found.setdefault((one.phase, one.area), []).append(one)
    return found
