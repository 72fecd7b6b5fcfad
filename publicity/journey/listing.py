"""The list of households comes in: first with a wrong digit, which is refused, then as it should be."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from publicity.journey.stage import Stage
from publicity.journey.told import Paper
from states import imports, samples, workbooks
from states.exchange.layouts import household_list
from states.packs import store
from states.practice import township
from states.practice.days import at
from states.practice.houses import House
from states.practice.staff import hand
from states.sample_places import Township

HOUSEHOLDS = 30
BAD = "农户名单（有一处错误）.xlsx"


def take_in(stage: Stage, place: Township) -> list[House]:
    """Take the sample list of a township in; answer its households in the order of the list."""
    _refuse_a_wrong_digit(stage, place)
    data = samples.workbook(HOUSEHOLDS, place)
    _keep(stage, township.FILE, data)
    houses = list(stage.do(lambda session: township.take(session, data, stage.today, place)))
    stage.heads |= {house.case_id: house.head for house in houses}
    stage.note(f"导入{township.FILE}：{len(houses)}户")
    stage.cases = [house.case_id for house in houses]
    return houses


def _refuse_a_wrong_digit(stage: Stage, place: Township) -> None:
    rows = [list(row) for row in samples.rows(HOUSEHOLDS, place)]
    column = samples.COLUMNS.index("id_no")
    number = rows[6][column]
    rows[6][column] = number[:-1] + ("0" if number[-1] != "0" else "1")
    data = workbooks.write([household_list().heading(name) for name in samples.COLUMNS], rows)
    _keep(stage, BAD, data)
    sheet, operator = imports.read(data, BAD), hand("township", place.code)

    def take(session: Session) -> None:
        looked = imports.preview(session, sheet, operator)
        definition = store.in_force(session, operator.area, stage.today).definition
        imports.take(session, looked, definition, operator, at(stage.today))

    stage.refused(f"导入{BAD}", take)


def _keep(stage: Stage, file: str, data: bytes) -> None:
    (stage.out / file).write_bytes(data)
    stage.journey.documents.append(Paper(file, "workbook", "", 0, hashlib.sha256(data).hexdigest(), ""))
