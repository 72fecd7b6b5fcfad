"""Walking households through a procedure as the office does it: evidence, notices, steps, on the plan's own days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from engine.actors import Actor
from engine.advance import advance_many
from engine.db import reading, work
from engine.due import wait_of
from engine.outlook import one
from engine.procedure import Procedure, StepSpec
from engine.runs import DONE, SKIPPED
from engine.start import start
from states.closing import close
from states.drafting import draft
from states.notices import Notice
from states.packs.store import in_force
from states.policies import policy_of
from states.posting import post, printed
from tests.bdd.papers import ANSWERS
from tests.bdd.people import OF_ROLE, ROLES, clerk_of, department
from tests.bdd.world import World

BEFORE = {  # how a household came where a scenario finds it: by the procedures of the time before the plan
    "candidate": (),
    "monitored": ("identify",),
    "risk_eliminated": ("identify", "eliminate"),
    "re_flagged": ("identify", "eliminate", "re_flag"),
    "exited": ("identify", "clear_out"),
}
LEAVING = {  # where the plan knows no elimination, a household leaves and comes back by other moves
    "re_flagged": ("identify", "strike_off", "return_to_poverty"),
    "exited": ("identify", "strike_off"),
}
SECOND = {"township": "另一名乡镇业务员", "county": "另一名县级审核员"}
"""Who finishes what the first person must not."""


def bring(world: World, heads: Sequence[str], village: str, state: str, trait: str = "") -> None:
    """Let households of that village stand in a state, by the procedures that lead there."""
    if not BEFORE[state]:
        world.register(heads, village, trait)
        return
    now, days = world.at, world.place.earlier_on
    world.settle(days[0])
    known = world.pack(village).definition.by_name
    moves = BEFORE[state] if set(BEFORE[state]) <= known.keys() else LEAVING[state]
    world.register(heads, village, trait)
    for move, day in zip(moves, days[:1] + days[-1:] if moves[-1] == "clear_out" else days, strict=False):
        world.pass_to(day)
        begin(world, heads, move)
        walk(world, heads)
    world.at = max(now, world.at)


def begin(world: World, heads: Sequence[str], move: str, by: Actor | None = None) -> None:
    """Start a procedure under the pack in force; refusals come out as they are."""
    cases = [world.cases[head] for head in heads]
    with work(world.db) as session:
        area = world.case(heads[0]).area
        definition = in_force(session, area, world.today).definition
        by = by or clerk(area)
        start(session, world.book, cases, move, by=by, at=world.at, definition=definition)


def walk(world: World, heads: Sequence[str], until: str = "") -> None:
    """Finish every step that has to be done before the step titled `until`; all steps without it."""
    procedure = _procedure(world, heads[0])
    wanted = {spec.name for spec in procedure.steps}
    if until:
        last = next(spec.name for spec in procedure.steps if spec.title == until)
        wanted = {name for name in wanted if last in procedure.descendants[name]}
    for spec in procedure.ordered:
        rows = {view.spec.name: view.row.status for view in world.view(heads[0]).steps}  # none once the run is over
        if spec.name in wanted and rows.get(spec.name, DONE) not in (DONE, SKIPPED):
            _finish(world, [world.cases[head] for head in heads], spec)
    if until:
        world.pass_to(_first_day(procedure.by_name[last]))


def supply(world: World, cases: Sequence[int], spec: StepSpec) -> None:
    """Hand in all that a step asks for."""
    for asked in spec.needs:
        need = asked.alternatives[0] if asked.alternatives else asked
        kind = need.name.removeprefix("evidence:")
        if kind == "department_answer":
            for answer in ANSWERS:
                world.record(kind, cases, department(answer["department"]), **answer)
        elif kind == "criterion_review":
            for code in need.params["each_of"]:
                review(world, cases, code)
        elif kind == "response":
            level = need.params["level"]
            world.record(kind, cases, ROLES[OF_ROLE[level]], level=level)
        elif kind == "weighing" and "conclusion" in need.params:
            world.record(kind, cases, conclusion=need.params["conclusion"])
        elif kind == "minutes" and "held_as" in need.params:
            world.record(kind, cases, held_as=need.params["held_as"], instead_because="道路中断，代表会议开不成")
        elif need.name.startswith("evidence:"):
            changes = (
                {"conclusion": need.params["conclusion"], "grounds": "逐户排查核实"} if kind == "look_back" else {}
            )
            world.record(kind, cases, **changes)


def review(world: World, cases: Sequence[int], code: str, **changes: Any) -> None:
    """Let all to whom a criterion belongs find it met."""
    with reading(world.db) as session:
        facts = one(session, world.book, cases[0], ROLES["村级信息员"], world.at).facts
    criterion = policy_of(facts.definition).criteria[code]
    for name in criterion.departments or ("",):
        by = department(name) if name else clerk(facts.area) if criterion.by == "village" else ROLES["乡镇业务员"]
        told = dict.fromkeys(criterion.asks, True) | changes
        world.record("criterion_review", cases, by, criterion=code, department=name, **told)


def post_notice(world: World, cases: Sequence[int], step: str, by: Actor) -> Notice:
    """Draw up, print and post a notice in every place today."""
    with work(world.db) as session:
        notice = draft(session, world.book, cases, step, by=by, at=world.at, planned_on=world.today)
        paper = world.files.put(notice.number.encode())
        printed(session, world.book, notice, paper, {"number": notice.number}, by=by, at=world.at)
        for place in notice.places:
            post(session, world.book, notice, place, world.today, by=by, at=world.at)
    world.notice = notice
    return notice


def clerk(area: str) -> Actor:
    """The village clerk of a place."""
    return ROLES[clerk_of(area)]


def _procedure(world: World, head: str) -> Procedure:
    with reading(world.db) as session:
        seen = one(session, world.book, world.cases[head], ROLES["村级信息员"], world.at)
    assert seen.move is not None, f"{head}户没有正在办理的程序"
    assert seen.move.procedure is not None
    return seen.move.procedure


def _first_day(spec: StepSpec) -> date | None:
    return spec.clock.planned[0] if spec.clock.planned else spec.clock.window[0]


def _finish(world: World, cases: Sequence[int], spec: StepSpec) -> None:
    world.pass_to(_first_day(spec))
    with reading(world.db) as session:
        wait = wait_of(spec, one(session, world.book, cases[0], ROLES["村级信息员"], world.at).facts)
    if wait:
        world.pass_to(wait.last_on + timedelta(days=1))
    first = OF_ROLE[spec.by]
    by = ROLES[SECOND.get(spec.by, first) if spec.apart_from or spec.name == "decision" else first]
    if spec.by == "village":
        with reading(world.db) as session:
            by = clerk(one(session, world.book, cases[0], by, world.at).facts.area)
    if any(need.name in ("notice", "announcement") for need in spec.needs):
        notice = post_notice(world, cases, spec.name, by)
        world.pass_to(notice.last_on + timedelta(days=1))
        with work(world.db) as session:
            outcome = close(session, world.book, world.hanging(session), by=by, at=world.at)
    else:
        supply(world, cases, spec)
        with work(world.db) as session:
            outcome = advance_many(session, world.book, cases, spec.name, by=by, at=world.at)
    assert not outcome.held, outcome.held
