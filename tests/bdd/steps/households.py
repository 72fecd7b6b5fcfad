"""Sentences about which households there are and how far they have come."""

from typing import Any

from pytest_bdd import given, when

from states.codes import codes
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.walking import begin, bring, walk
from tests.bdd.world import World


@given(phrase('"{village}"有{state:state}"{head}"'))
def there_is(world: World, village: str, state: str, head: str) -> None:
    bring(world, [head], VILLAGE[village], state)


@given(phrase('"{village}"有{trait:trait}的{state:state}"{head}"'))
def there_is_one_of_a_kind(world: World, village: str, trait: str, state: str, head: str) -> None:
    bring(world, [head], VILLAGE[village], state, trait)


@given(phrase('"{head}"户已启动{move:move}'))
def has_begun(world: World, head: str, move: str) -> None:
    begin(world, [head], move)


@given(phrase('"{head}"户的{move:move}已办到"{step}"'))
@when(phrase('"{head}"户的{move:move}办到了"{step}"'))
def has_come_to(world: World, head: str, move: str, step: str) -> None:
    if not world.view(head).steps:
        begin(world, [head], move)
    walk(world, [head], step)


@given(phrase('"{head}"户以"{category}"办完了识别纳入'))
def was_identified_as(world: World, head: str, category: str) -> None:
    _identify(world, head, category, {})


@given(phrase('"{head}"户人均纯收入{income:n}元，以"{category}"办完了识别纳入'))
def was_identified_with_an_income(world: World, head: str, income: int, category: str) -> None:
    _identify(world, head, category, {"income_per_head": income})


def _identify(world: World, head: str, category: str, visit: dict[str, Any]) -> None:
    begin(world, [head], "identify")
    world.words = {"visit": visit, "proposal": {"category": codes("category").find(category)}}
    walk(world, [head])
    world.words = {}


@given(phrase('"{head}"户的入户核查由{role:role}录入，已办到"{step}"'))
def visited_by(world: World, head: str, role: str, step: str) -> None:
    begin(world, [head], "identify")
    world.recorders["visit"] = ROLES[role]
    walk(world, [head], step)


@when(phrase('{role:role}启动"{head}"户的{move:move}'))
def starts(world: World, role: str, head: str, move: str) -> None:
    if pages := world.through_pages():
        world.trying(lambda: pages.start(role, world.cases[head], move))
    else:
        world.trying(lambda: begin(world, [head], move, ROLES[role]))
