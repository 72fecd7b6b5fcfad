"""Procedures on the pages: which of several may begin, from when they count, and what may stand in for what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.db import work
from engine.start import break_off
from states.book import open_book
from states.households import Household, register
from states.packs.store import in_force, install
from states.practice.desk import begin
from states.practice.staff import CLERKS
from tests.bdd.people import household
from tests.bdd.variants import HEAD, VARIANTS
from tests.web.client import Visitor
from tests.web.desks.conftest import POSTED_ON, VILLAGE, Township

BOOK = open_book()
NOW = datetime(2021, 10, 25, 2, tzinfo=UTC)
TWO_WAYS = VARIANTS["突发的先帮扶后补程序"].replace(
    "[move.identify]\n", '[move.identify]\nwithin = "15 days"\nstart = "lead"\n', 1
)


def under(township: Township, moves: str) -> int:
    """A household that has just been registered in the village under a plan with these moves; its case."""
    with work(township.db) as session:
        install(session, {"variant": HEAD + moves}, NOW)
        definition = in_force(session, VILLAGE, POSTED_ON).definition
        [number] = register(session, [household("李秀英", VILLAGE)], definition, CLERKS[0], NOW)
        return session.scalars(select(Household.case_id).where(Household.id == number)).one()


@pytest.fixture
def clerk(township: Township) -> Visitor:
    """The village's clerk."""
    return township.sign_in("village-1")


def test_of_several_procedures_one_is_chosen(township: Township, clerk: Visitor) -> None:
    case = under(township, TWO_WAYS)

    file = clerk.get(f"/case/{case}")
    asked = clerk.get(f"/case/{case}/start/identify")
    urgent = clerk.get(f"/case/{case}/start/identify_urgent")

    assert "启动“识别纳入”" in file.text
    assert "启动“紧急识别”" in file.text
    assert f"/case/{case}/start/identify_urgent" in asked.html
    assert "4步，先办“先行帮扶”，共10天内办完" in asked.text
    assert f'/case/{case}/start/identify"' in urgent.html


def test_the_day_of_the_lead_is_asked_for_where_the_plan_counts_from_it(township: Township, clerk: Visitor) -> None:
    case = under(township, TWO_WAYS)
    address = f"/case/{case}/start/identify"

    asked = clerk.get(address)
    tomorrow = clerk.send(asked, address, lead_on="2021-10-26")
    begun = clerk.send(clerk.get(address), address, lead_on="2021-10-08")

    assert 'name="lead_on"' in asked.html
    assert 'name="lead_on"' not in clerk.get(f"/case/{case}/start/identify_urgent").html
    assert tomorrow.status == 422
    assert "线索日期还没有到，请核对" in tomorrow.text
    assert begun.status == 200
    assert "整个程序从2021年10月8日算起，要在2021年10月23日前办完 超期2天" in begun.text
    assert "1项已超期" in clerk.get("/worklist").text


def test_what_may_stand_in_is_one_task_with_its_ways(township: Township, clerk: Visitor) -> None:
    case = under(township, VARIANTS["评议可以开代表会议或扩大会议"])
    with work(township.db) as session:
        begin(session, BOOK, [case], "identify", NOW)

    page = clerk.get(f"/case/{case}")

    assert "以下有一种即可：“村民代表会议记录”、“村两委扩大会议记录”" in page.text
    assert f"/evidence/new/minutes?case={case}" in page.html


def test_why_a_step_was_left_out_stands_in_the_file(township: Township, clerk: Visitor) -> None:
    case = under(township, VARIANTS["一年内签过授权的不再签"])
    with work(township.db) as session:
        begin(session, BOOK, [case], "identify", NOW)
    form = clerk.get(f"/evidence/new/authorisation?case={case}")
    clerk.send(form, "/evidence/new/authorisation", signed_by="every-member")
    with work(township.db) as session:
        break_off(session, [case], by=CLERKS[0], at=NOW, reason="农户外出")
        begin(session, BOOK, [case], "identify", NOW)

    assert "按规定免办：一年内签过的授权书仍然有效，免办" in clerk.get(f"/case/{case}").text
    assert "“签署授权”免办" in clerk.get(f"/case/{case}/history").text


def test_a_request_for_a_recheck_is_recorded_where_it_comes(township: Township, clerk: Visitor) -> None:
    case = under(township, VARIANTS["告知以后可以申请复核"])
    with work(township.db) as session:
        begin(session, BOOK, [case], "identify", NOW)

    page = clerk.get(f"/case/{case}")

    assert "登记“复核申请”" in page.text
    assert "最早2021年10月29日" in page.text
