"""How far the sweep of a quarter has come: the households on its rosters, those visited and those left (BZ01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case

from engine.words import N_
from states.households import Household
from states.reports.figure import Asked, Figure, rows
from states.sweeps.counting import really_visited
from states.sweeps.roster import DONE, FOUND, SweepHouse
from states.sweeps.sweep import Sweep

PARTS = {"visited": N_("已走访"), "left": N_("还没有走访")}


def _swept(asked: Asked) -> Select[Any]:
    """The rosters of the quarter in which the period ends; a house in the file of which is a real visit counts."""
    done = SweepHouse.found.in_(DONE) | really_visited(asked.period.ending_quarter.first_on, asked.period.last_on)
    part = case((done, "visited"), else_="left")
    said = case(*((SweepHouse.found == one, label) for one, label in FOUND.items()), else_="")
    query = rows(Household.id, part, said)
    query = query.join(SweepHouse, SweepHouse.household_id == Household.id).join(Sweep, Sweep.id == SweepHouse.sweep_id)
    return query.where(Sweep.quarter == str(asked.period.ending_quarter), asked.inside(SweepHouse.area))


def _parts(_asked: Asked) -> Mapping[str, str]:
    return PARTS


FIGURES = (Figure("swept", N_("排查农户"), "户", _swept, _parts),)
