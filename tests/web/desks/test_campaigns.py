"""Campaigns at the desk: begun, reported, put off with a second look, teams, lists in line, windows, closed."""

from __future__ import annotations

from datetime import date

from engine.cases import Case, open_cases
from engine.db import work
from states.campaigns.campaign import CAMPAIGN, Campaign
from states.packs.store import in_force
from states.practice.staff import REVIEWERS
from tests.states.register import AT
from tests.web.desks.conftest import VILLAGE, Township

ONE = "/campaigns/1"


def begun(township: Township) -> None:
    """The township's campaign, drawn up and begun through the pages."""
    officer = township.sign_in("township-1")
    township.on(date(2021, 10, 25))
    assert "启动时固定名册" in officer.send(officer.get("/campaigns/new"), "/campaigns/new", title="秋季调整").text
    assert "名册固定了" in officer.send(officer.get(f"{ONE}/begin"), f"{ONE}/begin").text


def test_a_campaign_is_run_through_its_pages(township: Township) -> None:
    begun(township)
    officer, clerk, county = (township.sign_in(name) for name in ("township-1", "village-1", "county-1"))

    page = clerk.get(f"{ONE}/report/collect")
    assert "随上报的调整汇总数据" in page.text
    assert "已上报完成" in clerk.send(page, f"{ONE}/report/collect", note="全部入户").text
    assert "已退回" in officer.send(officer.get(f"{ONE}/returned/1"), f"{ONE}/returned/1", reason="缺两户的表").text
    assert "缺两户的表" in clerk.get(ONE).text

    told = {"level": "village", "area": VILLAGE, "until": "2021-10-28", "reason": "大雪封山三天"}
    asked = officer.send(officer.get(f"{ONE}/extend/collect"), f"{ONE}/extend/collect", **told)
    assert "请再核对一遍" in asked.text
    assert "已延到" in officer.send(asked, f"{ONE}/extend/collect", **told, sure="yes").text
    again = officer.send(officer.get(f"{ONE}/extend/collect"), f"{ONE}/extend/collect", **told, sure="yes")
    assert (again.status, "只能往后延" in again.text) == (409, True)

    joined = officer.send(officer.get(f"{ONE}/teams"), f"{ONE}/teams", area=VILLAGE, post="leader", name="和志强")
    assert "已列入工作队" in joined.text
    replaced = officer.send(officer.get(f"{ONE}/teams/1"), f"{ONE}/teams/1", name="木文华", reason="工作调动")
    assert "工作调动" in replaced.text

    assert (
        "按先后排队" in clerk.send(clerk.get(f"{ONE}/lists"), f"{ONE}/lists", title="拟纳入名单", households="3").text
    )
    assert "复核结果已登记" in officer.send(officer.get(f"{ONE}/lists"), f"{ONE}/lists/1", result="符合条件").text

    window = f"{ONE}/windows/entry"
    sent = county.send(county.get(window), window, document="香振请〔2021〕3号", asked_on="2021-10-25")
    assert "申请已登记" in sent.text
    days = {"answered_on": "2021-10-25", "since": "2021-11-13", "until": "2021-11-25", "granted": "yes"}
    assert "批复已登记" in county.send(county.get(window), f"{window}/1", document="迪振复〔2021〕7号", **days).text
    for sheet in ("roster", "summary", "plan"):
        assert officer.get(f"{ONE}/{sheet}").status == 200

    page = officer.get(f"{ONE}/close")
    assert officer.send(page, f"{ONE}/close", summary="已部署").status == 409
    assert "集中行动已结束" in officer.send(page, f"{ONE}/close", summary="已部署", left_because="上级通知结束").text


def test_a_county_sees_its_townships_added_up_and_one_of_them_place_by_place(township: Township) -> None:
    by = REVIEWERS[0]
    with work(township.db) as session:
        [case] = open_cases(session, CAMPAIGN, [by.area], by, AT)
        pack = in_force(session, VILLAGE, date(2021, 10, 25))
        one = Campaign(case_id=case.id, area=by.area, title="全市集中行动", pack_id=pack.id, digest=pack.digest)
        one.begun_on = date(2021, 10, 20)
        session.add(one)
        session.get_one(Case, case.id).state = "under-way"
    county = township.sign_in("county-1")

    assert "0/4" in county.get(ONE).text
    assert "和平村" in county.get(f"{ONE}?area=533401102").text
    assert "全市集中行动" in township.sign_in("village-1").get("/campaigns").text
