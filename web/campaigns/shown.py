"""What the page of a campaign shows of its phases: the days, how many places are done, and what is owed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.actors import Actor
from engine.words import N_
from states.campaigns.phases import Cell, Place
from states.campaigns.reporting import WHO
from states.packs.campaign_parts import Mark, Phase
from states.packs.loader import Pack

TOWNSHIP = 9
LEVELS = {"village": N_("村"), "township": N_("乡镇"), "county": N_("县")}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase on the calendar: how many of its places are done, how many of them late, and whether today lies in it."""

    phase: Phase
    done: int
    all: int
    overdue: int
    when: str


def by_phase(pack: Pack, rows: Sequence[Place], today: date) -> list[Stretch | Mark | date]:
    """The phases and further days in the order of their last days, today among them."""
    found: list[tuple[date, int, Stretch | Mark | date]] = [(today, 1, today)]
    for phase in pack.file.phase:
        cells = [row.cells[phase.name] for row in rows if phase.name in row.cells]
        done = sum(cell.report is not None for cell in cells)
        overdue = sum(cell.is_overdue(today) for cell in cells)
        day = phase.until or phase.since or date.max
        found.append((day, 0, Stretch(phase, done, len(cells), overdue, _when(phase, today))))
    found += [(mark.on, 0, mark) for mark in pack.file.mark]
    return [one for _day, _n, one in sorted(found, key=lambda row: row[:2])]


def _when(phase: Phase, today: date) -> str:
    if phase.since and today < phase.since:
        return "coming"
    return "over" if phase.until and today > phase.until else "now"


def owed_here(rows: Sequence[Place], by: Actor, today: date) -> list[Cell]:
    """What this person's own place may report today, the most urgent first."""
    mine = [row for row in rows if row.area == by.area and by.role in WHO.get(row.level, ())]
    cells = [cell for row in mine for cell in row.cells.values() if cell.is_open(today)]
    return sorted(cells, key=lambda cell: cell.until or date.max)


def levels() -> dict[str, str]:
    """What the levels are called."""
    return LEVELS


@dataclass(frozen=True, slots=True)
class Below:
    """A township of a county's campaign: each phase with its places done, all places, and late ones."""

    area: str
    name: str
    phases: dict[str, tuple[int, int, int]]


def by_township(rows: Sequence[Place], names: dict[str, str], today: date) -> list[Below]:
    """The places of a county added up by township; empty for a campaign that is no wider than a township."""
    found: dict[str, dict[str, list[Cell]]] = {}
    for row in rows:
        if len(row.area) >= TOWNSHIP:
            cells = found.setdefault(row.area[:TOWNSHIP], {})
            for name, cell in row.cells.items():
                cells.setdefault(name, []).append(cell)
    return [
        Below(area, names.get(area, area), {name: _counted(some, today) for name, some in cells.items()})
        for area, cells in sorted(found.items())
    ]


def _counted(cells: Sequence[Cell], today: date) -> tuple[int, int, int]:
    done = sum(cell.report is not None for cell in cells)
    return done, len(cells), sum(cell.is_overdue(today) for cell in cells)
