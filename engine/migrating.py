"""What becomes of a run under another wording: which steps stay done, open anew or fall away, or why it cannot be.

Pure: nothing is written here. The preview, the dry run and the migration itself all judge by this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.definition import Definition, Move
from engine.facts import Facts, Standing, StepFact
from engine.further import Days
from engine.guards import Blocker, Need
from engine.procedure import Procedure, StepSpec
from engine.runs import DONE, DROPPED, OPEN, SKIPPED, WAITING
from engine.words import N_

KEPT, REOPENED, OPENED, PUT_BACK, LEFT_OUT, AHEAD = "kept", "reopened", "opened", "put-back", "left-out", "ahead"
FATES = {
    KEPT: N_("保留"),
    REOPENED: N_("重办"),
    OPENED: N_("新开"),
    PUT_BACK: N_("退回等候"),
    LEFT_OUT: N_("按规定免办"),
    AHEAD: N_("以后再办"),
    DROPPED: N_("取消"),
}
UNBEGUN = StepFact(WAITING, 1, "")


@dataclass(frozen=True, slots=True)
class Placed:
    """A step of the new wording as the case finds it: from which step of the old one, how it stands, and why.

    `reasons` are why it opens again though it was done, `skipped` the rule by which it is left out.
    """

    spec: StepSpec
    was: str
    fact: StepFact
    fate: str
    reasons: tuple[Blocker, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One case: where its steps would stand and which fall away, or every reason against it.

    `dropped` are names of the old wording, `dropped_titles` what people call them. `after` are the facts as they would
    be; None where there are reasons against it.
    """

    facts: Facts
    refusals: tuple[Blocker, ...] = ()
    steps: tuple[Placed, ...] = ()
    dropped: tuple[str, ...] = ()
    dropped_titles: tuple[str, ...] = ()
    after: Facts | None = None


@dataclass(frozen=True)
class Crossing:
    """From one wording to another; `rename` gives steps of the old one their names in the new one."""

    old: Definition
    new: Definition
    rename: Mapping[str, str] = field(default_factory=dict)
    _asked: dict[str, dict[str, tuple[Need, ...]]] = field(default_factory=dict, compare=False)

    def name_of(self, step: str) -> str:
        """The name of an old step in the new wording."""
        return self.rename.get(step, step)

    def title_of(self, facts: Facts, step: str) -> str:
        """What people call a step of the procedure that a case is going through; its name where it has none there."""
        procedure = self.old.by_name[facts.move].procedure
        return procedure.by_name[step].title if procedure and step in procedure.by_name else step

    def asked_anew(self, move: Move) -> dict[str, tuple[Need, ...]]:
        """What each step of the new wording needs that the step in its place did not; thought out once a move."""
        if move.name not in self._asked:
            old = self.old.by_name[move.name].procedure
            before = {self.name_of(spec.name): {_key(need) for need in spec.needs} for spec in old.steps} if old else {}
            steps = move.procedure.steps if move.procedure else ()
            self._asked[move.name] = {
                spec.name: tuple(need for need in spec.needs if _key(need) not in before.get(spec.name, ()))
                for spec in steps
            }
        return self._asked[move.name]


def _key(need: Need) -> tuple[object, ...]:
    return need.name, repr(sorted(need.params.items())), tuple(map(_key, need.alternatives))


def _days(crossing: Crossing, days: Days | None) -> Days | None:
    """The days of a run under the new names of its steps."""
    if days is None or not crossing.rename:
        return days
    opened, done = ({crossing.name_of(name): day for name, day in one.items()} for one in (days.opened, days.done))
    return replace(days, opened=opened, done=done)


