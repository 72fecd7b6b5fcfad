"""Giving a place another name, and splitting a group off; the old name stays on record (XZ22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.places import changes, regrouping
from states.places.changes import Why
from states.places.names import wrong_name
from states.regions import Region, region


def rename(session: Session, code: str, name: str, why: Why, by: Actor, at: datetime) -> Region:
    """Give a place another name by a document; its code and its households stay.

    Raises `NotFound`, and `BadInput` for a name that is empty, the same, or another's in the same place.
    """
    place = session.get(Region, code)
    if place is None or not by.covers(code):
        raise NotFound("region", code)
    name = name.strip()
    why.require(*wrong_name(session, place.parent, name, place.name))
    if place.abolished_on is not None:
        raise BadInput(Problem("name", N_("这个地区已经撤销，不能再改")))
    before, place.name = place.name, name
    changes.note(session, code, changes.RENAMED, why, by, at, before=before, after=name)
    return place


def split(
    session: Session, source: str, code: str, name: str, case_ids: Sequence[int], why: Why, by: Actor, at: datetime
) -> int:
    """Make a new group out of chosen households of a group of the same village; answer how many moved."""
    place = session.get(Region, source)
    if place is None or place.level != "group" or not by.covers(source):
        raise NotFound("region", source)
    problems = list(wrong_name(session, place.parent, name.strip()))
    if not code.isdecimal() or len(code) != 14 or code[:12] != source[:12]:
        problems.append(Problem("code", N_("新小组的编码是本村12位编码加2位数字")))
    elif session.get(Region, code):
        problems.append(Problem("code", N_("这个编码已经有了，撤销的编码也不能再用")))
    why.require(*problems)
    session.add(region(code, name.strip(), valid_from=office_day(at)))
    session.flush()
    moved = regrouping.regroup(session, case_ids, code, why, by, at)
    count = (moved, regrouping.persons(session, case_ids))
    changes.note(session, code, changes.SPLIT, why, by, at, other=source, after=name.strip(), moved=count)
    return moved
