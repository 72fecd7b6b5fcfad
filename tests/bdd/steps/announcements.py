"""Sentences about one list for both directions, and about announcements that make a result known."""

from pytest_bdd import given, then, when

from engine.db import reading, work
from publicity import masks
from states.board import PublicNotice, notices_on
from states.closing import step_of
from states.drafting import Foot, draft
from states.notices import Notice
from states.posting import post
from tests.bdd.people import HEPING, OF_ROLE, ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.objections import objected
from tests.bdd.steps.papers import prints
from tests.bdd.walking import begin, bring, walk
from tests.bdd.world import World

FOOT = Foot(phone="0887-8220001", address="政务服务中心", hours="工作日8:30—11:30")
"""Where people can ask: not every office of the sample has told its own."""


@given(phrase('"{village}"的"{head}"户识别纳入、"{other}"户风险消除，都已办到"{step}"'))
def both_ways(world: World, village: str, head: str, other: str, step: str) -> None:
    bring(world, [other], VILLAGE[village], "monitored")
    bring(world, [head], VILLAGE[village], "candidate")
    for one, move in ((head, "identify"), (other, "eliminate")):
        begin(world, [one], move)
        walk(world, [one], step)


def draw_up(world: World, role: str, heads: list[str], title: str) -> None:
    """Draw up one list of these households."""
    cases, step = [world.cases[head] for head in heads], world.step(heads[0], title)
    told = {"by": ROLES[role], "at": world.at, "foot": FOOT}
    world.notice = world.attempt(lambda session: draft(session, world.book, cases, step, **told))


@when(phrase('{role:role}把"{head}"户和"{other}"户列在一张"{title}"上'))
def draws_up_both(world: World, role: str, head: str, other: str, title: str) -> None:
    draw_up(world, role, [head, other], title)


@when(phrase('{role:role}起草"{head}"户的"{title}"'))
def draws_up(world: World, role: str, head: str, title: str) -> None:
    draw_up(world, role, [head], title)


@when(phrase("{role:role}印好并张贴"))
def prints_and_posts(world: World, role: str) -> None:
    prints(world, role)
    with work(world.db) as session:
        notice = world.hanging(session)
        for place in notice.places:
            post(session, world.book, notice, place, world.today, by=ROLES[role], at=world.at)


@when(phrase('群众对"{head}"户提出异议'))
def objects(world: World, head: str) -> None:
    world.trying(lambda: objected(world, head))


def on_board(world: World) -> PublicNotice:
    """What hangs on the village's public board."""
    world.finish()
    with reading(world.db) as session:
        [found] = notices_on(session, HEPING, world.today, masks.name)
    return found


@then(phrase('公示公告栏上挂的是"{kind}"，由"{issuer}"发布'))
def hangs_as(world: World, kind: str, issuer: str) -> None:
    found = on_board(world)
    assert ("公告" if found.is_announcement else "公示", found.issuer) == (kind, issuer)


@then(phrase('公示公告栏上的事项依次是"{acts}"'))
def lists_acts(world: World, acts: str) -> None:
    assert sorted(line.label for line in on_board(world).lines) == sorted(acts.split("、"))


@then(phrase("这张单子由{role:role}办结"))
def is_closed_by(world: World, role: str) -> None:
    with reading(world.db) as session:
        notice: Notice = world.hanging(session)
        assert OF_ROLE[step_of(session, world.book, notice).by] == role
