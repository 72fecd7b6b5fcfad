"""The section 导入导出: what is good of a list comes in, the rest goes back, and lists go out by what is shown."""

from __future__ import annotations

import io

from sqlalchemy import select

from engine.db import reading
from states import workbooks
from states.households import Household
from states.openings import Opening
from states.samples import VILLAGES
from states.workbooks import write
from tests.states.register import number
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township

HEADINGS = ["行政村", "村民小组", "姓名", "与户主关系", "证件号码"]


def mixed() -> bytes:
    """One sound household and one with a wrong digit."""
    village = next(iter(VILLAGES.values()))
    wrong = number(911)[:-1] + ("0" if number(911)[-1] != "0" else "1")
    return write(
        HEADINGS, [(village, "一组", " 和建军", "户主", number(901)), (village, "一组", "杨秀英", "户主", wrong)]
    )


def test_what_is_good_comes_in_and_the_rest_goes_back_with_remarks(township: Township) -> None:
    operator = township.sign_in("township-1")
    page = operator.get("/data/import/households")

    looked = operator.send(page, "/data/import/households", file=(io.BytesIO(mixed()), "名单.xlsx"))
    assert looked.status == 422
    assert "1户没有问题，可以先入库" in looked.text
    assert "已规范1处" in looked.text
    token = next(values for action, values in looked.forms() if str(action).endswith("/remarks"))
    back = operator.client.post("/data/import/households/remarks", data=token)
    taken = operator.send(looked, "/data/import/households/take")

    rows = workbooks.read(back.data, "a.xlsx", ("姓名", "问题")).rows
    assert [bool(row.cells[-2]) for row in rows] == [False, True]
    assert "已导入1户1人" in taken.text
    shown = operator.get("/data/exchange").text
    assert "名单.xlsx" in shown
    assert "已办完" in shown


def test_an_export_holds_what_the_page_shows_and_logs_full_numbers(township: Township) -> None:
    operator = township.sign_in("township-1")
    with reading(township.db) as session:
        numbers = set(session.scalars(select(Household.number).where(Household.village == OTHER_VILLAGE)))

    address = f"/households/export?area={OTHER_VILLAGE}&layout=household-list"
    answer = operator.client.get(address)

    sheet = workbooks.read(answer.data, "a.xlsx", ("户编号", "证件号码"))
    assert {row.cells[0] for row in sheet.rows} == numbers
    assert operator.client.get("/households/export?format=csv").data.startswith("\ufeff".encode())
    assert operator.client.get("/households/export?layout=none").status_code == 404
    assert operator.client.get("/households/export?area=5333").status_code == 404
    with reading(township.db) as session:
        logged = session.scalars(select(Opening.subject).where(Opening.subject.startswith("export:"))).all()
    assert logged == [f"export:household-list:{OTHER_VILLAGE}"]


def test_collection_forms_are_for_ones_own_villages(township: Township) -> None:
    operator, clerk = township.sign_in("township-1"), township.sign_in("village-1")

    paper = operator.client.get(f"/data/exchange/forms/{VILLAGE}.pdf")
    file = operator.client.get(f"/data/exchange/forms/{VILLAGE}.xlsx")

    assert (paper.status_code, file.status_code) == (200, 200)
    assert paper.data.startswith(b"%PDF")
    assert "户编号" in workbooks.read(file.data, "a.xlsx", ("户编号", "姓名")).headings
    for kind in ("pdf", "xlsx"):
        assert clerk.client.get(f"/data/exchange/forms/{OTHER_VILLAGE}.{kind}").status_code == 404