def judge(crossing: Crossing, facts: Facts, subject: Any) -> Judged:
    """What becomes of a case whose run goes by the old wording; `subject` is how its guards see it under the new one.

    A step that is done stays done; what it needs and did not need before is asked now, and where that is missing it is
    opened again. What is not done opens once everything before it is over.
    """
    if refusals := tuple(_against(crossing, facts)):
        return Judged(facts, refusals)
    move = crossing.new.by_name[facts.move]
    assert move.procedure is not None  # refused before
    was = {crossing.name_of(name): name for name in facts.steps}
    standing = Standing((spec.name, _fact(facts, was, spec.name)) for spec in move.procedure.ordered)
    after = replace(facts, definition=crossing.new.digest, steps=standing, subject=subject, blockers=[])
    after.days = _days(crossing, facts.days)
    placed = tuple(_place(crossing, move, move.procedure, after, was))
    if not any(one.fact.status == OPEN for one in placed):
        return Judged(facts, (Blocker("nothing-left", N_("按新方案各步都已办完，没有可以接着办的，请按原方案办完")),))
    known = move.procedure.by_name
    dropped = tuple(old for new, old in was.items() if new not in known and facts.steps[old].status != DROPPED)
    return Judged(facts, (), placed, dropped, tuple(crossing.title_of(facts, name) for name in dropped), after)


def _against(crossing: Crossing, facts: Facts) -> Iterator[Blocker]:
    if facts.run_id is None:
        yield Blocker("no-run", N_("没有正在办理的程序，下次启动时自然按新方案"))
        return
    state = crossing.old.labels.get(facts.state, facts.state)
    if facts.state not in crossing.new.labels:
        yield Blocker("state-unknown", N_("新方案里没有“%(state)s”这个状态"), {"state": state})
    old, new = crossing.old.by_name[facts.move], crossing.new.by_name.get(facts.move)
    if new is None or new.procedure is None:
        yield Blocker("move-missing", N_("新方案里没有“%(move)s”"), {"move": old.label})
    elif facts.state in crossing.new.labels and facts.state not in new.sources:
        text = N_("按新方案，“%(state)s”不能办“%(move)s”")
        yield Blocker("move-not-from-here", text, {"state": state, "move": new.label})
    if new is not None and new.target != old.target:
        yield Blocker("move-differs", N_("新方案里的“%(move)s”通向另一个状态"), {"move": old.label})
    names = [crossing.name_of(name) for name in facts.steps]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield Blocker("rename-clash", N_("原来的两个步骤都改叫“%(step)s”"), {"step": twice[0]})


def _fact(facts: Facts, was: Mapping[str, str], name: str) -> StepFact:
    return facts.steps[was[name]] if name in was else UNBEGUN


def _place(
    crossing: Crossing, move: Move, procedure: Procedure, after: Facts, was: Mapping[str, str]
) -> Iterator[Placed]:
    """Each step in order; `clear` are those that are over with everything before them."""
    anew, clear = crossing.asked_anew(move), set[str]()
    for spec in procedure.ordered:
        fact, ready = after.steps[spec.name], clear.issuperset(spec.after)
        one = _one(spec, was.get(spec.name, ""), fact, ready, anew[spec.name], after)
        after.steps[spec.name] = one.fact
        if ready and one.fact.status in (DONE, SKIPPED):
            clear.add(spec.name)
        yield one


def _one(spec: StepSpec, was: str, fact: StepFact, ready: bool, anew: tuple[Need, ...], after: Facts) -> Placed:
    if _is_done(fact):
        if missing := tuple(blocker for need in anew for blocker in need.guard(after)):
            return Placed(spec, was, StepFact(OPEN if ready else WAITING, fact.round + 1, ""), REOPENED, missing)
        return Placed(spec, was, fact._replace(status=DONE), KEPT)
    if not ready:
        fate = PUT_BACK if fact.status == OPEN else AHEAD
        return Placed(spec, was, StepFact(WAITING, fact.round, ""), fate)
    if skipped := _skipped(spec, after):
        fate = KEPT if fact.status == SKIPPED else LEFT_OUT
        return Placed(spec, was, fact._replace(status=SKIPPED), fate, (), skipped)
    return Placed(spec, was, StepFact(OPEN, fact.round, ""), KEPT if fact.status == OPEN else OPENED)


def _skipped(spec: StepSpec, facts: Facts) -> str:
    """The rule by which a step is left out; "" where it has to be done."""
    return spec.skip.reason(facts) if spec.skip else ""


def _is_done(fact: StepFact) -> bool:
    """Whether somebody did it, be it under a wording before the present one."""
    return fact.status == DONE or (fact.status == DROPPED and bool(fact.done_by))
