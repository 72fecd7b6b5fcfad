"""Sentences about the review of eliminated households, those of over a year, and a household's whole way."""

from datetime import date

from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.clock import office_day
from engine.db import reading
from states import desk
from states.codes import codes
from states.evidence.record import KINDS
from states.evidence.stability import POINTS
from states.households import Household
from states.lifecycle import LABELS
from states.look_back import overdue, stability
from states.look_back.overdue import Overdue
from states.look_back.stability import OUTCOMES, Reviewed
from states.look_back.whole_way import Way, WholeWay, whole_way
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.back_fills import take_over
from tests.bdd.world import World

POINT_NAMES = {title: name for name, title in POINTS.items()}
EYES = ROLES["乡镇业务员"]


def review(world: World, role: str, head: str, **changes: object) -> None:
    """Record the review of a household."""
    world.trying(lambda: world.record("stability", [world.cases[head]], ROLES[role], **changes))


@when(phrase('{role:role}研判"{head}"户，"{point}"没有做到'))
def reviewed_but_for(world: World, role: str, head: str, point: str) -> None:
    review(world, role, head, **({POINT_NAMES[point]: False} if point else {}))


@given(phrase('{role:role}研判"{head}"户，四个方面都做到'))
def reviewed_well(world: World, role: str, head: str) -> None:
    review(world, role, head)


@when(phrase('{role:role}研判"{head}"户，又出现新的风险'))
def reviewed_with_a_new_risk(world: World, role: str, head: str) -> None:
    review(world, role, head, new_risk=True)


@when(phrase('{role:role}研判"{head}"户，情况写"{words}"'))
def reviewed_in_a_word(world: World, role: str, head: str, words: str) -> None:
    review(world, role, head, findings=words)


def _review_of(world: World, head: str) -> Reviewed:
    with reading(world.db) as session:
        rows, _ = stability.reviewed(session, EYES, EYES.area)
    return next(one for one in rows if one.head_name == head)


@then(phrase('"{head}"户的稳定性研判结果是"{outcome}"'))
def review_came_to(world: World, head: str, outcome: str) -> None:
    world.finish()
    assert OUTCOMES[_review_of(world, head).outcome] == outcome


@then(phrase('"{village}"有{n:n}户要研判，已研判{done:n}户'))
def reviewed_so_far(world: World, village: str, n: int, done: int) -> None:
    with reading(world.db) as session:
        assert stability.by_village(session, EYES, EYES.area) == [(VILLAGE[village], n, done)]


@given(phrase('"{head}"户是{on:day}承接的监测对象'))
def taken_over_then(world: World, head: str, on: date) -> None:
    take_over(world, [head], on)


def _overdue(world: World) -> list[Overdue]:
    world.finish()
    with reading(world.db) as session:
        first, after = overdue.overdue(session, EYES, EYES.area, world.today, limit=1)
        rest, _ = overdue.overdue(session, EYES, EYES.area, world.today, after) if after else ((), None)
        return [*first, *rest]


@then(phrase('超过一年未消除的名单上有"{head}"户'))
def is_overdue(world: World, head: str) -> None:
    assert head in [one.head_name for one in _overdue(world)]


@then(phrase('超过一年未消除的名单上没有"{head}"户'))
def is_not_overdue(world: World, head: str) -> None:
    assert head not in [one.head_name for one in _overdue(world)]


@then(phrase('超过一年未消除的名单依次是"{heads}"'))
def overdue_in_order(world: World, heads: str) -> None:
    assert [one.head_name for one in _overdue(world)] == heads.split("、")


@then(phrase('"{head}"户在超过一年的名单上是"{standing}"'))
def overdue_standing(world: World, head: str, standing: str) -> None:
    [mine] = [one for one in _overdue(world) if one.head_name == head]
    assert overdue.STANDINGS[mine.standing] == standing


@then(phrase('村级信息员的待办里"{head}"户标明超过一年'))
def marked_in_the_worklist(world: World, head: str) -> None:
    world.finish()
    by = ROLES["村级信息员"]
    with reading(world.db) as session:
        rows = desk.page(session, world.book, desk.desk_of(by), by, world.at).rows
    assert [row.long_watched for row in rows if row.head_name == head] == [True]


