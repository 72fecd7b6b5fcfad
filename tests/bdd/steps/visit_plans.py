"""Sentences about plans of visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from pytest_bdd import then, when

from states.visits.plan import Asked, Plan, Stop, plan
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@dataclass
class Planned:
    """The plan of the scenario."""

    plan: Plan = field(default_factory=lambda: Plan((), ()))

    def stops(self, head: str) -> list[Stop]:
        """The lines of a household."""
        return [one for day in self.plan.days for one in day.stops if one.head_name == head]


@pytest.fixture
def planned() -> Planned:
    """The plan of the scenario."""
    return Planned()


@when(phrase('{role:role}排"{village}"{since:day}到{until:day}的走访计划，每天{n:n}户'))
def plans(world: World, planned: Planned, role: str, village: str, since: date, until: date, n: int) -> None:
    asked = Asked(VILLAGE[village], since, until, n)
    made = world.attempt(lambda session: plan(session, asked, ROLES[role], world.today))
    planned.plan = made or planned.plan


@then(phrase('走访计划里"{head}"户只有一行，要办的有"{one}"、"{other}"'))
def is_to_be_done(world: World, planned: Planned, head: str, one: str, other: str) -> None:
    world.finish()
    [stop] = planned.stops(head)
    assert {one, other} <= set(stop.labels)
    assert len(stop.labels) > 2  # what the forms lack is on the same line


@then(phrase('走访计划里"{head}"户要办的没有"{task}"'))
def is_not_to_be_done(world: World, planned: Planned, head: str, task: str) -> None:
    world.finish()
    assert [stop for stop in planned.stops(head) if task in stop.labels] == []


@then(phrase('走访计划里"{head}"户最迟{day:day}要去'))
def by_when(world: World, planned: Planned, head: str, day: date) -> None:
    world.finish()
    assert [stop.due_on for stop in planned.stops(head)] == [day]


@then(phrase('走访计划排在"{days}"'))
def lies_on(world: World, planned: Planned, days: str) -> None:
    world.finish()
    assert "、".join(day.on.isoformat() for day in planned.plan.days) == days


@then(phrase("走访计划里排不下的有{n:n}户"))
def does_not_fit(world: World, planned: Planned, n: int) -> None:
    world.finish()
    assert len(planned.plan.unfit) == n
