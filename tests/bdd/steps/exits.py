"""Sentences about leaving poverty: the criteria, who finds them met, and what brings a household back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_bdd import given, then, when

from engine.actors import Actor
from engine.back import withdraw
from states.evidence.criteria import ASKS
from states.packs.schema import Criterion
from states.roles import ROLES as POSTS
from tests.bdd.people import ROLES, VILLAGE, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import hand_in
from tests.bdd.steps.packs import steps
from tests.bdd.walking import begin, walk
from tests.bdd.world import World

COMMUNITY = "社区"
CAUSES = {"因灾": "disaster", "因病": "illness", "因学": "schooling"}


def criteria(world: World) -> Mapping[str, Criterion]:
    """The criteria of the plan in force where the scenario plays."""
    return world.pack(world.place.code).file.criteria


def office(world: World, title: str) -> str:
    """The code of an office that the plan names; "" for the community itself."""
    names = {name: code for code, name in world.pack(world.place.code).file.departments.items()}
    return "" if title == COMMUNITY else names[title]


def reviewers(world: World) -> Iterator[tuple[str, str]]:
    """Each criterion with each office that reviews it; "" where the community does."""
    for code, criterion in criteria(world).items():
        yield from ((code, one) for one in criterion.departments or ("",))


def review(world: World, head: str, code: str, by_office: str, **said: Any) -> None:
    """Let an office, or the community, say whether a household meets a criterion."""
    by: Actor = department(by_office) if by_office else ROLES["村级信息员"]
    told = dict.fromkeys(criteria(world)[code].asks, True) | {"met": True} | said
    body = {"criterion": code, "department": by_office} | told
    world.trying(lambda: world.record("criterion_review", [world.cases[head]], by, **body))


def named(world: World, title: str) -> str:
    """The code of a criterion."""
    return next(code for code, one in criteria(world).items() if one.title == title)


@then(phrase('"{village}"的退出标准是:'))
def criteria_are(world: World, village: str, datatable: list[list[str]]) -> None:
    pack = world.pack(VILLAGE[village])
    needs = [need for spec in steps(world, village, "strike_off") for need in spec.needs]
    reviewed = max((need.params["each_of"] for need in needs if need.name == "evidence:criterion_review"), key=len)
    told = [
        [one.title, "、".join(pack.file.departments[code] for code in one.departments) or POSTS[one.by].title]
        for one in (pack.file.criteria[code] for code in reviewed)
    ]
    assert told == datatable[1:]


@when(phrase('各主责部门复核"{head}"户都达标'))
def all_offices_agree(world: World, head: str) -> None:
    for code, one in reviewers(world):
        if one:
            review(world, head, code, one)


@given(phrase('除"{title}"复核"{criterion}"以外各主责部门复核"{head}"户都达标'))
@when(phrase('除"{title}"复核"{criterion}"以外各主责部门复核"{head}"户都达标'))
def other_offices_agree(world: World, title: str, criterion: str, head: str) -> None:
    but = named(world, criterion), office(world, title)
    for code, one in reviewers(world):
        if one and (code, one) != but:
            review(world, head, code, one)


@given(phrase('除"{criterion}"以外社区审核"{head}"户都达标'))
@when(phrase('除"{criterion}"以外社区审核"{head}"户都达标'))
def community_agrees_but_for_one(world: World, criterion: str, head: str) -> None:
    for code, one in reviewers(world):
        if not one and code != named(world, criterion):
            review(world, head, code, one)


@given(phrase('"{title}"复核"{head}"户的"{criterion}"，结论是"{found}"'))
@when(phrase('"{title}"复核"{head}"户的"{criterion}"，结论是"{found}"'))
def one_office_finds(world: World, title: str, head: str, criterion: str, found: str) -> None:
    review(world, head, named(world, criterion), office(world, title), met=found == "达标")


@when(phrase('"{title}"复核"{head}"户的"{criterion}"达标，但没有核实"{fact}"'))
def one_office_leaves_a_fact_open(world: World, title: str, head: str, criterion: str, fact: str) -> None:
    ask = next(code for code, words in ASKS.items() if words == fact)
    review(world, head, named(world, criterion), office(world, title), **{ask: False})


@when(phrase('{role:role}登记"{head}"户的返贫原因"{cause}"，证明文号"{number}"'))
def cause_is_stated(world: World, role: str, head: str, cause: str, number: str) -> None:
    documents = [number] if number else []
    hand_in(world, role, head, "return_cause", return_cause=CAUSES[cause], documents=documents)


@given(phrase('"{village}"有从未识别就退出的户"{head}"'))
def left_without_ever_being_in(world: World, village: str, head: str) -> None:
    world.register([head], VILLAGE[village])
    begin(world, [head], "decline")
    walk(world, [head])


@when(phrase('{role:role}撤回刚才办结的"{head}"户的"{step}"'))
def takes_back_the_last_step(world: World, role: str, head: str, step: str) -> None:
    procedures = [move.procedure for move in world.pack(world.place.code).definition.moves if move.procedure]
    name = next(spec.name for one in procedures for spec in one.steps if spec.title == step)
    world.attempt(lambda session: withdraw(session, world.book, world.cases[head], name, by=ROLES[role], at=world.at))


@then(phrase('"{village}"不可撤销的变动是"{moves}"'))
def cannot_be_undone(world: World, village: str, moves: str) -> None:
    definition = world.pack(VILLAGE[village]).definition
    assert [move.label for move in definition.moves if move.irreversible] == moves.split("、")


@then(phrase('"{head}"户还能办的变动是"{moves}"'))
def can_still_move(world: World, head: str, moves: str) -> None:
    case = world.case(head)
    definition = world.pack(case.area).definition
    assert [move.label for move in definition.moves if case.state in move.sources] == moves.split("、")
