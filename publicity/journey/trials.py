"""What is tried on the way and must be refused: each kind knows when its moment has come, and what is done then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.evidence import Evidence
from engine.procedure import StepSpec
from engine.runs import Step
from publicity.forms import application_values, consent_values
from publicity.journey.plot import TrialPart
from publicity.journey.stage import Stage
from states.evidence.record import KINDS, record
from states.policies import policy_of
from states.practice.days import at
from states.practice.desk import hand_of
from states.practice.houses import House
from states.practice.office_papers import answer, review
from states.practice.papers import PAPERS
from states.practice.staff import answering, hand
from states.practice.walk import WORK, Task

REVIEWS = "criterion_review"
FORMS: dict[str, Callable[[Session, int, date], tuple[str, dict[str, Any]]]] = {
    "application": application_values,
    "authorisation": application_values,
    "consent": consent_values,
}
"""Forms that the program prints for a household to sign."""


@dataclass(slots=True)
class Trial:
    """One thing to be tried with one household; `waits_until` holds what follows it back to a later day."""

    part: TrialPart
    house: House
    done: bool = False
    waits_until: date | None = None
    objection: int = 0


def asks_for(spec: StepSpec, kind: str) -> bool:
    """Whether a step asks for a kind of evidence."""
    return any(need.name == "evidence:" + kind for need in spec.needs)


def at_work(stage: Stage, trial: Trial, task: Task) -> StepSpec | None:
    """The step of the household that is about to be worked on; None while others are."""
    if task.act != WORK or trial.house.case_id not in task.case_ids:
        return None
    return stage.under_way[trial.house.case_id].procedure.by_name.get(task.step)


def one_visitor(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """One person went alone: that does not do, and the second is put down in a better record."""
    house = trial.house
    by, when = hand_of(spec, house.area), at(stage.today, 10)
    params = next(need.params for need in spec.needs if need.name == "evidence:visit")
    good = PAPERS["visit"].write(params, [house], by, "")
    alone = good | {"visitors": good["visitors"][:1]}

    def noted(session: Session, body: dict[str, Any], first: Evidence | None) -> Evidence:
        reason = "补记同去的采集人" if first else ""
        cases, today = [house.case_id], stage.today
        return record(session, "visit", body, cases, happened_on=today, by=by, at=when, supersedes=first, reason=reason)

    first = stage.do(lambda session: noted(session, alone, None))
    stage.refused(f"{house.head}户只有一人入户", _finish(stage, house, spec, by))
    stage.do(lambda session: noted(session, good, first))


def other_desk(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """Somebody from another desk would do it."""
    role = "township" if spec.by == "village" else "village"
    by = hand(role, trial.house.area)
    stage.refused(f"{by.name}代办{trial.house.head}户的“{spec.title}”", _finish(stage, trial.house, spec, by))


def form(stage: Stage, trial: Trial, _: StepSpec) -> None:
    """The form that the household signs is printed."""
    house = trial.house
    stage.hand_out(*stage.do(lambda session: FORMS[trial.part.evidence](session, house.case_id, stage.today)))


def missing(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """What the step asks for is not there yet."""
    title, kind = KINDS[trial.part.evidence].title, trial.part.evidence
    by = hand_of(spec, trial.house.area)
    stage.refused(f"{trial.house.head}户还没有“{title}”", _finish(stage, trial.house, spec, by, 15))
    if kind in FORMS:
        form(stage, trial, spec)


def departments(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """All but one answer, one of them with a hit; then the last one answers, and the hit wants an explanation."""
    house, by = trial.house, hand_of(spec, trial.house.area)
    asked = next(need.params["each_of"] for need in spec.needs if need.name == "evidence:department_answer")

    def answers(session: Session, some: list[str]) -> None:
        for code in some:
            hit = ("车辆登记", "户主名下有一辆面包车") if code == trial.part.hit else ("", "")
            body, officer, today = answer(code, *hit), answering(code, house.area), stage.today
            record(session, "department_answer", body, [house.case_id], happened_on=today, by=officer, at=at(today, 9))

    last = next(code for code in reversed(asked) if code != trial.part.hit)
    stage.do(lambda session: answers(session, [code for code in asked if code != last]))
    stage.refused(f"{house.head}户还有部门没有答复", _finish(stage, house, spec, by))
    stage.do(lambda session: answers(session, [last]))
    stage.refused(f"{house.head}户比对命中没有说明", _finish(stage, house, spec, by))


def criterion(stage: Stage, trial: Trial, _: StepSpec) -> None:
    """One criterion is found not met by the office that it belongs to: the step, and with it the move, is refused."""
    house, code = trial.house, trial.part.hit
    judged = policy_of(stage.under_way[house.case_id].digest).criteria[code]
    department = next(iter(judged.departments), "")
    by = answering(department, house.area) if department else hand(judged.by, house.area)
    body = review(code, department, judged.asks) | {"met": False, "remarks": "核实没有达到标准"}
    cases, morning = [house.case_id], at(stage.today, 9)
    stage.do(lambda session: record(session, REVIEWS, body, cases, happened_on=stage.today, by=by, at=morning))
    stage.note(f"{house.head}户“{judged.title}”复核没有达标")


def same_hand(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """Who did the step before would do this one too."""
    house, run = trial.house, stage.under_way[trial.house.case_id].run

    def before(session: Session) -> tuple[str, str]:
        done = [session.get_one(Step, (run, name)) for name in spec.apart_from]
        return next((row.done_by, row.done_by_name) for row in done if row.role == spec.by)

    who, name = stage.do(before)
    by = Actor(who, name, spec.by, house.area[: spec.level])
    stage.refused(f"{name}接着办{house.head}户的“{spec.title}”", _finish(stage, house, spec, by))


def early(stage: Stage, trial: Trial, spec: StepSpec) -> None:
    """On the evening before the window opens nobody enters anything."""
    opens = spec.clock.window[0]
    assert opens is not None
    if stage.today != (eve := opens - timedelta(days=1)):
        stage.day(eve)
    by = hand_of(spec, trial.house.area)
    stage.refused(f"窗口开放前办理{trial.house.head}户的“{spec.title}”", _finish(stage, trial.house, spec, by, 16))


def _finish(stage: Stage, house: House, spec: StepSpec, by: Actor, hour: int = 10) -> Callable[[Session], object]:
    when = at(stage.today, hour)
    return lambda session: advance(session, stage.book, house.case_id, spec.name, by=by, at=when)


Play = Callable[[Stage, Trial, StepSpec], None]
Moment = Callable[[Stage, Trial, StepSpec], bool]


def _when_asked(_: Stage, trial: Trial, spec: StepSpec) -> bool:
    return asks_for(spec, trial.part.evidence)


def _when_judged(_: Stage, trial: Trial, spec: StepSpec) -> bool:
    asked = (need.params["each_of"] for need in spec.needs if need.name == "evidence:" + REVIEWS)
    return any(trial.part.hit in codes for codes in asked)


def _when_apart(stage: Stage, trial: Trial, spec: StepSpec) -> bool:
    steps = stage.under_way[trial.house.case_id].procedure.by_name
    return any(steps[name].by == spec.by for name in spec.apart_from)


def _before_the_window(stage: Stage, _: Trial, spec: StepSpec) -> bool:
    opens = spec.clock.window[0]
    return opens is not None and stage.today < opens


AT_WORK: dict[str, tuple[Moment, Play]] = {
    "one-visitor": (lambda _, __, spec: asks_for(spec, "visit"), one_visitor),
    "other-desk": (_when_asked, other_desk),
    "form": (_when_asked, form),
    "missing": (_when_asked, missing),
    "departments": (lambda _, __, spec: asks_for(spec, "department_answer"), departments),
    "criterion": (_when_judged, criterion),
    "same-hand": (_when_apart, same_hand),
    "early": (_before_the_window, early),
}
"""What is tried when a step is about to be worked on: its moment, and what happens."""
