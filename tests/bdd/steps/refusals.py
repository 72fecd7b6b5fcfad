"""Sentences about what the program refuses, and why."""

from datetime import date

from pytest_bdd import then

from engine.db import reading
from engine.errors import NotFound, Refused, UnknownAct
from engine.ledger import history
from states.roles import ROLES as POSTS
from tests.bdd.phrases import phrase
from tests.bdd.world import World, reasons_of


@then(phrase('系统不予办理，原因是"{reason}"'))
def refused_because(world: World, reason: str) -> None:
    assert world.reasons() == [reason]


@then(phrase('系统不予办理，原因之一是"{reason}"'))
def refused_among_others_because(world: World, reason: str) -> None:
    assert reason in world.reasons()


@then(phrase("系统不予办理，一次列全{n:n}条原因:"))
def refused_with_all_reasons(world: World, n: int, datatable: list[list[str]]) -> None:
    heading, *rows = datatable
    refusal = world.refused()
    blockers = refusal.blockers if isinstance(refusal, Refused) else ()
    told = [
        {
            "还差什么": reason,
            "由谁办": POSTS[b.settled_by].title if b and b.settled_by in POSTS else "",
            "最早": f"{b.earliest_on:%Y年}{b.earliest_on.month}月{b.earliest_on.day}日" if b and b.earliest_on else "",
            "依据": b.basis if b else "",
        }
        for reason, b in zip(reasons_of(refusal), blockers or [None] * 20, strict=False)
    ]
    assert [[one[name] for name in heading] for one in told] == rows
    assert len(rows) == n


@then(phrase("系统不予办理，最早{day:day}可以办理"))
def refused_until(world: World, day: date) -> None:
    assert {blocker.earliest_on for blocker in world.blockers()} == {day}


@then(phrase("系统不予办理，因为{state:state}没有这个变动"))
def refused_as_there_is_no_such_move(world: World, state: str) -> None:
    refusal = world.refused()
    assert isinstance(refusal, UnknownAct)
    assert refusal.state == world.pack(world.place.code).definition.labels[state]


@then(phrase('办理结果是"{result}"'))
def comes_out_as(world: World, result: str) -> None:
    assert outcome(world) == result


@then(phrase('系统不予办理，原因和"{head}"户"{step}"的“还差什么”一样'))
def refused_as_the_page_says(world: World, head: str, step: str) -> None:
    shown = next(view for view in world.view(head).steps if view.spec.title == step)
    assert world.blockers() == shown.blockers


@then(phrase('"{head}"户的台账一条也没有增加'))
def nothing_was_written(world: World, head: str) -> None:
    with reading(world.db) as session:
        entries = history(session, world.cases[head], limit=500)
    assert max(entry.at for entry in entries) < world.at
    assert len(entries) == world.case(head).sequence


@then("系统说找不到")
def not_found(world: World) -> None:
    assert isinstance(world.refused(), NotFound)


def outcome(world: World) -> str:
    """What came of the last act: that it passed, or all reasons in one line."""
    if world.refusal is None:
        return "通过"
    return "；".join(world.reasons())
