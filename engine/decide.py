"""Deciding: what an act would do to a case, and every reason against it. Pure; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from engine.definition import Definition, Move
from engine.due import ONE_DAY, wait_of
from engine.errors import UnknownAct
from engine.facts import Facts
from engine.guards import Blocker
from engine.machine import fire
from engine.procedure import Procedure, StepSpec
from engine.runs import DONE, FOR_RECORD, OPEN, SKIPPED, WAITING
from engine.words import N_


@dataclass(frozen=True, slots=True)
class Decision:
    """What an act does: the step it finishes, what that opens or skips, and the state it leads to.

    `move` is set when the case changes its state; `completes` when the run is over; `reasons` say for each
    step that is skipped why it is. `filled` says that a back-fill is over, which makes no move.
    """

    act: str
    source: str
    step: StepSpec | None = None
    opened: tuple[StepSpec, ...] = ()
    skipped: tuple[StepSpec, ...] = ()
    move: Move | None = None
    blockers: tuple[Blocker, ...] = ()
    reasons: tuple[str, ...] = ()
    filled: bool = False

    @property
    def target(self) -> str:
        """The state after the act."""
        return self.move.target if self.move else self.source

    @property
    def names(self) -> tuple[str, ...]:
        """What tells two decisions of one definition apart."""
        opened, skipped = (",".join([spec.name for spec in specs]) for specs in (self.opened, self.skipped))
        names = self.source, self.step.name if self.step else "", opened, skipped, self._end
        return (*names, *self.reasons)

    @property
    def completes(self) -> bool:
        """Whether the procedure is over with this act."""
        return self.filled or (self.step is not None and self.move is not None)

    @property
    def _end(self) -> str:
        return "*" if self.filled else self.move.name if self.move else ""


def decide(definition: Definition, facts: Facts, act: str) -> Decision:
    """What `act` does to the case; raises `UnknownAct` when there is no such act where it stands."""
    running = definition.by_name[facts.move] if facts.run_id is not None else None
    if running and running.procedure and (spec := running.procedure.by_name.get(act)):
        return _finish(running, running.procedure, spec, facts)
    move = definition.by_name.get(act)
    if move is None or facts.state not in move.sources:
        raise UnknownAct(definition.title_of(act), definition.labels.get(facts.state, facts.state))
    return Decision(act, facts.state, move=move, blockers=tuple(_without_procedure(move, facts)))


def settle(definition: Definition, facts: Facts, decision: Decision) -> bool:
    """Let the machine make the decision's move on `facts`; false when it refuses."""
    facts.blockers, facts.state = list(decision.blockers), decision.source
    return fire(definition, facts, decision.move.name) if decision.move else not facts.blockers


def _finish(move: Move, procedure: Procedure, spec: StepSpec, facts: Facts) -> Decision:
    decision = _consequence(move, procedure, spec, facts)
    blockers = list(against_step(procedure, spec, facts))
    if decision.move:
        blockers += against_move(move, facts)
    return replace(decision, blockers=tuple(blockers)) if blockers else decision


def _consequence(move: Move, procedure: Procedure, spec: StepSpec, facts: Facts) -> Decision:
    """What finishing the step leads to; thought out once for all cases whose steps stand alike."""
    key = (facts.definition, move.name, spec.name, facts.state, facts.purpose)
    if key in facts.steps.ahead:
        return cast(Decision, facts.steps.ahead[key])
    opened, skipped, complete = successors(procedure, spec.name, facts)
    left_out = tuple(procedure.by_name[name] for name in skipped)
    filled = complete and facts.purpose == FOR_RECORD
    done = move if complete and not filled else None
    reasons = tuple(skipped.values())
    decision = Decision(spec.name, facts.state, spec, opened, left_out, done, (), reasons, filled)
    if procedure.never_skips:
        facts.steps.ahead[key] = decision
    return decision


def against_step(procedure: Procedure, spec: StepSpec, facts: Facts) -> Iterator[Blocker]:
    """Every reason why this actor cannot finish this step now."""
    yield from standing(procedure, spec, facts)
    yield from against_actor(spec, facts)
    yield from unmet(spec, facts)


def against_move(move: Move, facts: Facts) -> Iterator[Blocker]:
    """Every reason that the move itself gives; it is asked with the step that ends the run."""
    for need in move.needs:
        yield from need.guard(facts)


def ends_with(procedure: Procedure, spec: StepSpec, facts: Facts) -> bool:
    """Whether the run is over once this step is done."""
    return successors(procedure, spec.name, facts)[2]


