"""Sentences about villages' sheets, doubts about villages, and the parameters of the rules."""

from __future__ import annotations

from pytest_bdd import given, then, when

from engine.db import reading, work
from states.places import figures, village_sheets
from states.places.figures import NAMES
from states.places.village_sheets import facts
from states.quality import correcting, desk, site_parameters
from states.quality.desk import Asked, Doubt
from states.quality.details import registry, take
from states.quality.rulebook import shipped
from states.regions import Region
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.quality import EVERYTHING, document
from tests.bdd.world import World


def doubts(world: World, village: str, title: str) -> list[Doubt]:
    """The doubts of a rule about a village, whatever became of them."""
    world.finish()
    with reading(world.db) as session:
        asked = Asked(area=VILLAGE[village], state="all", about="village")
        found, _more = desk.listed(session, EVERYTHING, asked, limit=None)
    return [one for one in found if one.rule and one.rule.title == title]


@given(phrase('"{head}"户采集的"{label}"是"{words}"'))
def was_collected(world: World, head: str, label: str, words: str) -> None:
    name = next(name for name, one in registry().items() if one.label == label)
    with work(world.db) as session:
        home = session.merge(world.household(head))
        home.details = take("household", {name: words}, home.details)


@given(phrase('{role:role}填"{village}"的村情表，"{label}"是"{words}"'))
@when(phrase('{role:role}填"{village}"的村情表，"{label}"是"{words}"'))
def fills_in_a_sheet(world: World, role: str, village: str, label: str, words: str) -> None:
    told = {one.name: words if one.label == label else "0" for one in facts().values()}
    place, by = VILLAGE[village], ROLES[role]
    world.attempt(
        lambda session: village_sheets.enter(
            session, session.get_one(Region, place), world.today.year, told, "重新清点", by=by, at=world.at
        )
    )


@given(phrase('{role:role}核对"{village}"的村情表'))
@when(phrase('{role:role}核对"{village}"的村情表'))
def verifies_a_sheet(world: World, role: str, village: str) -> None:
    world.finish()
    with reading(world.db) as session:
        sheet = village_sheets.of_village(session, VILLAGE[village], world.today.year)[-1].id
    world.attempt(lambda session: village_sheets.verify(session, sheet, by=ROLES[role], at=world.at))


@given(phrase('"{village}"{year:n}年申报"{label}"{n:n}，"总户数"{households:n}'))
def declared(world: World, village: str, year: int, label: str, n: int, households: int) -> None:
    name = next(name for name, words in NAMES.items() if words == label)
    with work(world.db) as session:
        told = {name: n, "households": households}
        place, by = session.get_one(Region, VILLAGE[village]), ROLES["村级信息员"]
        figures.declare(session, place, year, told, "", by, world.at)


@when(phrase('{role:role}凭"{paper}"报"{village}"的村级疑点"{title}"已整改'))
def claims_for_a_village(world: World, role: str, paper: str, village: str, title: str) -> None:
    [doubt] = doubts(world, village, title)
    told = {"by": ROLES[role], "at": world.at}
    proof = document(world, paper)
    world.attempt(
        lambda session: correcting.claim(session, world.book, doubt.finding.id, proof, "已清点并改正", **told)
    )


@given(phrase('"{village}"的村级疑点"{title}"是"{label}"'))
@then(phrase('"{village}"的村级疑点"{title}"是"{label}"'))
def village_doubt_stands(world: World, village: str, title: str, label: str) -> None:
    assert [one.label for one in doubts(world, village, title)] == [label]


@then(phrase('"{village}"的村级疑点"{title}"只有{n:n}条'))
def village_doubt_stands_once(world: World, village: str, title: str, n: int) -> None:
    assert len(doubts(world, village, title)) == n


@then(phrase('"{village}"有村级疑点"{title}"'))
def village_has_doubt(world: World, village: str, title: str) -> None:
    assert doubts(world, village, title)


@then(phrase('"{village}"没有村级疑点"{title}"'))
def village_has_no_doubt(world: World, village: str, title: str) -> None:
    assert not doubts(world, village, title)


@when(phrase('{role:role}依据"{basis}"把"{label}"从{year:n}年起设为"{value}"'))
def sets_a_parameter(world: World, role: str, basis: str, label: str, year: int, value: str) -> None:
    name, by = next(one.name for one in shipped().parameters.values() if one.label == label), ROLES[role]
    told = by.area, name, year, value, basis
    world.attempt(lambda session: site_parameters.put(session, shipped(), *told, by=by, at=world.at))


@then(phrase('"{label}"的设定记录写着"{name}"和"{basis}"'))
def setting_is_on_record(world: World, label: str, name: str, basis: str) -> None:
    with reading(world.db) as session:
        [row] = site_parameters.history(session, EVERYTHING)
    assert (shipped().parameters[row.name].label, row.set_by_name, row.basis) == (label, name, basis)
