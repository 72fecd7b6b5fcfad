"""A case as deciding sees it, made by hand, and a small procedure: two branches, a join, a step left out by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from engine.actors import Actor
from engine.definition import Definition, Move, State
from engine.durations import Duration
from engine.facts import Exhibits, Facts, Shown, Standing, StepFact
from engine.further import Days
from engine.guards import Blocker, Need
from engine.procedure import Clock, Procedure, Rule, Skip, StepSpec
from engine.workdays import Calendar

CLERK, CHIEF = Actor("u1", "刘芳", "clerk", "5399"), Actor("u2", "陈志", "chief", "53")
TODAY = date(2021, 10, 25)


def lacks(code: str) -> Need:
    """A need that is met once evidence of that name is there."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        if not facts.shown(code):
            yield Blocker(f"no-{code}", "还没有%(what)s", {"what": code}, "三", "clerk")

    return Need(f"evidence:{code}", code, guard)


def step(name: str, *after: str, **more: Any) -> StepSpec:
    """A step of the clerk."""
    usual = {"by": "clerk", "by_title": "窗口", "level": 12, "basis": f"{name}条"}
    return StepSpec(name, f"{name}步", after=after, **(usual | more))


QUICK = Skip(
    (
        Rule(lambda facts: bool(facts.shown("quick")), "从简免办"),
        Rule(lambda _: False, "从不"),
    )
)
STEPS = (
    step("apply", needs=(lacks("form"),)),
    step("look", "apply"),
    step("compare", "apply", skip=QUICK),
    step("agree", "look", "compare", by="chief", by_title="负责人", apart_from=("apply", "look")),
)
GRANT = Procedure("grant", "发证", STEPS, "二")
MOVES = (
    Move("grant", "发证", ("asked",), "held", (lacks("fee"),), GRANT, ("clerk",), basis="一"),
    Move("give_up", "放弃", ("asked", "held"), "gone", (lacks("letter"),), by=("chief", "clerk"), basis="五"),
)
STATES = (State("asked", "申请中"), State("held", "持证"), State("gone", "注销", True))
PERMIT = Definition("permit", "permit-standing", "许可", STATES, MOVES)


def stands(*names: str, **others: Any) -> Standing:
    """Steps by where they stand: `stands("apply", look="open")`; what is not named is done."""
    found = dict.fromkeys(names, ("done", 1, "u9")) | others
    facts = {n: StepFact(*((one, 1, "") if isinstance(one, str) else one)) for n, one in found.items()}
    return Standing(facts.items())


def facts(
    steps: Mapping[str, StepFact] | None = None,
    shown: Sequence[str] = (),
    by: Actor = CLERK,
    today: date = TODAY,
    days: Days | None = None,
    **more: Any,
) -> Facts:
    """A case in the run of the move `grant`, or without a run when no steps are told."""
    running = steps is not None
    given = {"state": "asked", "run_id": 7 if running else None, "move": "grant" if running else ""} | more
    exhibits = Exhibits(Shown(kind, "2021-10-20", "u1", "", {}) for kind in shown)
    standing = steps if isinstance(steps, Standing) else Standing((steps or {}).items())
    place = (1, "permit", PERMIT.digest, "539901101201", given["state"], 3, 5, "head", given["run_id"], given["move"])
    at = datetime(today.year, today.month, today.day, 2, tzinfo=UTC)
    return Facts(*place, standing, exhibits, by, at, today, days=days)


def days(opened: Mapping[str, date] | None = None, done: Mapping[str, date] | None = None) -> Days:
    """The days of a run that was begun on the 8th of October 2021, upon a lead of September."""
    return Days(Calendar, date(2021, 10, 8), date(2021, 9, 3), opened or {}, done or {})


def waits(length: str, start: str = "opening", **more: Any) -> Clock:
    """A clock with a least time."""
    n, unit = length.split()
    return Clock(period=Duration(int(n), unit), start=start, **more)  # type: ignore[arg-type]
