"""The pages about help: one household's plan from risk to effect, the quarterly check, the gaps, the statistics."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from engine.db import reading
from states.help.delivery_list import HELP
from states.households import Household
from states.openings import Opening
from states.workbooks import write
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import VILLAGE, Township
from tests.web.help_routes import ROUTES
from web.access import Area

MEASURE = {
    "kind": "health",
    "plan": "大病救助报销",
    "begins_on": "2021-10-20",
    "due_on": "2022-03-31",
    "person": "和文华",
    "risk_number": "1",
}


def enter(visitor: Visitor, case_id: int, thing: str, query: str = "", **values: str) -> Page:
    """Fill in the form of one thing."""
    address = f"/help/household/{case_id}/new/{thing}"
    return visitor.send(visitor.get(f"{address}{query}"), address, **values)


def planned(township: Township, username: str = "village-1") -> int:
    """A household with a risk and a measure against it, entered by that person; answer its case."""
    case_id = township.cases()[0]
    clerk = township.sign_in(username)
    assert enter(clerk, case_id, "risk", kind="illness").status == 200
    assert "大病救助报销" in enter(clerk, case_id, "measure", **MEASURE).text
    return case_id


def number_of(township: Township, case_id: int) -> str:
    with reading(township.db) as session:
        return session.scalars(select(Household.number).where(Household.case_id == case_id)).one()


def take_list(visitor: Visitor, *rows: tuple[str, ...]) -> Page:
    """Upload a department's list."""
    data = write(HELP.blank()[0], rows)
    form = visitor.get("/data/import/help")
    looked = visitor.send(form, "/data/import/help", file=(io.BytesIO(data), "名单.xlsx"))
    return visitor.send(looked, "/data/import/help/take") if looked.status == 200 else looked


def test_a_plan_goes_from_risk_to_effect(township: Township) -> None:
    case_id, clerk = planned(township), township.sign_in("village-1")
    told = {"measure_number": "1", "delivered_on": "2021-10-25", "content": "报销3200元", "amount": "3200"}

    page = enter(clerk, case_id, "delivery", **told)
    assert "报销3200元" in page.text
    answers = dict.fromkeys(("works", "usable", "useful"), "yes") | {"enough": "no", "note": "再申请临时救助"}
    page = enter(clerk, case_id, "effect", measure_number="1", **answers)

    assert "成效不够，要调整" in page.text
    booklet = clerk.get(f"/help/household/{case_id}/booklet")
    assert "1. 因病" in booklet.text
    assert "大病救助报销" in booklet.text
    assert "3200.00元" in booklet.text


