"""Sentences about the share of monitored households that are free of risk."""

from __future__ import annotations

from datetime import date

from pytest_bdd import then, when
from sqlalchemy import select

from engine.actors import Actor
from engine.db import reading
from states.history.share import Share, share_on
from states.regions import Region
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@then(phrase('截至{day:day}，"{place}"的监测户有{whole:n}户，风险已消除{n:n}户，消除比例是{percent:yuan}%'))
def share_is(world: World, day: date, place: str, whole: int, n: int, percent: str) -> None:
    found = _share(world, place, day, ROLES["州市审核员"])
    assert (found.monitored, found.eliminated, str(found.percent)) == (whole, n, percent)


@then(phrase('截至{day:day}，"{place}"没有监测户'))
def nobody_is_monitored(world: World, day: date, place: str) -> None:
    found = _share(world, place, day, ROLES["州市审核员"])
    assert (found.monitored, found.percent) == (0, None)


@when(phrase('{role:role}查看"{place}"{day:day}的风险消除比例'))
def looks_at_the_share(world: World, role: str, place: str, day: date) -> None:
    world.trying(lambda: _share(world, place, day, ROLES[role]))


def _share(world: World, place: str, day: date, by: Actor) -> Share:
    world.finish()
    with reading(world.db) as session:
        area = session.scalars(select(Region.code).where(Region.name == place)).one()
        whole, parts = share_on(session, area, day, by)
    assert sum(one.monitored for one in parts) == whole.monitored
    return whole
