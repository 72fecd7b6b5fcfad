"""The case page and the acts on one case."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from engine.cases import Case
from engine.db import reading, work
from engine.runs import DONE, OPEN, Step
from states.openings import Opening
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import Township
from tests.web.desks.early.conftest import Count
from tests.web.desks.early.forms import VISIT, entries, recorded

AT = datetime(2021, 10, 19, 2, tzinfo=UTC)


def finish(clerk: Visitor, page: Page, case_id: int, step: str = "visit", **more: str) -> Page:
    return clerk.send(page, f"/case/{case_id}/finish/{step}", **more)


def visited(township: Township) -> tuple[Visitor, int]:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    recorded(clerk, "visit", [case_id], **VISIT)
    return clerk, case_id


def test_the_page_says_who_it_is_and_what_is_missing(township: Township) -> None:
    case_id = township.cases()[0]
    page = township.sign_in("village-1").get(f"/case/{case_id}")

    assert "拟监测户" in page.text
    assert "还差什么" in page.text
    assert "入户核查记录 还没有" in page.text
    assert "尚不能开始" in page.text
    assert "下一步 入户核查记录 登记材料" in page.text
    assert page.html.count("<svg") == 2


def test_the_primary_button_is_for_whose_turn_it_is(township: Township) -> None:
    case_id = township.cases()[0]
    page = township.sign_in("township-1").get(f"/case/{case_id}")

    assert "等村级信息员办理" in page.text
    assert f"/case/{case_id}/finish" not in page.html


def test_opening_a_file_is_logged_and_seen(township: Township) -> None:
    case_id = township.cases()[0]
    township.sign_in("village-1").get(f"/case/{case_id}")

    with reading(township.db) as session:
        opened = session.scalars(select(Opening.subject)).all()
        seen = session.scalars(select(Step.seen_by).where(Step.case_id == case_id, Step.name == "visit")).all()
    assert len(opened) == 1
    assert opened[0].startswith("household:")
    assert seen == ["village-1"]


def test_numbers_of_people_are_masked_until_asked_for(township: Township) -> None:
    case_id = township.cases()[0]
    clerk, watcher = township.sign_in("village-1"), township.sign_in("auditor")
    whole = re.compile(r"\d{17}[\dX]")

    assert not whole.search(clerk.get(f"/case/{case_id}").text)
    assert whole.search(clerk.get(f"/case/{case_id}?numbers=1").text)
    assert not whole.search(watcher.get(f"/case/{case_id}?numbers=1").text)
    with reading(township.db) as session:
        assert any(one.startswith("household-numbers:") for one in session.scalars(select(Opening.subject)))


def test_a_step_is_finished_once_however_often_it_is_sent(township: Township) -> None:
    clerk, case_id = visited(township)
    page = clerk.get(f"/case/{case_id}")

    first, second = finish(clerk, page, case_id), finish(clerk, page, case_id)

    assert first.status == second.status == 200
    assert "下一步 纳入监测申请书" in second.text
    assert entries(township, case_id).count("step") == 1


def test_a_stale_page_tells_who_and_when(township: Township) -> None:
    clerk, case_id = visited(township)
    page = clerk.get(f"/case/{case_id}")
    recorded(
        township.sign_in("township-1"),
        "application",
        [case_id],
        happened_on="2021-10-19",
        applicant="户主本人",
        reason="收入减少",
    )

    refused = finish(clerk, page, case_id)

    assert refused.status == 409
    assert "李建华已于2021-10-19" in refused.text
    assert "step" not in entries(township, case_id)


def test_what_is_missing_refuses_the_step_with_its_reason(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    asked = clerk.get(f"/case/{case_id}/finish/visit")
    told = next(values for address, values in clerk.get(f"/case/{case_id}/break-off").forms() if "version" in values)

    refused = clerk.post(f"/case/{case_id}/finish/visit", **told)

    assert refused.status == 409
    assert all("还没有“入户核查记录”" in page.text for page in (asked, refused))
    assert "办结这一步" not in asked.text


def test_a_remark_goes_into_the_ledger(township: Township) -> None:
    clerk, case_id = visited(township)

    finish(clerk, clerk.get(f"/case/{case_id}/finish/visit"), case_id, note="情况属实")

    assert "意见：情况属实" in clerk.get(f"/case/{case_id}/history").text


def test_ones_own_step_is_taken_back(township: Township) -> None:
    clerk, case_id = visited(township)
    page = finish(clerk, clerk.get(f"/case/{case_id}"), case_id)

    page = clerk.send(page, f"/case/{case_id}/withdraw/visit")

    assert "已撤回" in page.text
    assert entries(township, case_id)[-1] == "withdrawn"


def test_a_procedure_is_broken_off_with_a_reason_and_begun_again(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    asked = clerk.get(f"/case/{case_id}/break-off")

    empty = clerk.send(asked, f"/case/{case_id}/break-off", reason=" ")
    ended = clerk.send(asked, f"/case/{case_id}/break-off", reason="农户已外迁")
    begun = clerk.send(clerk.get(f"/case/{case_id}/start/identify"), f"/case/{case_id}/start/identify")

    assert empty.status == 422
    assert "终止要写明原因" in empty.text
    assert "启动“识别纳入”" in ended.text
    assert "程序已启动" in begun.text
    assert entries(township, case_id)[-2:] == ["broken-off", "started"]


def test_only_what_the_state_allows_can_be_begun(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]

    assert clerk.get(f"/case/{case_id}/start/eliminate").status == 409
    assert clerk.get(f"/case/{case_id}/start/nothing").status == 404


def at_the_township(township: Township, case_id: int) -> None:
    """Put a case before the township, as if the village had done its part."""
    with work(township.db) as session:
        mine = update(Step).where(Step.case_id == case_id)
        session.execute(mine.where(Step.role == "village").values(status=DONE, done_by="village-1", done_at=AT))
        session.execute(mine.where(Step.name == "township_check").values(status=OPEN, opened_at=AT))


def test_a_case_is_sent_back_to_a_step_with_kind_and_reason(township: Township) -> None:
    case_id = township.cases()[0]
    at_the_township(township, case_id)
    operator, clerk = township.sign_in("township-1"), township.sign_in("village-1")
    address = f"/case/{case_id}/send-back"
    asked = operator.get(address)

    empty = operator.send(asked, address, step="", code="", reason="")
    sent = operator.send(asked, address, step="appraisal", code="incomplete", reason="签到册缺签字")
    again = operator.send(asked, address, step="appraisal", code="incomplete", reason="签到册缺签字")

    assert empty.status == 422
    assert "请选择退回到哪一步" in empty.text
    assert "请选择原因" in empty.text
    assert sent.status == again.status == 200
    assert entries(township, case_id).count("sent-back") == 1
    page = clerk.get(f"/case/{case_id}")
    assert "这一步被退回过" in page.text
    assert "需处理" in page.text
    assert "退回到“小组党员和户主评议”（材料不全）：签到册缺签字" in page.text
    assert "被退回" in clerk.get("/worklist").text
    assert clerk.get(address).status == 403


def test_the_history_shows_each_entry_with_its_seal(township: Township) -> None:
    clerk, case_id = visited(township)

    page = clerk.get(f"/case/{case_id}/history")

    assert "启动“识别纳入”程序" in page.text
    assert "登记“入户核查记录”" in page.text
    with reading(township.db) as session:
        assert session.get_one(Case, case_id).head[:12] in page.text


@pytest.mark.parametrize("extra", [1, 3])
def test_the_case_page_costs_the_same_with_more_in_the_file(township: Township, statements: Count, extra: int) -> None:
    clerk, case_id = visited(township)
    clerk.get(f"/case/{case_id}")
    few = statements(lambda: clerk.get(f"/case/{case_id}"))
    for _ in range(extra):
        recorded(clerk, "visit", [case_id], **VISIT)

    assert statements(lambda: clerk.get(f"/case/{case_id}")) <= few