def standing(procedure: Procedure, spec: StepSpec, facts: Facts) -> Iterator[Blocker]:
    """Reasons that lie in where the step stands in its run."""
    fact = facts.steps[spec.name]
    if fact.status == WAITING:
        for name in spec.after:
            if facts.steps[name].status not in (DONE, SKIPPED):
                before = procedure.by_name[name]
                yield Blocker(
                    "step-before",
                    N_("上一步“%(before)s”还没有办完"),
                    {"before": before.title},
                    before.basis,
                    before.by,
                )
    elif fact.status != OPEN:
        yield Blocker("step-done", N_("“%(step)s”已经办完"), {"step": spec.title})


def against_actor(spec: StepSpec, facts: Facts) -> Iterator[Blocker]:
    """Reasons that lie in who acts: role, area, and hands that must differ."""
    actor = facts.actor
    if actor.role != spec.by:
        yield Blocker("role-required", N_("这一步由%(role)s办理"), {"role": spec.by_title}, spec.basis, spec.by)
    if not facts.area.startswith(actor.area):
        yield Blocker("outside-area", N_("不在您负责的辖区内"), {}, spec.basis, spec.by)
    for name in spec.apart_from:
        if facts.steps[name].done_by == actor.id:
            yield Blocker("same-person", N_("前面的步骤是您办的，这一步要由另一个人办理"), {}, spec.basis, spec.by)


def unmet(spec: StepSpec, facts: Facts) -> Iterator[Blocker]:
    """Reasons that lie in the evidence and in the days."""
    for need in spec.needs:
        yield from need.guard(facts)
    yield from too_early(spec, facts)
    first, last = spec.clock.window if facts.purpose != FOR_RECORD else (None, None)
    if first and facts.today < first:
        text = N_("系统窗口%(first)s才开放")
        yield Blocker("window-not-open", text, {"first": first.isoformat()}, spec.basis, "", first)
    if last and facts.today > last:
        yield Blocker("window-closed", N_("系统窗口已于%(last)s关闭"), {"last": last.isoformat()}, spec.basis)


def under_way(purpose: str, basis: str = "") -> Blocker:
    """The reason against a second run beside the one that a case is in."""
    if purpose == FOR_RECORD:
        return Blocker("back-fill-under-way", N_("这一户正在补程序，补完或终止以后再办"), {}, basis)
    return Blocker("run-under-way", N_("这一户还有一个程序正在办理"), {}, basis)


def too_early(spec: StepSpec, facts: Facts) -> Iterator[Blocker]:
    """Reasons that lie in how long the step has to wait at least: so long after the event it counts from."""
    if spec.clock.period is None or facts.days is None:
        return
    period = wait_of(spec, facts)
    if period is None:
        if facts.steps[spec.name].status != OPEN or facts.purpose == FOR_RECORD:
            return  # what it waits for is told already: the step before
        yield Blocker("too-early", N_("“%(step)s”的期限还没有起算"), {"step": spec.title}, spec.basis)
        return
    if not period.is_over(facts.today):
        earliest = period.last_on + ONE_DAY
        text = N_("“%(step)s”要满%(length)s，到%(last)s止，%(earliest)s起可以办结")
        told = {"step": spec.title, "length": spec.clock.period.label, "last": period.last_on, "earliest": earliest}
        yield Blocker("too-early", text, told, spec.basis, "", earliest)


def _without_procedure(move: Move, facts: Facts) -> Iterator[Blocker]:
    if move.procedure is not None:
        yield Blocker(
            "procedure-needed",
            N_("“%(move)s”要先走完规定程序"),
            {"move": move.label},
            move.basis or move.procedure.basis,
        )
    if facts.run_id is not None:
        yield under_way(facts.purpose)
    if move.by and facts.actor.role not in move.by:
        yield Blocker("role-required", N_("您的岗位不能办理“%(move)s”"), {"move": move.label}, move.basis, move.by[0])
    if not facts.area.startswith(facts.actor.area):
        yield Blocker("outside-area", N_("不在您负责的辖区内"))
    yield from against_move(move, facts)


def successors(procedure: Procedure, finished: str, facts: Facts) -> tuple[tuple[StepSpec, ...], dict[str, str], bool]:
    """The steps that open when `finished` ("" for the start) is done, those left out with why, whether all is done."""
    over = {name for name, fact in facts.steps.items() if fact.status in (DONE, SKIPPED)}
    over.add(finished)
    opened: list[StepSpec] = []
    skipped: dict[str, str] = {}
    for spec in procedure.ordered:
        if spec.name in over or not over.issuperset(spec.after):
            continue
        if facts.steps and facts.steps[spec.name].status == OPEN:
            continue
        if spec.skip and (reason := spec.skip.reason(facts)):
            skipped[spec.name] = reason
            over.add(spec.name)
        else:
            opened.append(spec)
    return tuple(opened), skipped, over.issuperset(procedure.by_name)
