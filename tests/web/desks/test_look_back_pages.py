"""The pages of the look-back, as people at the desks use them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from engine.actors import SYSTEM, Actor
from engine.cases import Case
from engine.db import reading, work
from states.book import open_book
from states.households import Draft, Household, register
from states.look_back.check_lines import CheckLine
from states.look_back.taking_over import Formerly, take_over_list
from states.packs.store import in_force
from tests.web.desks.conftest import BEGUN, VILLAGE, Township
from tests.web.desks.test_every_list import _person

AT = datetime(2021, 10, 20, 1, tzinfo=UTC)


def monitored_before(township: Township, eliminated: date | None = None, n: int = 3) -> list[int]:
    """Households that were monitored before the program; their cases."""
    with work(township.db) as session:
        by, definition = Actor("system", "系统", "township"), in_force(session, VILLAGE, BEGUN).definition
        drafts = [
            Draft(VILLAGE + "01", {"number": f"{VILLAGE}8{k:04}", "head_name": f"旧户{k}"}, (_person(f"旧户{k}"),))
            for k in range(n)
        ]
        ids = register(session, drafts, definition, SYSTEM, AT)
        lines = [Formerly(f"{VILLAGE}8{k:04}", "marginal", date(2020, 5, 1), eliminated) for k in range(n)]
        take_over_list(session, open_book(), lines, "全国系统2021年9月导出", by=by, at=AT)
        return list(session.scalars(select(Household.case_id).where(Household.id.in_(ids))))


def test_a_village_begins_to_fill_the_gaps_of_all_its_households(township: Township) -> None:
    cases = monitored_before(township)
    clerk = township.sign_in("village-1")

    page = clerk.get("/look-back")
    assert "申请和承诺授权缺：纳入监测申请书、承诺授权书" in page.text
    begun = clerk.send(clerk.get(f"/look-back/fill?area={VILLAGE}"), "/look-back/fill")

    assert "已启动3户的补程序" in begun.text
    with reading(township.db) as session:
        runs = session.scalars(select(Case.run_id).where(Case.id.in_(cases))).all()
    assert None not in runs
    assert "补程序 · 识别纳入" in clerk.get(f"/case/{cases[0]}").text
    assert "入户核实正在补：入户核查记录" in clerk.get("/look-back").text


def test_one_household_that_is_in_a_procedure_is_held_with_the_reason(township: Township) -> None:
    cases = monitored_before(township)
    clerk = township.sign_in("village-1")
    mine, another = clerk.get("/look-back"), clerk.get("/look-back")
    clerk.send(mine, f"/look-back/household/{cases[0]}/fill")

    again = clerk.send(another, f"/look-back/household/{cases[0]}/fill")

    assert "这一户正在补程序，补完或终止以后再办" in again.text


def test_lines_are_proposed_struck_with_a_reason_confirmed_and_begun(township: Township) -> None:
    cases = monitored_before(township, date(2021, 6, 1))
    clerk = township.sign_in("village-1")
    with reading(township.db) as session:
        numbers = session.scalars(select(Household.number).where(Household.case_id.in_(cases[:2]))).all()
    for number in numbers:
        told = {"source": "department", "received_on": "2021-10-20", "text": "医保反馈自付费用超过两万元"}
        clerk.send(clerk.get(f"/leads/new?number={number}"), "/leads/new", number=number, **told)
    assert 'href="/leads/new"' in clerk.get("/look-back/lists?list=adjustment").html
    page = clerk.send(clerk.get("/look-back/lists?list=adjustment"), "/look-back/propose")
    assert "部门推送（2021-10-20收到）：医保反馈自付费用超过两万元" in page.text
    with reading(township.db) as session:
        first, second = session.scalars(select(CheckLine.id).order_by(CheckLine.id)).all()

    def settle(line: int | str, act: str, reason: str = "") -> str:
        here = clerk.get("/look-back/lists?list=adjustment")
        return clerk.send(here, "/look-back/lists", line=str(line), act=act, reason=reason).text

    assert "划去要写明核查的情况和理由" in settle(first, "strike")
    assert "请先勾选名单上的户" in settle("", "confirm")
    settle(first, "strike", "入户看过，费用已报销")
    assert "村级还没有确认这一条" in settle(second, "begin")
    settle(second, "confirm")
    done = settle(second, "begin")

    assert "已启动程序" in done
    assert "村级划去" in done
    assert "入户看过，费用已报销" in done
    assert "□属实" in clerk.get("/look-back/sheet?list=adjustment").text


def test_the_sheet_of_a_household_tells_its_way_today_and_on_a_past_day(township: Township) -> None:
    [case] = monitored_before(township, n=1)
    clerk = township.sign_in("village-1")

    page = clerk.get(f"/look-back/household/{case}")
    before = clerk.get(f"/look-back/household/{case}?day=2021-10-01")
    wrong = clerk.get(f"/look-back/household/{case}?day=2099-01-01")

    assert [
        word for word in ("程序清", "标准清", "时序清", "过程清", "结果清", "承接前办理") if word not in page.text
    ] == []
    assert "承接为“监测对象”" in page.text
    assert "承接为" not in before.text
    assert (wrong.status, "不能晚于今天" in wrong.text) == (422, True)


def test_reviews_and_plans_are_entered_from_their_lists(township: Township) -> None:
    [case] = monitored_before(township, n=1)
    clerk = township.sign_in("village-1")
    assert "没有说明原因和责任人" in clerk.get("/look-back/overdue").text

    form = clerk.get(f"/evidence/new/hindrance?case={case}")
    told = {"cause": "户主长期患病", "adjusted": "增加公益性岗位", "person": "和文华", "review_on": "2021-12-31"}
    clerk.send(form, "/evidence/new/hindrance", happened_on="2021-10-25", **told)

    page = clerk.get("/look-back/overdue")
    assert "跟踪帮扶中" in page.text
    assert "责任人和文华" in page.text
    assert "责任人和文华" in clerk.get(f"/case/{case}").text
