"""Past days through the pages: a household, a list and the status figures as they stood, never as they are now."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from sqlalchemy import select

from engine.db import reading, work
from states import workbooks
from states.book import open_book
from states.changes import deciding
from states.changes.proposing import Edit, propose
from states.exchange.layouts import shipped
from states.exchange.past import DAY, LEGEND, NO_RECORD
from states.households import Household
from states.openings import Opening
from states.practice.staff import CLERKS, OPERATORS
from tests.web.desks.conftest import BEGUN, OTHER_VILLAGE, VILLAGE, Township

CHANGED, LATER = date(2021, 10, 28), date(2021, 11, 3)


def moved_house(township: Township) -> Household:
    """A household whose address was changed on a day, by two people; some days later."""
    at = datetime(2021, 10, 28, 2, tzinfo=UTC)
    with work(township.db) as session:
        home = session.scalars(select(Household).where(Household.village == VILLAGE).order_by(Household.id)).first()
        assert home is not None
        session.expire_on_commit = False
        edit = Edit("household", home.id, "address", "三组新房")
        [change] = propose(session, [edit], by=CLERKS[0], at=at, source="visit")
        deciding.verify(session, open_book(), change, by=OPERATORS[0], at=at)
        before = change.before
    township.on(LATER)
    assert before != "三组新房"
    return home


def test_a_household_is_shown_as_it_stood_and_the_opening_is_logged(township: Township) -> None:
    home = moved_house(township)
    clerk = township.sign_in("village-1")

    def shown(day: str) -> str:
        return clerk.get(f"/case/{home.case_id}/on-day?day={day}").text

    assert "三组新房" in shown("2021-10-28")
    assert "三组新房" not in shown("2021-10-27")
    assert "拟监测户" in shown("2021-10-27")
    assert "2021年10月18日当时无记录" in shown("2021-10-18")
    assert "三组新房" not in shown("2021-10-18")
    with reading(township.db) as session:
        logged = session.scalars(select(Opening).where(Opening.subject == f"household:{home.id}")).all()
    assert len(logged) == 5


def test_a_day_that_is_none_or_to_come_is_told_beside_the_field(township: Township) -> None:
    case, clerk = township.cases()[0], township.sign_in("village-1")
    for day in ("2021-02-30", "2030-01-01"):
        answer = clerk.look(f"/case/{case}/on-day?day={day}")
        assert (answer.status, "不能晚于今天" in answer.text) == (422, True)
    assert clerk.get(f"/case/{case}/on-day").status == 200
    assert clerk.look(f"/totals/status?on={day}").status >= 400
    assert township.sign_in("village-2").look(f"/case/{case}/on-day?day=2021-10-20").status == 404


def test_a_list_goes_out_as_it_stood_and_cannot_come_back_as_edits(township: Township) -> None:
    home = moved_house(township)
    operator = township.sign_in("township-1")
    known = shipped()["household-register"].fields

    def address(day: str) -> str:
        data = operator.client.get(f"/households/export?as_of={day}&area={VILLAGE}").data
        sheet = workbooks.read(data, "a.xlsx", known)
        at = {heading: place for place, heading in enumerate(sheet.headings)}
        row = next(row for row in sheet.rows if row.cells[at["户编号"]] == home.number)
        assert row.cells[at[DAY]] == day
        assert (row.cells[-1] == LEGEND) is (day < BEGUN.isoformat())
        return str(row.cells[at["家庭住址"]])

    assert address("2021-10-28") == "三组新房"
    assert address("2021-10-27") not in ("三组新房", NO_RECORD)
    assert address("2021-10-18") == NO_RECORD
    file = operator.client.get("/households/export?as_of=2021-10-27").data
    page = operator.get("/data/exchange/edits")
    back = operator.send(page, "/data/exchange/edits", file=(io.BytesIO(file), "a.xlsx"))
    assert "这份表是2021-10-27的情况" in back.text


def test_status_figures_are_those_of_the_plan_s_own_day_or_of_the_day_asked_for(township: Township) -> None:
    moved_house(township)
    operator = township.sign_in("township-1")

    assert "2021年9月30日24时" in operator.get("/totals/status").text
    now = operator.get("/totals/status?on=2021-11-03").text
    assert "当时还没有登记" in operator.get("/totals/status").text
    assert "当时还没有登记" not in now
    clerk = township.sign_in("village-1").get(f"/totals/status?area={OTHER_VILLAGE}&on=2021-11-03").text
    assert OTHER_VILLAGE not in clerk
    assert "请选择乡镇" in township.sign_in("county-1").get("/totals/status").text
