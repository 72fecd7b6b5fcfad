"""The yearly sheet of a village at the desk, doubts about a village, and the parameters of a county."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, select

from engine.db import reading, work
from states.places import figures
from states.practice.staff import CLERKS
from states.quality.findings import Finding
from states.regions import Region
from tests.states.register import AT
from tests.web.client import Visitor
from tests.web.desks.conftest import VILLAGE, Township

ADDRESS = f"/quality/villages/{VILLAGE}"


def entered(visitor: Visitor, **numbers: str) -> Any:
    page = visitor.get(ADDRESS)
    return visitor.send(page, ADDRESS, reason="重新清点", **numbers)


def test_one_enters_a_sheet_and_another_verifies_it(township: Township) -> None:
    clerk, operator = township.sign_in("village-1"), township.sign_in("township-1")

    page = entered(clerk, **{"numbers-0": "12", "numbers-6": "35.5"})

    assert "已保存，等另一个人核对" in page.text
    assert "要由另一个人核对" in clerk.get(ADDRESS).text
    assert "等核对" in operator.get("/quality/villages").text
    waiting = operator.get(ADDRESS)
    [action] = {action for action, _values in waiting.forms() if action.endswith("/verify")}
    assert action not in {other for other, _values in clerk.get(ADDRESS).forms()}
    page = operator.send(waiting, action)
    assert "已核对，下一轮筛查按这张表比对" in page.text
    assert "35.5" in page.text


def test_a_wrong_number_comes_back_beside_its_box(township: Township) -> None:
    page = entered(township.sign_in("village-1"), **{"numbers-0": "12.5"})

    assert page.status == 422
    assert "户数和个数为整数" in page.text
    assert {"12.5"} == {values["numbers-0"] for action, values in page.forms() if action == ADDRESS}


def test_a_doubt_about_a_village_says_what_to_check_and_what_proves_it(township: Township) -> None:
    with work(township.db) as session:
        place = session.get_one(Region, VILLAGE)
        figures.declare(session, place, AT.year, {"households": 3, "minimum_living": 4}, "", CLERKS[0], AT)
    clerk = township.sign_in("village-1")
    clerk.send(clerk.get("/quality"), "/quality/run")
    with reading(township.db) as session:
        one = session.scalars(select(Finding.id).where(Finding.rule == "L_115b")).one()

    page = clerk.get(f"/quality/findings/{one}")

    assert "低保户数4大于总户数3" in page.text
    assert "对照名册重新清点低保户数和总数" in page.text
    assert "文件凭据或部门答复" in page.text
    assert "登记入户核查" not in page.text
    told = {"said": "清点低保名册", "proof": "document", "document": "低保名册", "document_on": "2021-10-18"}
    assert "已整改待复查" in clerk.send(page, f"/quality/findings/{one}/claim", **told).text
    assert "全村" in clerk.get("/quality?rule=L_115b").text
    assert "低保户数4大于总户数3" in clerk.get(ADDRESS).text


def test_a_county_sets_a_parameter_and_a_township_only_reads_it(township: Township) -> None:
    county, operator = township.sign_in("county-1"), township.sign_in("township-1")
    told = {"name": "most_distance", "year": "2021", "value": "8", "basis": "县农防办〔2021〕7号"}

    page = county.send(county.get("/quality/parameters"), "/quality/parameters", **told)

    assert "已设定" in page.text
    shown = operator.get("/quality/parameters").text
    assert "县农防办〔2021〕7号" in shown
    assert "设定参数" not in shown
    refused = county.send(county.get("/quality/parameters"), "/quality/parameters", **told | {"value": "很多"})
    assert refused.status == 422


def test_the_desk_and_the_page_of_help_cost_the_same_statements_however_much_waits(township: Township) -> None:
    operator = township.sign_in("township-1")
    counts: dict[str, list[int]] = {"/data": [], "/help": [], "/quality": [], "/quality/villages": []}
    seen: list[str] = []
    event.listen(township.db, "before_cursor_execute", lambda _c, _cur, statement, *_more: seen.append(statement))
    for _turn in range(2):
        for address, told in counts.items():
            seen.clear()
            assert operator.get(address).status == 200
            told.append(len(seen))
        operator.send(operator.get("/quality"), "/quality/run")

    assert all(first >= second - 2 for first, second in counts.values()), counts
    assert max(max(told) for told in counts.values()) <= 30, counts
