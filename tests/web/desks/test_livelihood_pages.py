"""The pages about work and study: mismatches found and settled, the students' list, training, corrections."""

from __future__ import annotations

import io

from sqlalchemy import select

from engine.db import reading
from states.households import Household
from states.livelihood.student_list import HEADINGS
from states.members import Member
from states.workbooks import write
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import Township
from tests.web.help_routes import ROUTES
from web.access import Area

WORK = {"place": "530111", "place_name": "昆明市官渡区", "began_on": "2021-03-01", "monthly_pay": "3000"}


def enter(visitor: Visitor, case_id: int, thing: str, query: str = "", **values: str) -> Page:
    """Fill in the form of one thing; the member is the first of the household."""
    address = f"/livelihood/household/{case_id}/new/{thing}"
    return visitor.send(visitor.get(f"{address}{query}"), address, **values)


def head_of(township: Township, case_id: int) -> Member:
    with reading(township.db) as session:
        query = select(Member).join(Household, Household.id == Member.household_id)
        return session.scalars(query.where(Household.case_id == case_id, Member.is_head)).one()


def test_a_mismatch_is_listed_until_a_call_settles_it(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")
    enter(clerk, case_id, "work", **WORK)
    page = enter(clerk, case_id, "sheet", works="yes", wage="0")
    assert "待核实的务工信息" in page.text
    assert "有务工无收入" in clerk.get("/livelihood").text

    member = head_of(township, case_id).id
    query = f"?member={member}&kind=work-without-income"
    page = enter(clerk, case_id, "settle", query, way="call", found="工资年底一次结清")

    assert "待核实的务工信息" not in page.text
    assert "已核实" in clerk.get("/livelihood?kind=work-without-income").text


def test_a_mismatch_without_a_finding_stays(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")
    enter(clerk, case_id, "sheet", works="no", wage="9000")

    page = enter(clerk, case_id, "settle", kind="income-without-work", found=" ")

    assert page.status == 422
    assert "有收入无务工" in clerk.get(f"/livelihood/household/{case_id}").text


def test_a_corrected_record_stays_to_be_seen(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")
    enter(clerk, case_id, "work", **WORK)

    assert enter(clerk, case_id, "work", "?old=1", monthly_pay="3500", reason="").status == 422
    page = enter(clerk, case_id, "work", "?old=1", monthly_pay="3500", reason="工资卡流水")

    assert "3500.00" in page.text
    assert "3000.00" in page.text
    assert "更正原因：工资卡流水" in page.text
    assert enter(clerk, case_id, "work", "?old=2", monthly_pay="3600", reason="再次核对").status == 200
    assert clerk.get(f"/livelihood/household/{case_id}/new/work?old=1").status == 404


def test_students_of_the_synced_list_are_entered_until_nothing_differs(township: Township) -> None:
    case_id, officer = township.cases()[0], township.sign_in("township-1")
    head = head_of(township, case_id)
    data = write(list(HEADINGS.values()), [(head.name, head.id_no, "中职", "清水职业中学")])
    form = officer.get("/livelihood/students")
    page = officer.send(form, "/livelihood/students", file=(io.BytesIO(data), "同步.xlsx"))
    assert "同步名单里有，我们没有登记" in page.text

    told = {"level": "vocational", "school": "清水职业中学", "enrolled_on": "2021-09-01", "outcome": "studying"}
    enter(officer, case_id, "student", f"?member={head.id}", **told)
    paid = enter(officer, case_id, "subsidy", f"?member={head.id}", term="2021秋", amount="1500", paid_on="2021-10-20")

    assert "补助1500.00元" in paid.text
    assert "没有差异" in officer.get("/livelihood/students").text


def test_a_list_without_its_columns_is_not_taken(township: Township) -> None:
    officer = township.sign_in("township-1")
    data = write(["姓名", "证件号码"], [("和丽", "1")])

    page = officer.send(officer.get("/livelihood/students"), "/livelihood/students", file=(io.BytesIO(data), "a.xlsx"))

    assert page.status == 422
    assert "“学历层次” 表头缺少这一栏" in page.text


def test_training_is_listed_by_year(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")
    told = {"began_on": "2021-06-01", "ended_on": "2021-06-05", "hours": "40"}

    enter(clerk, case_id, "training", subject="护工", organiser="县人社局", **told)

    assert "护工" in clerk.get("/livelihood/trainings").text
    assert "护工" not in clerk.get("/livelihood/trainings?year=2020").text
    assert "护工" not in township.sign_in("village-2").get("/livelihood/trainings").text


def test_another_village_does_not_exist(township: Township) -> None:
    case_id, stranger = township.cases()[0], township.sign_in("village-2")
    enter(township.sign_in("village-1"), case_id, "sheet", works="no", wage="9000")
    token = next(values["csrf_token"] for _, values in stranger.get("/account").forms())

    for route, (_needs, area) in ROUTES.items():
        if area is Area.RECORD:
            method, rule = route.split()
            address = rule.replace("<int:case_id>", str(case_id)).replace("<thing>", "work")
            page = stranger.look(address) if method == "GET" else stranger.post(address, csrf_token=token)
            assert page.status == 404, route
    assert "没有对不上的务工信息" in stranger.get("/livelihood?area=533401102201").text
