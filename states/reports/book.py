"""Every figure, by its name in addresses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.actors import Actor
from engine.errors import NotFound
from states.reports import doubts, helping, moves, outside, people, standing, sweeping, work
from states.reports.figure import Figure

FAMILIES = (standing, moves, helping, work, doubts, outside, people, sweeping)
FIGURES: Mapping[str, Figure] = {one.name: one for family in FAMILIES for one in family.FIGURES}


def find(name: str, by: Actor) -> Figure:
    """A figure whose rows a post may see; raises `NotFound`."""
    figure = FIGURES.get(name)
    if figure is None or not figure.may(by):
        raise NotFound("figure", name)
    return figure
