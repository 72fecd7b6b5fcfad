"""Problem lists, staff training and yearly sheets at the desk: each from its first form to its last."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy import select

from engine.db import reading
from states.households import Household
from states.practice.staff import CLERKS, OPERATORS
from states.problems.similar import Similar
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import BEGUN, VILLAGE, Township


def photo() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    data.seek(0)
    return data, "整改.png"


def received(visitor: Visitor) -> Page:
    told = {"kind": "feedback", "document": "数据质量反馈清单", "issuer": "市乡村振兴局", "year": "2021"}
    told |= {"received_on": BEGUN.isoformat(), "rectify_by": "2021-12-10"}
    return visitor.send(visitor.get("/problems/lists/new"), "/problems/lists/new", **told)


def test_a_problem_goes_from_the_list_to_its_closing(township: Township) -> None:
    officer, clerk = township.sign_in("township-1"), township.sign_in("village-1")
    leader = township.sign_in("leader")
    with reading(township.db) as session:
        number = session.scalars(select(Household.number).where(Household.village == VILLAGE)).first()

    assert "清单已登记" in received(officer).text
    page = officer.get("/problems/lists/1")
    told = {"text": "个别户入户记录不完整", "area": VILLAGE, "households": "无此户"}
    assert "没有这些户编号" in officer.send(page, "/problems/lists/1/add", **told).text
    assert "等认领" in officer.send(page, "/problems/lists/1/add", **(told | {"households": str(number)})).text
    assert "个别户入户记录不完整" in clerk.get("/problems").text
    assert "请在本辖区举一反三" in clerk.send(clerk.get("/problems/1"), "/problems/1/claim").text
    page = clerk.get("/problems/1")
    assert "请至少写一个条件" in clerk.send(page, "/problems/1/trace").text
    chosen = {"field": "household.number", "how": "filled"}
    assert "请逐户判定" in clerk.send(page, "/problems/1/trace", **chosen).text
    with reading(township.db) as session:
        rows = [str(one) for one in session.scalars(select(Similar.id).order_by(Similar.id))]
    page = clerk.get("/problems/1")
    judged = {"home": rows[1:], "verdict": "other", "reason": "记录完整"}
    assert f"已判定{len(rows) - 1}户" in clerk.send(page, "/problems/1/judge", **judged).text
    assert "请整改" in clerk.send(clerk.get("/problems/1"), "/problems/1/finish").text
    along = {"home": rows[:1], "measure": "补采了入户信息", "on": BEGUN.isoformat()}
    token = next(values["csrf_token"] for _, values in clerk.get("/problems/1").forms())
    assert clerk.post("/problems/1/along", csrf_token=token, **along).status == 302
    assert "补采了入户信息" in clerk.get("/problems/1").text
    done = {"measures": "补采并核对了入户信息", "responsible": "和秀兰", "on": BEGUN.isoformat()}
    page = clerk.get("/problems/1")
    assert "请附整改佐证材料" in clerk.send(page, "/problems/1/rectify", **done).text
    assert "等上一级核查" in clerk.send(page, "/problems/1/rectify", **done, file=photo()).text
    page = officer.get("/problems/1")
    assert "核查通过，等销号" in officer.send(page, "/problems/1/check", found="到户看过，记录完整").text
    page = leader.send(leader.get("/problems/1"), "/problems/1/close", said="整改到位", file=photo())
    assert "已销号" in page.text
    files = [a.get("href") for a in page.root.iter("a") if "/files/" in (a.get("href") or "")]
    assert [leader.look(str(one)).status for one in files] == [200, 200]


def test_a_session_is_planned_signed_and_held(township: Township) -> None:
    officer = township.sign_in("township-1")
    told = {
        "title": "动态调整培训",
        "place": OPERATORS[0].area,
        "way": "lecture",
        "contents": "入户核查",
        "trainer": "杨红",
    }
    told |= {"began_on": BEGUN.isoformat(), "ended_on": BEGUN.isoformat(), "hours": "4", "villages": VILLAGE}
    page = officer.get("/sessions/new")
    assert officer.send(page, "/sessions/new", **(told | {"ended_on": "2021-01-01"})).status == 422
    assert "培训已安排" in officer.send(page, "/sessions/new", **told).text
    page = officer.get("/sessions/1")
    assert "还没有登记参训人员" in page.text
    people = f"@{CLERKS[0].id}，村委会，信息员，合格\n和建军，村委会，网格员，缺席"
    assert officer.send(page, "/sessions/1/people", people=people).status == 200
    assert "签到表已上传" in officer.send(officer.get("/sessions/1"), "/sessions/1/signed", file=photo()).text
    assert "已登记举办" in officer.send(officer.get("/sessions/1"), "/sessions/1/hold", assessment="抽问合格").text
    assert "小中甸镇" in officer.get("/sessions/quarter?quarter=2021-Q4").text
    assert "缺席" in officer.get("/sessions/1").text


def test_a_sheet_begins_with_last_year_and_a_team_changes(township: Township) -> None:
    officer, clerk = township.sign_in("township-1"), township.sign_in("village-1")
    address = f"/sheets/lifted_out_village/{VILLAGE}"
    assert "这个村列为脱贫村" in officer.send(officer.get(address), f"{address}/owes", owes="yes").text
    page = clerk.get(f"{address}?year=2020")
    assert clerk.send(page, address, **{"year": "2020", "answers-0": "many"}).status == 422
    assert "等另一个人核对" in clerk.send(page, address, **{"year": "2020", "answers-0": "312"}).text
    page = officer.get(f"{address}?year=2020")
    assert "已核对" in officer.send(page, "/sheets/verify/1").text
    assert 'value="312"' in clerk.get(address).html
    team = f"/sheets/work_team/{VILLAGE}"
    sent = {"name": "王建国", "unit": "市财政局", "post": "leader", "since": "2021-05-01"}
    assert "工作队员已登记" in clerk.send(clerk.get(team), f"/sheets/team/{VILLAGE}/join", **sent).text
    other = sent | {"name": "李红梅", "since": BEGUN.isoformat()}
    assert "请办理替换" in clerk.send(clerk.get(team), f"/sheets/team/{VILLAGE}/join", **other).text
    other |= {"replaces": "1", "reason": "任期届满"}
    assert "李红梅" in clerk.send(clerk.get(team), f"/sheets/team/{VILLAGE}/join", **other).text
    gone = {"row": "2", "until": BEGUN.isoformat(), "reason": "调离"}
    assert "已登记离队" in clerk.send(clerk.get(team), f"/sheets/team/{VILLAGE}/leave", **gone).text
    assert clerk.client.get(f"{address}/form.pdf").data.startswith(b"%PDF")
