"""The register: the list, the search, and taking in a list of households."""

from __future__ import annotations

import io
import re

from engine.db import reading
from states.households import Household
from states.members import Member
from states.samples import VILLAGES
from states.workbooks import write
from tests.states.register import number
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, Township

HEADINGS = ["行政村", "村民小组", "姓名", "与户主关系", "证件号码"]


def offered(operator: Visitor, data: bytes, name: str = "名单.xlsx") -> Page:
    return operator.send(
        operator.get("/data/import/households"), "/data/import/households", file=(io.BytesIO(data), name)
    )


def sheet(*rows: tuple[str, ...]) -> bytes:
    return write(HEADINGS, rows)


def good(sequence: int = 901) -> bytes:
    village = next(iter(VILLAGES.values()))
    return sheet(
        (village, "一组", "和建军", "户主", number(sequence)), (village, "一组", "杨秀英", "配偶", number(sequence + 1))
    )


def test_households_are_listed_by_place_and_state(township: Township) -> None:
    clerk = township.sign_in("village-1")

    page = clerk.get("/households")

    assert all(f"/case/{one}" in page.html for one in township.cases())
    assert all(f"/case/{one}" not in page.html for one in township.cases(OTHER_VILLAGE))
    assert "没有这种状态的农户" in clerk.get("/households?state=monitored").text
    assert clerk.get(f"/households?area={OTHER_VILLAGE}&state=x&after=-1").status == 200


def test_people_are_found_inside_ones_own_area_only(township: Township) -> None:
    with reading(township.db) as session:
        mine = session.query(Member).filter(Member.village == OTHER_VILLAGE).first()
        household = session.get_one(Household, mine.household_id)
    near, far = township.sign_in("township-1"), township.sign_in("village-1")

    for words in (mine.name, mine.pinyin, mine.initials, mine.id_no, household.number):
        assert f"/case/{household.case_id}" in near.get(f"/households?q={words}").html, words
        assert f"/case/{household.case_id}" not in far.get(f"/households?q={words}").html, words
    assert "没有找到" in far.get("/households?q=不存在").text


def test_a_list_is_looked_through_and_then_taken_in(township: Township) -> None:
    operator = township.sign_in("township-1")

    looked = offered(operator, good())
    assert "检查通过" in looked.text
    assert "和建军" not in operator.get("/households").text
    taken = operator.send(looked, "/data/import/households/take")

    assert "已导入1户2人" in taken.text
    assert "已于2021年10月19日由李建华导入过" in re.sub("2021-10-19", "2021年10月19日", offered(operator, good()).text)
    again = operator.send(looked, "/data/import/households/take")
    assert again.status == 409
    assert "没有重复导入" in again.text


def test_each_bad_cell_is_named_and_nothing_is_taken(township: Township) -> None:
    operator = township.sign_in("township-1")
    village = next(iter(VILLAGES.values()))

    page = offered(
        operator,
        sheet(
            (village, "一组", "和建军", "户主", "530000199001011234"), (village, "九组", "杨秀英", "配偶", number(905))
        ),
    )

    assert page.status == 422
    assert "没有入库" in page.text
    assert "第2行证件号码" in page.text
    assert "第3行村民小组" in page.text


def test_what_is_no_table_is_said_so(township: Township) -> None:
    operator = township.sign_in("township-1")

    assert "不是表格" in offered(operator, b"<html><body>x</body></html>").text
    assert "空的" in offered(operator, b"").text
    assert "请选择要导入的表格文件" in offered(operator, b"x", "").text
    assert operator.get("/data/import/households/form").status == 200


def test_only_the_offices_that_import_may(township: Township) -> None:
    assert township.sign_in("village-1").get("/data/import/households").status == 403
