"""Sentences about notices: drawn up, printed, posted, closed, and how long they run."""

from datetime import date, timedelta

from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading
from publicity import masks
from states.board import notices_on
from states.closing import close
from states.drafting import draft
from states.notice_lines import NoticeLine
from states.notices import CLOSED, PLACES, Notice
from states.posting import interrupt, post, printed, resume
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.procedures import open_steps
from tests.bdd.steps.refusals import outcome
from tests.bdd.walking import begin, bring, post_notice, walk
from tests.bdd.world import World

CLERK = "村级信息员"


def prepare(world: World, heads: list[str], village: str, day: date, step: str = "村级公示", trait: str = "") -> None:
    """Let households wait for their notice on the morning of that day."""
    if step == "村内公示":  # before the plan of the township was in force
        world.settle(date(2021, 9, 1))
    bring(world, heads, VILLAGE[village], "candidate", trait)
    begin(world, heads, "identify")
    walk(world, heads, step)
    world.settle(day)


def drawn_up(world: World, head: str, step: str, by: Actor) -> None:
    """Draw up a notice; it is what the scenario speaks of from then on."""
    world.notice = world.attempt(
        lambda session: draft(session, world.book, [world.cases[head]], step, by=by, at=world.at)
    )


@given(phrase('"{village}"印好了"{head}"户的村级公示，今天是{day:day}'))
def is_printed(world: World, village: str, head: str, day: date) -> None:
    prepare(world, [head], village, day)
    drawn_up(world, head, "village_notice", ROLES[CLERK])
    world.attempt(
        lambda session: printed(session, world.book, world.hanging(session), "a" * 64, {}, by=ROLES[CLERK], at=world.at)
    )


@given(phrase('"{village}"于{day:day}把"{head}"户的村级公示贴在两处'))
def hangs(world: World, village: str, day: date, head: str) -> None:
    prepare(world, [head], village, day)
    post_notice(world, [world.cases[head]], "village_notice", ROLES[CLERK])


@given(phrase('"{village}"于{day:day}把"{head}"户的村内公示贴在村务公开栏'))
def hangs_by_the_general_rule(world: World, village: str, day: date, head: str) -> None:
    prepare(world, [head], village, day, "村内公示")
    post_notice(world, [world.cases[head]], "village_notice", ROLES[CLERK])


@given(phrase('{role:role}于{day:day}张贴了"{head}"户的乡镇公示'))
def township_hangs(world: World, role: str, day: date, head: str) -> None:
    world.settle(day)
    post_notice(world, [world.cases[head]], "township_notice", ROLES[role])


@given(phrase('{role:role}张贴了"{head}"户的"{step}"'))
def is_posted(world: World, role: str, head: str, step: str) -> None:
    post_notice(world, [world.cases[head]], world.step(head, step), ROLES[role])


@given(phrase('"{village}"公示了{n:n}户拟纳入对象，"{head}"户没有异议'))
def list_hangs(world: World, village: str, n: int, head: str) -> None:
    heads = [head, *(f"和家{at}" for at in range(1, n))]
    prepare(world, heads, village, date(2021, 10, 25))
    post_notice(world, [world.cases[one] for one in heads], "village_notice", ROLES[CLERK])


@when(phrase('{role:role}起草"{head}"户的{step:notice}'))
def drafts(world: World, role: str, head: str, step: str) -> None:
    if pages := world.through_pages():
        village = world.household(head).village
        number = world.trying(lambda: pages.draft(role, world.cases[head], village, step))
        with reading(world.db) as session:
            world.notice = session.get(Notice, number) if number else None
        return
    drawn_up(world, head, step, ROLES[role])


@when(phrase('{role:role}只在"{place}"张贴公示'))
@when(phrase('{role:role}再在"{place}"张贴公示'))
def posts(world: World, role: str, place: str) -> None:
    code = next(code for code, title in PLACES.items() if title == place)
    if pages := world.through_pages():
        world.trying(lambda: pages.post(role, world.the_notice().id, code, world.today.isoformat()))
        return
    world.attempt(
        lambda session: post(
            session, world.book, world.hanging(session), code, world.today, by=ROLES[role], at=world.at
        )
    )


@when(phrase("{role:role}登记公示被大风吹落"))
def comes_down(world: World, role: str) -> None:
    world.attempt(
        lambda session: interrupt(
            session, world.book, world.hanging(session), world.today, "被大风吹落", by=ROLES[role], at=world.at
        )
    )


@when(phrase("{role:role}重新张贴公示"))
def posts_again(world: World, role: str) -> None:
    world.attempt(
        lambda session: resume(session, world.book, world.hanging(session), world.today, by=ROLES[role], at=world.at)
    )


@given(phrase("{role:role}关闭公示"))
@when(phrase("{role:role}关闭公示"))
def closes(world: World, role: str) -> None:
    if pages := world.through_pages():
        world.trying(lambda: pages.close(role, world.the_notice().id))
        return
    done = world.attempt(
        lambda session: close(session, world.book, world.hanging(session), by=ROLES[role], at=world.at)
    )
    world.outcome = done or world.outcome


@when(phrase("公示期满后{role:role}关闭公示"))
def closes_after_the_last_day(world: World, role: str) -> None:
    with reading(world.db) as session:
        world.pass_to(world.hanging(session).last_on + timedelta(days=1))
    closes(world, role)


@then(phrase("公示从{first:day}到{last:day}"))
def runs_from_to(world: World, first: date, last: date) -> None:
    world.finish()
    with reading(world.db) as session:
        notice = world.hanging(session)
        assert (notice.first_on, notice.last_on) == (first, last)


@then(phrase('公示到{last:day}满，办理结果是"{result}"'))
def runs_until(world: World, last: date, result: str) -> None:
    came_out = outcome(world)
    with reading(world.db) as session:
        assert (world.hanging(session).last_on, came_out) == (last, result)


@then(phrase('公示要贴在"{place}"，由"{issuer}"署名'))
def names_place_and_issuer(world: World, place: str, issuer: str) -> None:
    with reading(world.db) as session:
        notice = world.hanging(session)
        assert ([PLACES[code] for code in notice.places], notice.issuer) == ([place], issuer)


@then(phrase('{n:n}户进入"{one}"和"{other}"'))
def go_on(world: World, n: int, one: str, other: str) -> None:
    world.finish()
    gone = [head for head in world.cases if {one, other} <= set(open_steps(world, head))]
    assert len(gone) == n


@then(phrase('"{head}"户仍停在"{step}"，原因是"{reason}"'))
def is_held(world: World, head: str, step: str, reason: str) -> None:
    assert open_steps(world, head) == [step]
    assert [blocker.message for blocker in world.outcome.held[world.cases[head]]] == [reason]


@then(phrase('群众在网上公示里看到的户主是"{shown}"'))
def public_sees(world: World, shown: str) -> None:
    with reading(world.db) as session:
        [notice] = notices_on(session, VILLAGE["和平村"], world.today, masks.name)
    assert [line.head for line in notice.lines] == [shown]


@then(phrase('"{head}"户的榜张贴过"{steps}"'))
def lists_hung(world: World, head: str, steps: str) -> None:
    case = world.case(head)
    with reading(world.db) as session:
        lines = select(NoticeLine.step).where(NoticeLine.run_id == case.run_id, NoticeLine.live)
        closed = lines.join(Notice).join(Case, Case.id == Notice.case_id).where(Case.state == CLOSED[0])
        hung = list(session.scalars(closed.order_by(NoticeLine.id)))
    assert hung == [world.step(head, title) for title in steps.split("，")]