def test_a_risk_is_settled_and_says_on_what_ground(township: Township) -> None:
    case_id, clerk = planned(township), township.sign_in("village-1")

    page = enter(clerk, case_id, "settle-risk", "?old=1", way="natural", found="复查已痊愈")

    assert "自然消除" in page.text
    assert "复查已痊愈" in page.text


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_kept(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")

    page = enter(clerk, case_id, "risk", kind="disaster")

    assert page.status == 422
    assert "因自然灾害的要选是哪一种灾害" in page.text
    assert "还没有登记风险" in clerk.get(f"/help/household/{case_id}").text


def test_a_changed_plan_keeps_what_was_before_and_needs_a_reason(township: Township) -> None:
    case_id, clerk = planned(township), township.sign_in("village-1")

    without = enter(clerk, case_id, "measure", "?old=1", plan="慢性病签约", reason="")
    assert without.status == 422
    assert "请写明更正的原因" in without.text
    page = enter(clerk, case_id, "measure", "?old=1", plan="慢性病签约", reason="病种核实后调整")

    assert "慢性病签约" in page.text
    assert "大病救助报销" not in page.text


def test_a_form_sent_twice_enters_one_thing(township: Township) -> None:
    case_id, clerk = planned(township), township.sign_in("village-1")
    address = f"/help/household/{case_id}/new/delivery"
    form = clerk.get(address)
    told = {"measure_number": "1", "delivered_on": "2021-10-25", "content": "上门送药"}

    first, second = (clerk.send(form, address, **told) for _ in range(2))

    assert first.text.count("上门送药") == second.text.count("上门送药") == 1


def test_the_quarter_is_checked_by_who_did_not_enter_the_help(township: Township) -> None:
    case_id, officer = planned(township), township.sign_in("township-1")

    page = officer.send(officer.get("/help/checks"), "/help/checks", case=[str(case_id)], found="逐户入户核查")

    assert "已核查1户" in page.text
    assert "有措施没有落实" in officer.get(f"/help/household/{case_id}").text


def test_who_entered_the_help_is_held_at_the_check(township: Township) -> None:
    case_id, officer = planned(township, "township-1"), township.sign_in("township-1")

    page = officer.send(officer.get("/help/checks"), "/help/checks", case=[str(case_id)], found="逐户入户核查")

    assert page.status == 409
    assert "帮扶措施或落实记录是您录入的，要由另一个人核查" in page.text
    assert "未核查" in officer.get("/help/checks").text


def test_a_check_of_nobody_says_what_to_do(township: Township) -> None:
    planned(township)
    officer = township.sign_in("township-1")

    page = officer.send(officer.get("/help/checks"), "/help/checks", case=[], found="逐户入户核查")

    assert page.status == 422
    assert "请先勾选要核查的农户" in page.text


def test_help_outside_of_the_plan_is_listed_and_brought_under_it(township: Township) -> None:
    case_id, officer = planned(township), township.sign_in("township-1")

    page = take_list(officer, (number_of(township, case_id), "教育帮扶", "2021-10-20", "助学金", "教体局", "2000"))
    assert "已入库1条" in page.text
    assert number_of(township, case_id) in page.text
    enter(officer, case_id, "risk", kind="schooling")
    enter(officer, case_id, "measure", **(MEASURE | {"kind": "education", "plan": "助学", "risk_number": "2"}))
    page = enter(officer, case_id, "adopt", "?old=1", measure_number="2", reason="补录措施后归入")

    assert "账外帮扶" not in page.text
    assert number_of(township, case_id) not in officer.get("/help?kind=outside").text


def test_a_list_with_a_bad_line_is_not_taken(township: Township) -> None:
    officer = township.sign_in("township-1")

    page = take_list(officer, ("H99999", "教育帮扶", "2021-10-20", "助学金", "教体局", "2000"))

    assert page.status == 422
    assert "第2行户编号您的辖区里没有这个户编号" in page.text


def test_the_statistics_go_out_as_a_file_in_which_nothing_runs(township: Township) -> None:
    planned(township)
    officer = township.sign_in("township-1")
    assert "最迟2022年1月10日报送" in officer.get("/help/statistics?quarter=2021Q4").text

    page = officer.look("/lists/help-statistics?quarter=2021Q4&format=csv")
    assert "健康帮扶,1,1,0,0,0,0,0" in page.data.decode("utf-8-sig")
    assert officer.look("/lists/help-statistics?quarter=2021Q4").data.startswith(b"PK")
    assert township.sign_in("village-1").look("/lists/help-statistics").status == 403


def test_the_gaps_go_out_as_a_file_of_the_own_area(township: Township) -> None:
    officer, case_id = township.sign_in("township-1"), township.cases()[0]
    take_list(officer, (number_of(township, case_id), "教育帮扶", "2021-10-20", "助学金", "教体局", "2000"))

    lines = officer.look("/lists/help-gaps?kind=outside&format=csv").data.decode("utf-8-sig").splitlines()

    assert [line.split(",")[2] for line in lines[4:]] == [f"'{number_of(township, case_id)}"]


def test_what_a_visit_saw_decides_whether_a_house_counts(township: Township) -> None:
    case_id, clerk = township.cases()[0], township.sign_in("village-1")

    page = enter(clerk, case_id, "security", topic="house", detail="relocated", holds="no", member_id="0")

    assert "房子建好了，但还没有入住，以入住为准" in page.text


def test_another_village_does_not_exist(township: Township) -> None:
    case_id, stranger = planned(township), township.sign_in("village-2")
    token = next(values["csrf_token"] for _, values in stranger.get("/account").forms())

    for route, (_needs, area) in ROUTES.items():
        if area is Area.RECORD:
            method, rule = route.split()
            address = rule.replace("<int:case_id>", str(case_id)).replace("<thing>", "risk")
            page = stranger.look(address) if method == "GET" else stranger.post(address, csrf_token=token)
            assert page.status == 404, route
    for kind in ("no-measure", "measure-without-risk", "left-out"):
        assert number_of(township, case_id) not in stranger.get(f"/help?kind={kind}&area=533401102201").text


@pytest.mark.parametrize("page", ["", "/booklet"])
def test_opening_the_help_of_a_household_is_logged(township: Township, page: str) -> None:
    case_id, auditor = planned(township), township.sign_in("auditor")

    assert auditor.get(f"/help/household/{case_id}{page}").status == 200

    with reading(township.db) as session:
        [household] = session.scalars(select(Household.id).where(Household.case_id == case_id))
        seen = session.scalars(select(Opening.subject).order_by(Opening.id.desc())).first()
    assert seen == f"household-help:{household}"


def test_a_page_that_is_not_there_is_not_found(township: Township) -> None:
    clerk = township.sign_in("village-1")

    assert clerk.get(f"/help/household/{township.cases()[0]}/new/nothing").status == 404


def test_a_villages_measure_is_recorded_corrected_and_seen(township: Township) -> None:
    clerk = township.sign_in("village-1")
    address = f"/help/villages/{VILLAGE}"
    told = {"kind": "industry", "title": "修通产业路3公里", "carried_on": "2021-10-20", "households": "86"}

    refused = clerk.send(clerk.get(address), address, **told, effect="好", amount="12.345")
    page = clerk.send(clerk.get(address), address, **told, effect="蔬菜当天运到县城", amount="360000.50")

    assert refused.status == 422
    assert "请写明成效，至少4个字" in refused.text
    assert "最多两位小数" in refused.text
    assert "修通产业路3公里" in page.text
    assert "360000.50" in page.text
    again = clerk.get(f"{address}?old=1")
    corrected = clerk.send(
        again, address, **told | {"households": "68"}, effect="蔬菜当天运到县城", reason="户数看错了"
    )
    assert "68" in corrected.text
    assert "86" not in corrected.text
    assert clerk.get(f"{address}?old=1").status == 404
