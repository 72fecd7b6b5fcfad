"""Keeping the list of places: adding one, and what its notices print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.places import changes
from states.places.changes import Why
from states.regions import LEVELS, Region, parent_of, region


@dataclass(frozen=True, slots=True)
class Contact:
    """A place's name and what its notices print."""

    name: str
    phone: str = ""
    address: str = ""
    contact_hours: str = ""


def is_seen(code: str, by: Actor) -> bool:
    """Whether a place lies in the actor's area, or the actor's area in it."""
    return by.covers(code) or by.area.startswith(code)


def find(session: Session, code: str, by: Actor) -> Region:
    """The place, or NotFound where there is none in the actor's area or above it."""
    place = session.get(Region, code)
    if place is None or not is_seen(code, by):
        raise NotFound("region", code)
    return place


def add(session: Session, code: str, contact: Contact, valid_from: date | None, by: Actor, at: datetime) -> Region:
    """Enter a place below one that is known.

    Raises:
        BadInput: the code fits no level, is taken, has no place above it, or lies outside the actor's area.
    """
    problems = []
    if not code.isdecimal() or len(code) not in LEVELS:
        problems.append(Problem("code", N_("编码须为2、4、6、9、12或14位数字")))
    elif not by.covers(code):
        problems.append(Problem("code", N_("这个地区不在您的管理范围内")))
    elif session.get(Region, code):
        problems.append(Problem("code", N_("这个编码已经有了，撤销的编码也不能再用")))
    elif (above := parent_of(code)) and session.get(Region, above) is None:
        problems.append(Problem("code", N_("请先添加上一级地区")))
    if not contact.name.strip():
        problems.append(Problem("name", N_("请填写名称")))
    if problems:
        raise BadInput(*problems)
    place = region(code, contact.name.strip(), valid_from=valid_from)
    place.phone, place.address, place.contact_hours = contact.phone, contact.address, contact.contact_hours
    session.add(place)
    session.flush()
    changes.note(session, code, changes.ADDED, Why(""), by, at, after=place.name)
    return place


def correct(session: Session, place: Region, contact: Contact, by: Actor, at: datetime) -> None:
    """Correct a place's name and what its notices print; its code stays, and what stood there stays on record."""
    if not by.covers(place.code):
        raise NotFound("region", place.code)
    if not contact.name.strip():
        raise BadInput(Problem("name", N_("请填写名称")))
    before = _written(place)
    place.name, place.phone = contact.name.strip(), contact.phone
    place.address, place.contact_hours = contact.address, contact.contact_hours
    session.flush()
    if before != _written(place):
        changes.note(session, place.code, changes.CORRECTED, Why(""), by, at, before=before, after=_written(place))


def _written(place: Region) -> str:
    return "；".join(one for one in (place.name, place.phone, place.address, place.contact_hours) if one)


def own(session: Session, code: str, by: Actor) -> Region:
    """A place inside the actor's own area, or NotFound: who may look upwards may not change what is there."""
    place = session.get(Region, code)
    if place is None or not by.covers(code):
        raise NotFound("region", code)
    return place
