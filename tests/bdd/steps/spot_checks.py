"""Sentences about spot checks: publishing, drawing, drawing again, checking on site, closing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.db import reading, work
from states.households import Household
from states.spot_checks import checking, desk, drawing, lots
from states.spot_checks.check import RESULTS, SpotCheck, SpotHouse
from states.spot_checks.checking import Seen
from states.spot_checks.drawing import Plan
from states.spot_checks.population import Population
from states.spot_checks.record import NAMES
from states.sweeps.ticking import names
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.sweeps import code
from tests.bdd.world import World

FIELDS = {label: name for name, label in NAMES.items()}


@pytest.fixture
def spot_checks() -> list[int]:
    """The spot checks of the scenario, the newest last."""
    return []


def _act(world: World, spot_checks: list[int], act: Callable[[Session, SpotCheck], object]) -> None:
    world.attempt(lambda session: act(session, session.get_one(SpotCheck, spot_checks[-1])))


@given(phrase('{role:role}公布了从"{place}"抽{n:n}户的抽查，{due:day}以前完成'))
@when(phrase('{role:role}公布从"{place}"抽{n:n}户的抽查，{due:day}以前完成'))
def announces(world: World, spot_checks: list[int], role: str, place: str, n: int, due: date) -> None:
    world.pass_to(None)
    plan = Plan("季度线下核查", Population(code(world, place)), due, n)
    made = world.attempt(lambda session: drawing.announce(session, plan, by=ROLES[role], at=world.at).id)
    spot_checks += [made] if made else []


@given(phrase("{role:role}封存台账并抽取了"))
@when(phrase("{role:role}封存台账并抽取"))
def seals_and_draws(world: World, spot_checks: list[int], role: str) -> None:
    _act(world, spot_checks, lambda session, check: drawing.seal(session, check, world.at))
    draws(world, spot_checks, role)


@when(phrase("{role:role}不封存就抽取"))
def draws(world: World, spot_checks: list[int], role: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    _act(world, spot_checks, lambda session, check: drawing.draw(session, world.book, check, **by))  # type: ignore[arg-type]


@when(phrase("有人绕过系统换掉一户抽中的户"))
def one_is_swapped(world: World, spot_checks: list[int]) -> None:
    _forge(world, select(SpotHouse).where(SpotHouse.position == 1), lambda house: setattr(house, "position", None))


@when(phrase("有人绕过系统从名单里拿掉一户"))
def one_is_taken_off(world: World, spot_checks: list[int]) -> None:
    with work(world.db) as session:
        last = select(SpotHouse.household_id).where(SpotHouse.check_id == spot_checks[-1]).limit(1).scalar_subquery()
        session.execute(delete(SpotHouse).where(SpotHouse.household_id == last))


@when(phrase("有人绕过系统换了一个种子"))
def seed_is_changed(world: World, spot_checks: list[int]) -> None:
    with work(world.db) as session:
        session.execute(update(SpotCheck).values(seed="0" * 64))


def _forge(world: World, query: object, act: Callable[[SpotHouse], None]) -> None:
    with work(world.db) as session:
        act(session.scalars(query).one())  # type: ignore[call-overload]


@when(phrase('{role:role}核查抽中的"{head}"户，"{who}"同去，"{label}"是"{value}"'))
def checks(world: World, spot_checks: list[int], role: str, head: str, who: str, label: str, value: str) -> None:
    seen = Seen(world.today, names(who), {FIELDS[label]: value}, note="在家里见到户主")
    home, by = world.household(head).id, ROLES[role]

    def act(session: Session, check: SpotCheck) -> None:
        house = checking.drawn_one(session, check, home, by)
        checking.check_house(session, check, house, seen, by=by, at=world.at)

    _act(world, spot_checks, act)


@when(phrase("{role:role}办结抽查"))
def closes(world: World, spot_checks: list[int], role: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    _act(world, spot_checks, lambda session, check: drawing.close(session, world.book, check, **by))  # type: ignore[arg-type]


@then(phrase('抽中{n:n}户，"{one}"{a:n}户，"{other}"{b:n}户'))
def drew(world: World, spot_checks: list[int], n: int, one: str, a: int, other: str, b: int) -> None:
    world.finish()
    with reading(world.db) as session:
        found = desk.drawn(session, session.get_one(SpotCheck, spot_checks[-1]), ROLES["县级审核员"])
        by_village = Counter(row.house.stratum for row in found)
    assert by_village == {VILLAGE[one]: a, VILLAGE[other]: b}
    assert a + b == n


@then(phrase("任何人按公布的名单和种子重抽，结果一样"))
def is_drawn_again(world: World, spot_checks: list[int]) -> None:
    with reading(world.db) as session:
        check = session.get_one(SpotCheck, spot_checks[-1])
        published = drawing.population_of(session, check)
        again = lots.redo(published, check.size, check.root, check.id)[2]
        drawn = [row.house.number for row in desk.drawn(session, check, ROLES["县级审核员"])]
        assert (again, drawing.redo(session, check)) == (drawn, [])


@then(phrase('重抽时发现"{fault}"'))
def is_found_out(world: World, spot_checks: list[int], fault: str) -> None:
    with reading(world.db) as session:
        assert fault in drawing.redo(session, session.get_one(SpotCheck, spot_checks[-1]))


@then(phrase('"{head}"户的抽查结果是"{result}"'))
def came_out_as(world: World, spot_checks: list[int], head: str, result: str) -> None:
    world.finish()
    with reading(world.db) as session:
        home = select(Household.id).where(Household.case_id == world.cases[head]).scalar_subquery()
        house = select(SpotHouse).where(SpotHouse.check_id == spot_checks[-1], SpotHouse.household_id == home)
        assert RESULTS[session.scalars(house).one().result] == result


@then(phrase('差错率"{one}"是"{a}"，"{other}"是"{b}"'))
def error_rates(world: World, spot_checks: list[int], one: str, a: str, other: str, b: str) -> None:
    world.finish()
    with reading(world.db) as session:
        rates = desk.rates(session, session.get_one(SpotCheck, spot_checks[-1]), ROLES["县级审核员"])
    told = {rate.village: "" if rate.percent is None else str(rate.percent) for rate in rates}
    assert told == {VILLAGE[one]: a, VILLAGE[other]: b}
