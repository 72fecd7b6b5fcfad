"""The county's part: departments answer, somebody else decides, and the entry waits for its window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.advance import advance
from engine.cases import Case
from engine.start import break_off
from publicity.journey.cast import Cast
from publicity.journey.stage import Stage
from publicity.papers import announcement_values
from states.evidence.record import record
from states.evidence.reviews import DEPARTMENTS
from states.packs import store
from states.practice.days import at
from states.practice.papers import answer
from states.practice.staff import COUNTY, OPERATORS, REVIEWERS, answering, clerk_of

REVIEW, DECISION, ENTRY = "joint_review", "decision", "entry"
LAST_TO_ANSWER = "bank"


def play(stage: Stage, cast: Cast) -> None:
    """From the joint review to the announcement."""
    steps = stage.do(lambda session: _steps(session, stage.today))
    if REVIEW in steps:
        stage.go(before=lambda task: task.step == REVIEW)
        _joint_review(stage, cast)
    opens = steps[ENTRY]
    if opens:
        _before_the_window(stage, cast, opens)
    stage.go()
    _held(stage, cast)
    stage.day(stage.today + timedelta(days=2))
    decided = [*cast.new, cast.better_off.case_id, cast.struck.case_id]
    number = f"{COUNTY}-{stage.today.year}-GG001"
    stage.hand_out(
        *stage.do(
            lambda session: announcement_values(
                session, stage.book, decided, stage.address(number), number, stage.today
            )
        )
    )


def _steps(session: Session, day: date) -> dict[str, date | None]:
    """The steps of an identification, with the first day of the window of those that have one."""
    procedure = store.in_force(session, COUNTY + "102", day).definition.by_name["identify"].procedure
    return {spec.name: spec.clock.window[0] for spec in procedure.ordered} if procedure else {}


def _joint_review(stage: Stage, cast: Cast) -> None:
    stage.day(date(2021, 11, 8))
    house, when, reviewer = cast.owner, at(stage.today, 10), REVIEWERS[0]

    def act(session: Session) -> object:
        return advance(session, stage.book, house.case_id, REVIEW, by=reviewer, at=when)

    answered = [department for department in DEPARTMENTS if department != LAST_TO_ANSWER]
    stage.do(lambda session: _answers(session, stage.today, answered, house.case_id))
    stage.refused(f"{house.head}户还有部门没有答复", act)
    stage.do(lambda session: _answers(session, stage.today, [LAST_TO_ANSWER], house.case_id))
    stage.refused(f"{house.head}户比对命中没有说明", act)
    stage.go(before=lambda task: task.step == DECISION and task.act == "work" and task.on >= stage.today)
    stage.refused(
        f"联审的人接着审定{house.head}户",
        lambda session: advance(session, stage.book, house.case_id, DECISION, by=reviewer, at=when),
    )


def _answers(session: Session, day: date, departments: Sequence[str], case_id: int) -> None:
    """These departments answer; the police find a car."""
    for department in departments:
        hit = ("车辆登记", "户主名下有一辆面包车") if department == "police" else ("", "")
        body, by = answer(department, *hit), answering(department)
        record(session, "department_answer", body, [case_id], happened_on=day, by=by, at=at(day, 9))


def _before_the_window(stage: Stage, cast: Cast, opens: date) -> None:
    eve = opens - timedelta(days=1)
    stage.go(until=eve)
    if stage.today != eve:
        stage.day(eve)
    stage.refused(
        f"窗口开放前录入{cast.applicant.head}户",
        lambda session: advance(
            session, stage.book, cast.applicant.case_id, ENTRY, by=OPERATORS[0], at=at(stage.today, 16)
        ),
    )


def _held(stage: Stage, cast: Cast) -> None:
    """Who cannot work is not marked as free of risk: the procedure ends, the household stays on the list."""
    house = cast.no_labour
    run = stage.do(lambda session: session.get_one(Case, house.case_id).run_id)
    if run is not None:
        by, reason = clerk_of(house.area), "整户无劳动能力，落实保障后继续跟踪监测"
        stage.do(lambda session: break_off(session, [house.case_id], by=by, at=at(stage.today, 17), reason=reason))
        stage.note(f"{house.head}户终止消除程序：{reason}")
