"""Before the campaign: the list is taken in, and the first households go through the general procedure."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy.orm import Session

from publicity.journey.cast import HOUSEHOLDS, Cast
from publicity.journey.stage import Stage
from publicity.journey.told import Paper
from states import imports, samples, workbooks
from states.exchange.layouts import household_list
from states.packs import store
from states.practice import township
from states.practice.days import at
from states.practice.staff import OPERATORS

BAD = "农户名单（有一处错误）.xlsx"
FIRST, FREED = date(2021, 6, 2), date(2021, 8, 2)


def play(stage: Stage) -> Cast:
    """Import, identify, eliminate."""
    stage.day(stage.today)
    _refuse_a_wrong_digit(stage)
    data = samples.workbook(HOUSEHOLDS)
    _keep(stage, township.FILE, data)
    cast = Cast(stage.do(lambda session: township.take(session, data, stage.today)))
    stage.heads |= {house.case_id: house.head for house in cast.houses}
    stage.note(f"导入{township.FILE}：{len(cast.houses)}户")
    stage.cases = [house.case_id for house in cast.houses]
    for day, move, cases, words in (
        (FIRST, "identify", cast.summer, "按一般程序识别"),
        (FREED, "eliminate", cast.freed, "按一般程序消除风险"),
    ):
        stage.day(day)
        stage.note(f"{words}：{len(cases)}户")
        stage.begin(cases, move)
        stage.go()
    return cast


def _refuse_a_wrong_digit(stage: Stage) -> None:
    rows = [list(row) for row in samples.rows(HOUSEHOLDS)]
    place = samples.COLUMNS.index("id_no")
    number = rows[6][place]
    rows[6][place] = number[:-1] + ("0" if number[-1] != "0" else "1")
    data = workbooks.write([household_list().heading(name) for name in samples.COLUMNS], rows)
    _keep(stage, BAD, data)
    sheet = imports.read(data, BAD)

    def take(session: Session) -> None:
        looked = imports.preview(session, sheet, OPERATORS[0])
        definition = store.in_force(session, OPERATORS[0].area, stage.today).definition
        imports.take(session, looked, definition, OPERATORS[0], at(stage.today))

    stage.refused(f"导入{BAD}", take)


def _keep(stage: Stage, file: str, data: bytes) -> None:
    (stage.out / file).write_bytes(data)
    stage.journey.documents.append(Paper(file, "workbook", "", 0, hashlib.sha256(data).hexdigest(), ""))
