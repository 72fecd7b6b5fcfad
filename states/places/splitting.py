"""Splitting a new township or village off from one: chosen villages or groups go there as they are (XZ22)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, Problem
from engine.words import N_
from states import regions
from states.places import changes, plans
from states.places.names import wrong_name
from states.places.plans import Plan
from states.places.recoding import require_free
from states.regions import parent_of

LEVELS = ("township", "village")


def plan_split(session: Session, source: str, code: str, name: str, parts: Collection[str], by: Actor) -> Plan:
    """What making a new place out of some parts of `source` would do; each part keeps its last digits.

    Raises `NotFound` and `BadInput`; a group is split by choosing its households.
    """
    place = plans.place_of(session, source, by)
    require_free(session, code, len(source), by)
    around = {one.code: one for one in regions.children(session, source) if one.abolished_on is None}
    problems = list(wrong_name(session, parent_of(code), name.strip()))
    if not parts or not set(parts) <= set(around):
        problems.append(Problem("parts", N_("请选择要分出去的村或小组")))
    elif set(parts) == set(around):
        problems.append(Problem("parts", N_("不能全部分出去；全部调整的请改编码")))
    if problems:
        raise BadInput(*problems)
    roots = [(around[one], code + one[len(source) :], around[one].name) for one in sorted(set(parts))]
    below = plans.parts_below(session, roots)
    return plans.drawn_up(session, changes.SPLIT, place, (code, name.strip(), True), below, LEVELS)
