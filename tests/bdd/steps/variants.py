"""Sentences about plans that differ in one rule: from when a clock counts, what may stand in, what is left out."""

from datetime import date

from pytest_bdd import given, then, when
from sqlalchemy.orm import Session

from engine.db import reading, work
from engine.outlook import StepView
from engine.runs import SKIPPED
from engine.start import break_off, start
from states.decisions import batches
from states.desk import desk_of, overdue, page
from states.evidence.record import record
from states.packs.store import in_force, install
from tests.bdd.papers import minutes, paper
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import CODES, TITLES, hand_in
from tests.bdd.variants import text_of
from tests.bdd.walking import begin, walk
from tests.bdd.world import World

CLERK = "村级信息员"
MEETINGS = {"村民代表会议": "representatives", "村两委扩大会议": "enlarged_committee"}
COMPARED = ("police", "housing")


@given(phrase('当地的方案规定"{rule}"'))
def lays_down(world: World, rule: str) -> None:
    with work(world.db) as session:
        install(session, {"variant": text_of(rule)}, world.at)


def begun(world: World, role: str, head: str, title: str, lead_on: date | None = None) -> None:
    """Begin the procedure with that title under the plan in force."""

    def act(session: Session) -> None:
        definition = in_force(session, world.case(head).area, world.today).definition
        move = next(one.name for one in definition.moves if one.label == title)
        ids, by = [world.cases[head]], ROLES[role]
        start(session, world.book, ids, move, by=by, at=world.at, definition=definition, lead_on=lead_on)

    world.attempt(act)


@given(phrase('{role:role}启动了"{head}"户的"{title}"'))
def has_begun(world: World, role: str, head: str, title: str) -> None:
    begun(world, role, head, title)


@when(phrase('{role:role}启动"{head}"户的"{title}"，线索是{day:day}来的'))
def begins_by_a_lead(world: World, role: str, head: str, title: str, day: date) -> None:
    begun(world, role, head, title, day)


@when(phrase('{role:role}登记"{head}"户{day:day}的"{evidence}"'))
def happened(world: World, role: str, head: str, day: date, evidence: str) -> None:
    case, kind = world.cases[head], TITLES[evidence]
    body = paper(kind, {case: "general"})
    world.attempt(lambda session: record(session, kind, body, [case], happened_on=day, by=ROLES[role], at=world.at))


@given(phrase('{day:day}各部门比对过"{head}"户，"{found}"，那次程序后来终止了'))
def was_compared(world: World, day: date, head: str, found: str) -> None:
    now = world.at
    world.settle(day)
    begin(world, [head], "identify")
    for code in COMPARED:
        told = {"department": code, "hit": found != "没有问题", "item": "车辆登记"}
        world.record("department_answer", [world.cases[head]], department(code), **told)
    ended(world, head)
    world.at = now


@given(phrase('{day:day}"{head}"户签过授权书，签字的是"{signers}"，那次程序后来终止了'))
def had_authorised(world: World, day: date, head: str, signers: str) -> None:
    now = world.at
    world.settle(day)
    begin(world, [head], "identify")
    world.record("authorisation", [world.cases[head]], ROLES[CLERK], signed_by=[CODES[signers]])
    ended(world, head)
    world.at = now


def ended(world: World, head: str) -> None:
    """Break the run off."""
    with work(world.db) as session:
        break_off(session, [world.cases[head]], by=ROLES[CLERK], at=world.at, reason="农户暂时外出")


@when(phrase('{role:role}登记"{head}"户的授权书，签字的是"{signers}"'))
def authorised(world: World, role: str, head: str, signers: str) -> None:
    hand_in(world, role, head, "authorisation", signed_by=[CODES[one] for one in signers.split("、")])


@when(phrase('{role:role}登记"{head}"户的"{meeting}"评议，应到{eligible:n}人，到会{present:n}人，都同意'))
def appraised_by(world: World, role: str, head: str, meeting: str, eligible: int, present: int) -> None:
    why = {"instead_because": "雨季道路中断，代表来不齐"} if meeting == "村两委扩大会议" else {}
    held = minutes([world.cases[head]], eligible, present, present, held_as=MEETINGS[meeting], **why)
    hand_in(world, role, head, "minutes", **held)


@when(phrase('{role:role}登记一次评议会，"{head}"户和"{other}"户都表决通过'))
def appraised_both(world: World, role: str, head: str, other: str) -> None:
    cases = [world.cases[head], world.cases[other]]
    world.trying(lambda: world.record("minutes", cases, ROLES[role]))


@when(phrase('{role:role}登记"{head}"户的二次入户，同去"{names}"，与第一次"{agrees}"'))
def visited_again(world: World, role: str, head: str, names: str, agrees: str) -> None:
    visitors = [{"name": name} for name in names.split("、")]
    hand_in(world, role, head, "second_visit", visitors=visitors, agrees=agrees == "一致")


@when(phrase('{role:role}登记"{head}"户的备案，"{answer}"'))
def filed(world: World, role: str, head: str, answer: str) -> None:
    hand_in(world, role, head, "filing", accepted=answer == "准予备案")


@when(phrase('{role:role}登记"{head}"户的复核，农户的意见"{upheld}"'))
def rechecked(world: World, role: str, head: str, upheld: str) -> None:
    hand_in(world, role, head, "recheck", upheld=upheld == "成立")


@when(phrase('"{head}"户的"{title}"全部办完'))
def all_done(world: World, head: str, title: str) -> None:
    assert world.view(head).move.label == title  # type: ignore[union-attr]
    walk(world, [head])


@then(phrase("当天的审定名单里有{n:n}户"))
def decided_today(world: World, n: int) -> None:
    with reading(world.db) as session:
        assert [one.count for one in batches(session, ROLES["县级审核员"]) if one.on == world.today] == [n]


def view_of(world: World, head: str, title: str) -> StepView:
    """A step of the household's run as the clerk sees it."""
    world.finish()
    return next(view for view in world.view(head).steps if view.spec.title == title)


@then(phrase('"{head}"户"{step}"的期限是{day:day}'))
def is_due(world: World, head: str, step: str, day: date) -> None:
    assert view_of(world, head, step).due_on == day


@then(phrase('"{head}"户"{step}"的期限还没有起算'))
def is_not_due(world: World, head: str, step: str) -> None:
    assert view_of(world, head, step).due_on is None


@then(phrase('"{head}"户的"{step}"免办，写明的原因是"{reason}"'))
def is_left_out(world: World, head: str, step: str, reason: str) -> None:
    row = view_of(world, head, step).row
    assert (row.status, row.remark) == (SKIPPED, reason)


@then(phrase("{role:role}的待办里有{n:n}项超期"))
def has_overdue(world: World, role: str, n: int) -> None:
    with reading(world.db) as session:
        assert overdue(session, desk_of(ROLES[role]), world.today) == n
        rows = page(session, world.book, desk_of(ROLES[role]), ROLES[role], world.at).rows
    assert len([row for row in rows if row.is_overdue]) == n


@then(phrase('"{head}"户整个程序从{since:day}算起，最迟{last:day}办完，"{standing}"'))
def is_capped(world: World, head: str, since: date, last: date, standing: str) -> None:
    world.finish()
    cap = world.view(head).cap
    assert cap is not None
    assert (cap.since, cap.last_on, cap.overdue) == (since, last, standing == "已经超期")
