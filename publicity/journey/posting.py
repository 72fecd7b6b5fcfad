"""The notices hang, somebody objects, and what is in a hurry has to wait."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from publicity.journey.cast import Cast
from publicity.journey.stage import Stage
from publicity.journey.told import WentWrong
from states import objecting
from states.closing import close
from states.notices import Notice
from states.objections import Objection
from states.practice.days import at
from states.practice.lists import lists_of
from states.practice.staff import OPERATORS, clerk_of
from states.practice.walk import CLOSE

STEP = "village_notice"


def play(stage: Stage, cast: Cast) -> None:
    """From the posting to the day on which the disputed household follows the others."""
    stage.go(before=lambda task: task.step == STEP and task.act == CLOSE)
    house, clerk = cast.disputed, clerk_of(cast.disputed.area)
    notice = stage.do(lambda session: _list_of(session, house.case_id))
    stage.day(notice.last_on - timedelta(days=2))
    objection = stage.do(
        lambda session: objecting.file(
            session,
            _list_of(session, house.case_id),
            house.case_id,
            channel="online",
            text="这一户去年在城里买了房",
            by=objecting.PUBLIC,
            at=at(stage.today, 21),
        )
    )
    stage.note(f"群众对{house.head}户提出异议")
    stage.day(notice.last_on)
    stage.refused(
        f"公示最后一天就办结{notice.title}",
        lambda session: close(session, stage.book, _list_of(session, house.case_id), by=clerk, at=at(stage.today, 17)),
    )
    stage.go(until=notice.last_on + timedelta(days=1))
    _look_into(stage, objection.id, cast)


def _look_into(stage: Stage, objection_id: int, cast: Cast) -> None:
    clerk, at_once = clerk_of(cast.disputed.area), at(stage.today, 14)
    stage.do(
        lambda session: objecting.investigate(
            session, stage.book, session.get_one(Objection, objection_id), by=clerk, at=at_once
        )
    )
    stage.note("异议开始调查")
    later = stage.today + timedelta(days=3)
    stage.go(until=later, cases=[case for case in stage.cases if case != cast.disputed.case_id])
    if stage.today != later:
        stage.day(later)
    finding, answer = "到不动产登记中心查询，该户在城里没有房产。", "经核实，反映的情况不属实，谢谢监督。"
    stage.do(
        lambda session: objecting.settle(
            session,
            stage.book,
            session.get_one(Objection, objection_id),
            "dismiss",
            finding,
            answer,
            by=OPERATORS[0],
            at=at(stage.today, 9),
        )
    )
    stage.note("异议查实不成立，答复反映人")


def _list_of(session: Session, case_id: int) -> Notice:
    found = lists_of(session, [case_id], STEP)
    if len(found) != 1:
        raise WentWrong(f"{STEP}：{case_id}")
    return found[0]
