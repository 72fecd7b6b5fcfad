"""Carrying out a planned change of places: new places made, everything carried there, old ones closed, in one act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.errors import Refused
from engine.guards import Blocker
from engine.words import N_
from states.places import changes, regrouping
from states.places.changes import RegionChange, Why
from states.places.following import follow_places
from states.places.plans import Plan, Way
from states.regions import Region, region


def carry_out(session: Session, plan: Plan, seen: str, why: Why, by: Actor, at: datetime) -> int:
    """Do what was planned, if `seen` is the plan's own digest; answer how many households moved.

    Raises `BadInput` without reason and document, and `Refused` with every reason against it.
    """
    why.require()
    blockers = list(plan.blockers)
    lock(session, plan.source)
    groups = [way.source for way in plan.ways if way.is_group]
    if seen != plan.digest or len(regrouping.cases_of(session, groups)) != plan.households:
        blockers.append(Blocker("changed-meanwhile", N_("预览之后户数有变动，请重新预览")))
    if blockers:
        raise Refused(plan.act, blockers)
    places = {one.code: one for one in session.scalars(select(Region).where(within(Region.code, plan.source)))}
    make_room(session, plan, places, at)
    whole = _write(session, plan, why, by, at)
    for way in plan.ways:
        places[way.source].abolished_on = office_day(at)
        if way.source != plan.source:
            _note_part(session, way, why, by, at, whole.id)
    if plan.ends:
        places[plan.source].abolished_on = office_day(at)
    session.flush()
    return follow_places(session, plan.codes, plan.same, why, by, at)


def lock(session: Session, area: str) -> None:
    """Hold the places of an area, so that nobody registers a household here meanwhile."""
    places = select(Region.code).where(within(Region.code, area)).order_by(Region.code)
    session.execute(places.with_for_update())


def make_room(session: Session, plan: Plan, old: Mapping[str, Region], at: datetime) -> None:
    """Make the new places, from the top down, with the contact of the old ones."""
    news = {plan.target: (plan.source, plan.target_name)} if plan.is_new else {}
    news |= {way.target: (way.source, way.target_name) for way in plan.ways if way.is_new}
    for length in sorted({len(code) for code in news}):
        for code, (source, name) in news.items():
            if len(code) == length:
                like = old[source]
                contact = {"phone": like.phone, "address": like.address, "contact_hours": like.contact_hours}
                session.add(region(code, name, valid_from=office_day(at), **contact))
        session.flush()


def _write(session: Session, plan: Plan, why: Why, by: Actor, at: datetime) -> RegionChange:
    """The line of the whole: of the place that ends, or of the new one that was split off."""
    moved = plan.households, plan.persons
    if plan.ends:
        before, after = plan.source_name, plan.target_name if plan.target_name != plan.source_name else ""
        return changes.note(
            session, plan.source, plan.act, why, by, at, other=plan.target, before=before, after=after, moved=moved
        )
    return changes.note(
        session, plan.target, plan.act, why, by, at, other=plan.source, after=plan.target_name, moved=moved
    )


def _note_part(session: Session, way: Way, why: Why, by: Actor, at: datetime, part_of: int) -> None:
    kind = changes.RECODED if way.is_new else changes.MERGED
    after = way.target_name if way.target_name != way.source_name else ""
    moved = way.households, way.persons
    changes.note(
        session, way.source, kind, why, by, at, other=way.target, before=way.source_name, after=after, moved=moved,
        part_of=part_of,
    )  # fmt: skip
