"""Sentences about the named data clerk of a township."""

from __future__ import annotations

from datetime import date, timedelta

from pytest_bdd import given, then, when

from engine.actors import Actor
from engine.db import reading
from states.places import data_clerks
from tests.bdd.people import COUNTY, ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@given(phrase('{role:role}明确"{name}"为小中甸镇的数据管理员，{since:day}起'))
@when(phrase('{role:role}明确"{name}"为小中甸镇的数据管理员，{since:day}起'))
def names(world: World, role: str, name: str, since: date) -> None:
    _name(world, ROLES[role], name, since, "")


@when(phrase('{role:role}因"{reason}"改由"{name}"任小中甸镇的数据管理员，{since:day}起'))
def replaces(world: World, role: str, reason: str, name: str, since: date) -> None:
    _name(world, ROLES[role], name, since, reason)


@when("县外的经办人明确小中甸镇的数据管理员")
def stranger_names(world: World) -> None:
    _name(world, Actor("waixian", "杨建国", "township", "533402101"), "和志高", world.today, "")


def _name(world: World, by: Actor, name: str, since: date, reason: str) -> None:
    def act(session: object) -> int:
        told = world.place.code, name, "13900000066", since, reason
        return data_clerks.name_clerk(session, *told, by=by, at=world.at).id  # type: ignore[arg-type]

    world.attempt(act)


@then(phrase('小中甸镇现任数据管理员是"{name}"'))
def is_present(world: World, name: str) -> None:
    with reading(world.db) as session:
        clerk = data_clerks.present(session, world.place.code)
        assert clerk is not None
        assert clerk.name == name


@then(phrase("县里没有明确数据管理员的乡镇有{n:n}个"))
def are_missing(world: World, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        assert len([one for one in data_clerks.posts(session, COUNTY) if one.clerk is None]) == n


@then(phrase('小中甸镇的数据管理员先后是"{names}"，前一任到{until:day}'))
def were(world: World, names: str, until: date) -> None:
    world.finish()
    with reading(world.db) as session:
        found = data_clerks.history(session, world.place.code, ROLES["县级审核员"])
        assert "、".join(one.name for one in found) == names
        assert found[1].until_on == until == found[0].from_on - timedelta(days=1)
