"""Merging a place into another of its level: looked at first, then done as a whole or not at all (XZ22)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, Problem
from engine.words import N_
from states import regions
from states.places import changes, plans
from states.places.plans import Plan
from states.regions import Region

LEVELS = ("township", "village", "group")


def plan_merger(session: Session, source: str, target: str, by: Actor) -> Plan:
    """What merging `source` into `target` would do. Raises `NotFound` and `BadInput`.

    The villages of a township, and the groups of a village, stay what they are under new codes; only a group's
    households go into a group that was there before.
    """
    place, into = plans.place_of(session, source, by), session.get(Region, target)
    if into is None or not by.covers(target):
        raise BadInput(Problem("target", N_("没有这个地区，或不在您的管理范围内")))
    if into.level != place.level or into.code == place.code:
        raise BadInput(Problem("target", N_("请选择同一级的另一个地区")))
    if into.abolished_on is not None:
        raise BadInput(Problem("target", N_("“合并到”的地区已经撤销")))
    if place.level == "group":
        parts = [(place, into.code, into.name, False)]
    else:
        parts = plans.parts_below(session, _beside(session, place, into))
    return plans.drawn_up(session, changes.MERGED, place, (into.code, into.name, False), parts, LEVELS)


def _beside(session: Session, place: Region, into: Region) -> Iterator[tuple[Region, str, str]]:
    """Each open part of a place with its code and name among the parts of another, where both may be taken."""
    taken = {one.code: one.name for one in regions.children(session, into.code)}
    names = set(taken.values())
    for part in regions.children(session, place.code):
        if part.abolished_on is None:
            code = _free(part, into, taken)
            name = f"{place.name}{part.name}" if part.name in names else part.name
            taken[code] = name
            yield part, code, name[:60]


def _free(part: Region, into: Region, taken: dict[str, str]) -> str:
    """The part's own last digits where they are free, as villages keep them; else the next that are."""
    own = part.code[len(part.parent or "") :]
    first = 1 if part.level == "group" else int(own)
    numbers = [*range(first, 10 ** len(own)), *range(1, first)]
    free = (code for n in numbers if (code := f"{into.code}{n:0{len(own)}}") not in taken)
    code = next(free, "")
    if not code:
        raise BadInput(Problem("target", N_("“合并到”的地区没有空的编码了")))
    return code
