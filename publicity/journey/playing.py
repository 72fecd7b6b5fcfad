"""Playing a plot: moves begin on their days, everybody does the day's work, and trials come at their moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.guards import Blocker
from engine.start import break_off
from publicity.journey import voice
from publicity.journey.helping import look
from publicity.journey.plot import Begin, Plot
from publicity.journey.stage import Stage
from publicity.journey.trials import AT_WORK, Trial, at_work
from states.departures import leave
from states.households import Household
from states.members import of_households
from states.practice.days import at
from states.practice.houses import House
from states.practice.staff import clerk_of
from states.practice.walk import Task

MEMBERS_LEFT = "members-left"


def play(stage: Stage, plot: Plot, houses: list[House]) -> None:
    """Play all of a plot with these households, to the evening on which nothing is left to be done."""
    trials = [Trial(part, houses[part.who]) for part in plot.trial]
    for day in sorted({begin.on for begin in plot.begin} | {check.on for check in plot.check}):
        _work(stage, trials, until=day)
        if stage.today != day:
            stage.day(day)
        for check in plot.check:
            if check.on == day:
                look(stage, [houses[who] for who in check.who], stable=check.stable)
        _begin(stage, [begin for begin in plot.begin if begin.on == day], houses)
    _work(stage, trials)
    _end_the_held(stage, houses)


def _begin(stage: Stage, begins: Iterable[Begin], houses: list[House]) -> None:
    for begin in begins:
        stage.begin([houses[who].case_id for who in begin.who], begin.move)
        stage.note(f"{begin.words}：{'、'.join(houses[who].head for who in begin.who)}")


@dataclass(slots=True)
class _Stop:
    """Stops the work ahead of a task: on the day on which something else begins, or at the moment of a trial."""

    stage: Stage
    trials: list[Trial]
    until: date | None
    ahead_of: Task | None = None

    def reached(self, task: Task) -> bool:
        late = self.until is not None and task.on >= self.until
        if late or _left_behind(self.stage) or any(_is_due(self.stage, trial, task) for trial in self.trials):
            self.ahead_of = task
            return True
        return False


def _work(stage: Stage, trials: list[Trial], until: date | None = None) -> None:
    """Let everybody work to the evening before `until`, or to the end; whatever stops the work is dealt with first."""
    while True:
        stop = _Stop(stage, trials, until)
        stage.go(before=stop.reached)
        if dead := _left_behind(stage):
            for house in dead:
                _died(stage, house)
            continue
        if stop.ahead_of is None:
            waiting = [trial for trial in trials if trial.waits_until and not trial.done]
            if not waiting:
                return
            _settle(stage, waiting[0])
            continue
        due = [trial for trial in trials if _is_due(stage, trial, stop.ahead_of)]
        if not due:
            return  # the next day on which something begins
        _try(stage, due[0], stop.ahead_of)


def _is_due(stage: Stage, trial: Trial, task: Task) -> bool:
    if trial.done:
        return False
    if trial.part.kind == voice.OBJECTION:
        return voice.is_due(trial, task)
    spec = at_work(stage, trial, task)
    return spec is not None and AT_WORK[trial.part.kind][0](stage, trial, spec)


def _try(stage: Stage, trial: Trial, task: Task) -> None:
    if trial.part.kind == voice.OBJECTION:
        if trial.waits_until:
            _settle(stage, trial)
        else:
            voice.speak(stage, trial, task.step)
        return
    trial.done = True
    if stage.today < task.on and trial.part.kind != "early":
        stage.day(task.on)
    spec = at_work(stage, trial, task)
    assert spec is not None  # it was due
    AT_WORK[trial.part.kind][1](stage, trial, spec)


def _settle(stage: Stage, trial: Trial) -> None:
    voice.settle(stage, trial)
    trial.done = True


def _left_behind(stage: Stage) -> list[int]:
    """Households that cannot be struck off, as somebody still stands on record there."""
    return [
        case
        for case, _, reasons in stage.held
        if case not in stage.gone and any(reason.code == MEMBERS_LEFT for reason in reasons)
    ]


def _died(stage: Stage, case_id: int) -> None:
    """The household was left behind, as it has a member on record; now the death is noted."""

    def died(session: Session) -> None:
        household = session.scalars(select(Household).where(Household.case_id == case_id)).one()
        people = [member.id for member in of_households(session, [household.id])[household.id]]
        leave(
            session,
            household,
            people,
            "died",
            stage.today,
            by=clerk_of(household.group_code),
            at=at(stage.today, 16),
        )

    stage.do(died)
    stage.gone.add(case_id)
    stage.note(f"登记{stage.heads[case_id]}户成员减少（死亡）")


def _end_the_held(stage: Stage, houses: list[House]) -> None:
    """Who is held by what cannot be mended stays as before: the procedure ends, with the reason that held it."""
    held: dict[int, tuple[Blocker, ...]] = {case: reasons for case, _, reasons in stage.held}

    def end(session: Session) -> list[tuple[House, str]]:
        ended = []
        for house in houses:
            if house.case_id in held and session.get_one(Case, house.case_id).run_id is not None:
                reason, by = "；".join(one.message for one in held[house.case_id]), clerk_of(house.area)
                break_off(session, [house.case_id], by=by, at=at(stage.today, 17), reason=reason)
                ended.append((house, reason))
        return ended

    for house, reason in stage.do(end):
        stage.note(f"{house.head}户终止办理：{reason}")
