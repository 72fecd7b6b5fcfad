"""A voice against a household on a list: filed while it hangs, looked into, and answered three days later."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from publicity.journey.stage import Stage
from publicity.journey.told import WentWrong
from publicity.journey.trials import Trial
from states import objecting
from states.closing import close
from states.notices import Notice
from states.objections import Objection
from states.practice.days import at
from states.practice.lists import lists_of, notice_hand
from states.practice.staff import clerk_of, hand
from states.practice.walk import CLOSE, Task

OBJECTION = "objection"


def is_due(trial: Trial, task: Task) -> bool:
    """Whether the list on which the household stands is about to be closed, or the answer is due."""
    if trial.waits_until is not None:
        return task.on >= trial.waits_until
    return task.act == CLOSE and trial.house.case_id in task.case_ids


def speak(stage: Stage, trial: Trial, step: str) -> None:
    """Somebody objects two days before the end; closing on the last day is refused; the others go on."""
    house = trial.house
    notice = stage.do(lambda session: _list_of(session, house.case_id, step))
    stage.day(max(stage.today, notice.last_on - timedelta(days=2)))
    text, evening = "这一户去年在城里买了房", at(stage.today, 21)

    def file(session: Session) -> Objection:
        hung = _list_of(session, house.case_id, step)
        return objecting.file(
            session, hung, house.case_id, channel="online", text=text, by=objecting.PUBLIC, at=evening
        )

    objection = stage.do(file)
    stage.note(f"群众对{house.head}户提出异议")
    stage.day(notice.last_on)

    def too_early(session: Session) -> None:
        hung = _list_of(session, house.case_id, step)
        close(session, stage.book, hung, by=notice_hand(session, stage.book, hung), at=at(stage.today, 17))

    stage.refused(f"公示最后一天就办结{notice.title}", too_early)
    stage.go(until=notice.last_on + timedelta(days=1))
    clerk, at_once = clerk_of(house.area), at(stage.today, 14)
    stage.do(
        lambda session: objecting.investigate(
            session, stage.book, session.get_one(Objection, objection.id), by=clerk, at=at_once
        )
    )
    stage.note("异议开始调查")
    trial.objection, trial.waits_until = objection.id, stage.today + timedelta(days=3)


def settle(stage: Stage, trial: Trial) -> None:
    """It is found that nothing is in it, and who spoke is told."""
    if trial.waits_until and stage.today < trial.waits_until:
        stage.day(trial.waits_until)
    finding, told = "到不动产登记中心查询，该户在城里没有房产。", "经核实，反映的情况不属实，谢谢监督。"
    by, morning = hand("township", trial.house.area), at(stage.today, 9)
    stage.do(
        lambda session: objecting.settle(
            session,
            stage.book,
            session.get_one(Objection, trial.objection),
            "dismiss",
            finding,
            told,
            by=by,
            at=morning,
        )
    )
    stage.note("异议查实不成立，答复反映人")


def _list_of(session: Session, case_id: int, step: str) -> Notice:
    found = lists_of(session, [case_id], step)
    if len(found) != 1:
        raise WentWrong(f"{step}：{case_id}")
    return found[0]
