"""Giving a place another code, be it under another place: a village that changes its township, a county its digits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, Problem
from engine.words import N_
from states.places import changes, plans
from states.places.plans import Plan
from states.regions import Region, parent_of

LEVELS = ("county", "township", "village", "group")


def plan_code(session: Session, source: str, code: str, by: Actor) -> Plan:
    """What giving a place another code would do, with all places inside it. Raises `NotFound` and `BadInput`."""
    place = plans.place_of(session, source, by)
    require_free(session, code, len(source), by)
    root, *inside = plans.parts_below(session, [(place, code, place.name)])
    parts = [root] if place.level == "group" else inside
    return plans.drawn_up(session, changes.RECODED, place, (code, place.name, True), parts, LEVELS)


def require_free(session: Session, code: str, length: int, by: Actor) -> None:
    """Raise `BadInput` unless a place of that level can be made under this code."""
    if not code.isdecimal() or len(code) != length:
        raise BadInput(Problem("target", N_("新编码要与原编码同一级，位数相同")))
    if not by.covers(code):
        raise BadInput(Problem("target", N_("这个地区不在您的管理范围内")))
    if session.get(Region, code):
        raise BadInput(Problem("target", N_("这个编码已经有了，撤销的编码也不能再用")))
    above = session.get(Region, parent_of(code) or "")
    if above is None or above.abolished_on is not None:
        raise BadInput(Problem("target", N_("新编码的上一级地区不存在或已经撤销")))
