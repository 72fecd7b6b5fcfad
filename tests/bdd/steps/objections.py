"""Sentences about objections: taken in, looked into, settled."""

from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from engine.db import reading, work
from states import objecting
from states.board import by_receipt
from states.objections import Objection
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.steps.notices import list_hangs
from tests.bdd.world import World

FINDING, ANSWER = "入户并向车管部门核实", "已核实，该车是亲属的"


def objected(world: World, head: str, by: Any = objecting.PUBLIC, channel: str = "online") -> Objection:
    """Let somebody object to a household on the notice that hangs."""
    with work(world.db) as session:
        notice, case = world.hanging(session), world.cases[head]
        text = "这户去年买了轿车"
        return objecting.file(session, notice, case, channel=channel, text=text, by=by, at=world.at)


def settled(world: World, role: str, objection: Objection, outcome: Any, finding: str, answer: str) -> None:
    """Look into an objection and settle it."""

    def act(session: Any) -> None:
        found = session.get_one(Objection, objection.id)
        told = {"by": ROLES[role], "at": world.at}
        objecting.investigate(session, world.book, found, **told)
        objecting.settle(session, world.book, found, outcome, finding, answer, **told)

    world.attempt(act)


@given(phrase('"{village}"公示了{n:n}户拟纳入对象，"{head}"户有一条未办结异议'))
def list_hangs_with_an_objection(world: World, village: str, n: int, head: str) -> None:
    list_hangs(world, village, n, head)
    world.settle(date(2021, 10, 27))
    world.objections[head] = objected(world, head)


@given(phrase('群众对"{head}"户的榜提出异议'))
def somebody_objects(world: World, head: str) -> None:
    world.pass_to(None)
    world.objections[head] = objected(world, head)


@given(phrase('{role:role}替群众登记了对"{head}"户的第二条异议'))
def written_down(world: World, role: str, head: str) -> None:
    world.objections[f"{head}2"] = objected(world, head, ROLES[role], "visit")


@when(phrase('{role:role}查实"{head}"户的异议不成立'))
def dismissed(world: World, role: str, head: str) -> None:
    world.pass_to(None)
    settled(world, role, world.objections[head], "dismiss", FINDING, ANSWER)


@when(phrase('{role:role}查实"{head}"户的第二条异议不成立'))
def second_dismissed(world: World, role: str, head: str) -> None:
    settled(world, role, world.objections[f"{head}2"], "dismiss", FINDING, ANSWER)


@when(phrase('{role:role}查实"{head}"户的异议成立'))
def upheld(world: World, role: str, head: str) -> None:
    settled(world, role, world.objections[head], "uphold", FINDING, "情况属实，退回重新核查")


@when(phrase('{role:role}办结"{head}"户的异议，却没有写调查情况和答复'))
def settled_without_words(world: World, role: str, head: str) -> None:
    settled(world, role, world.objections[head], "dismiss", "", " ")


@when(phrase('{role:role}登记反映人撤回了"{head}"户的异议'))
def withdrawn(world: World, role: str, head: str) -> None:
    number = world.objections[head].id

    def act(session: Any) -> None:
        found = session.get_one(Objection, number)
        objecting.withdraw(session, world.book, found, "反映人来电撤回", by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase('群众对没有公示的"{head}"户提出异议'))
def objects_to_another(world: World, head: str) -> None:
    world.trying(lambda: objected(world, head))


@then(phrase('反映人凭回执查到"{status}"，答复是"{answer}"'))
def answered(world: World, status: str, answer: str) -> None:
    world.finish()
    [objection] = world.objections.values()
    with reading(world.db) as session:
        told = by_receipt(session, objection.receipt)
    assert (told.label, told.answer) == (status, answer)
    assert objection.text not in str(told)