@when(phrase('{role:role}说明"{head}"户未消除的原因，责任人"{person}"，{on:day}再研判'))
def explains(world: World, role: str, head: str, person: str, on: date) -> None:
    told = {"person": person, "review_on": on.isoformat()}
    world.trying(lambda: world.record("hindrance", [world.cases[head]], ROLES[role], **told))


@when(phrase('{role:role}说明"{head}"户未消除的原因"{cause}"，责任人"{person}"，{on:day}再研判'))
def explains_in_words(world: World, role: str, head: str, cause: str, person: str, on: date) -> None:
    told = {"cause": cause, "person": person, "review_on": on.isoformat()}
    world.trying(lambda: world.record("hindrance", [world.cases[head]], ROLES[role], **told))


def way_of(world: World, head: str, day: date | None = None) -> WholeWay:
    """A household's whole way as known at the end of a day."""
    world.finish()
    with reading(world.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()
        return whole_way(session, world.book, home, day or world.today)


def _way(world: World, head: str, label: str, day: date | None = None) -> Way:
    [found] = [one for one in way_of(world, head, day).ways if one.label == label]
    return found


@then(phrase('"{head}"户的程序写明"{label}"按"{plan}"办理，"{standing}"'))
def went_by(world: World, head: str, label: str, plan: str, standing: str) -> None:
    way = _way(world, head, label)
    assert (way.plan.pack.title, way.standing) == (plan, standing)
    assert way.finished_at is not None


@then(phrase('"{head}"户的标准写明监测底线{line:n}元'))
def measured_by(world: World, head: str, line: int) -> None:
    assert [way.plan.income.line for way in way_of(world, head).ways] == [line]


@then(phrase('"{head}"户的时序从"{first}"到"{last}"，一步接一步'))
def in_order(world: World, head: str, first: str, last: str) -> None:
    [way] = way_of(world, head).ways
    done = [step for step in way.steps if step.done_at]
    assert (done[0].title, done[-1].title, len(done)) == (first, last, len(way.steps))
    assert all(step.opened_at and step.done_at and step.opened_at <= step.done_at and step.done_by for step in done)


@then(phrase('"{head}"户的过程有"{one}"和"{other}"'))
def process_has(world: World, head: str, one: str, other: str) -> None:
    way = way_of(world, head)
    titles = [KINDS[evidence.kind].title for _exhibit, evidence in way.papers]
    assert {one, other} <= set(titles)
    assert [entry.sequence for entry in way.entries] == list(range(1, len(way.entries) + 1))


@then(phrase('{on:day}那天，"{head}"户的过程没有"{title}"'))
def process_had_not(world: World, on: date, head: str, title: str) -> None:
    way = way_of(world, head, on)
    assert title not in [KINDS[evidence.kind].title for _exhibit, evidence in way.papers]
    assert all(office_day(entry.at) <= on for entry in way.entries)
    assert title in [KINDS[evidence.kind].title for _exhibit, evidence in way_of(world, head).papers]


@then(phrase('"{head}"户的结果是{state:state}，类别"{category}"'))
def result_is(world: World, head: str, state: str, category: str) -> None:
    told = dict(way_of(world, head).result)
    assert told["状态"] == LABELS[state]
    assert told["监测对象类别"] == codes("category").label(codes("category").find(category) or "")


@then(phrase('{on:day}那天，"{head}"户的结果是{state:state}，"{label}""{standing}"'))
def result_was(world: World, on: date, head: str, state: str, label: str, standing: str) -> None:
    assert dict(way_of(world, head, on).result)["状态"] == LABELS[state]
    way = _way(world, head, label, on)
    assert (way.standing, way.finished_at) == (standing, None)


@then(phrase('"{head}"户的程序依次是"{purposes}"'))
def ways_in_order(world: World, head: str, purposes: str) -> None:
    assert [way.purpose for way in way_of(world, head).ways] == purposes.split("、")


@then(phrase('"{head}"户没有走过程序，结果是{state:state}'))
def went_no_way(world: World, head: str, state: str) -> None:
    way = way_of(world, head)
    assert way.ways == ()
    assert dict(way.result)["状态"] == LABELS[state]


@then(phrase('"{head}"户的时序写明"{step}"免办，原因是"{reason}"'))
def left_out_because(world: World, head: str, step: str, reason: str) -> None:
    [told] = [one.left_out for way in way_of(world, head).ways for one in way.steps if one.title == step]
    assert told == reason
