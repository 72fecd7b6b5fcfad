"""Sentences about papers that are filled in or signed in the village, for one household or a whole village."""

from collections.abc import Callable
from typing import Any

from pytest_bdd import then, when
from sqlalchemy.orm import Session

from publicity.documents import render
from publicity.household_papers import PAPERS
from publicity.village_papers import VILLAGE_PAPERS
from states.changes.ledgers import Period
from states.roles import ROLES as POSTS
from tests.bdd.changing import month
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

OF_HOUSEHOLDS = dict(PAPERS.values())
OF_VILLAGES = dict(VILLAGE_PAPERS.values())


def made_out(world: World, values: Callable[[Session], tuple[str, dict[str, Any]]]) -> None:
    """Print what these values say; a refusal is kept for the sentence that speaks of it."""
    told = world.attempt(values)
    world.printed = world.trying(lambda: render(*told)) if told else None


def of_village(world: World, role: str, village: str, title: str, period: Period) -> None:
    values = OF_VILLAGES[title]
    made_out(world, lambda session: values(session, VILLAGE[village], world.today, ROLES[role], period))


@when(phrase('{role:role}打印"{head}"户的"{title}"'))
def prints_of_household(world: World, role: str, head: str, title: str) -> None:
    values = OF_HOUSEHOLDS[title]
    made_out(world, lambda session: values(session, world.cases[head], world.today, ROLES[role]))


@when(phrase('{role:role}打印"{village}"全村的"{title}"'))
def prints_of_village(world: World, role: str, village: str, title: str) -> None:
    of_village(world, role, village, title, month(world.today.year, world.today.month))


@when(phrase('{role:role}打印"{village}"{year:n}年{number:n}月的"{title}"'))
def prints_of_month(world: World, role: str, village: str, year: int, number: int, title: str) -> None:
    of_village(world, role, village, title, month(year, number))


@then(phrase('系统不予办理，"{head}"户要先由"{who}"办"{act}"'))
def settled_by(world: World, head: str, who: str, act: str) -> None:
    [blocker] = world.blockers()
    told = blocker.facts["head"], POSTS[blocker.settled_by].title, blocker.facts["act"]
    assert told == (head, who, act)
