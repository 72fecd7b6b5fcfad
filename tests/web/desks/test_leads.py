"""Leads at the desk: recorded, joined, analysed, confirmed or closed, and seen on the page of the household."""

from __future__ import annotations

from sqlalchemy import event, select

from engine.actors import SYSTEM
from engine.cases import Case
from engine.db import reading, work
from engine.start import break_off
from states.history.share import share_on
from states.households import Household
from tests.states.register import AT
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import BEGUN, OTHER_VILLAGE, VILLAGE, Township


def number_of(township: Township, case: int) -> str:
    with reading(township.db) as session:
        return session.scalars(select(Household.number).where(Household.case_id == case)).one()


def recorded(visitor: Visitor, **told: str) -> Page:
    sent = {"source": "department", "received_on": BEGUN.isoformat(), "text": "住院自付费用较大", **told}
    return visitor.send(visitor.get("/leads/new"), "/leads/new", **sent)


def test_a_lead_goes_from_the_village_to_the_township_and_begins_the_procedure(township: Township) -> None:
    clerk, officer, case = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()[-1]
    with work(township.db) as session:
        if session.get_one(Case, case).run_id is not None:
            break_off(session, [case], by=SYSTEM, at=AT, reason="重新办理")
    number = number_of(township, case)

    assert "线索已登记" in recorded(clerk, number=number).text
    assert "已并入原来那一条" in recorded(clerk, number=number, text="又住院").text
    page = clerk.get("/leads/1")
    assert "又住院" in page.text
    assert clerk.send(page, "/leads/1/analyse", analysis="好").status == 422
    assert "等乡镇审核确认" in clerk.send(page, "/leads/1/analyse", analysis="户主住院，收入减少").text
    assert "确认并启动程序" not in clerk.get("/leads/1").text

    done = officer.send(officer.get("/leads/1"), "/leads/1/confirm")

    assert "线索已确认，程序已经启动" in done.text
    assert "制定“一户一策”帮扶措施" in clerk.get("/leads/1").text
    assert "部门推送" in clerk.get(f"/case/{case}").text


def test_a_name_that_is_not_registered_is_matched_later_and_a_lead_is_closed_with_both_reasons(
    township: Township,
) -> None:
    clerk, officer = township.sign_in("village-1"), township.sign_in("township-1")

    assert "请填写户编号" in recorded(clerk).text
    assert "您的辖区里没有这个户编号" in recorded(clerk, number="999").text
    assert "线索已登记" in recorded(clerk, name="木文海", area=VILLAGE).text
    clerk.send(clerk.get("/leads/1"), "/leads/1/analyse", analysis="全家外出，电话核实")
    assert "先登记农户" in officer.get("/leads/1").text
    number = number_of(township, township.cases()[0])
    assert "线索已对到户" in clerk.send(clerk.get("/leads/1"), "/leads/1/match", number=number).text
    refused = officer.send(officer.get("/leads/1"), "/leads/1/close", reason="已并入办理")
    assert refused.status == 422
    closed = officer.send(
        officer.get("/leads/1"), "/leads/1/close", because="under-way", reason="已并入办理", told="当面告知农户"
    )
    assert "线索已了结" in closed.text
    assert "已并入办理" in officer.get("/leads/1").text


def test_ticked_leads_are_confirmed_at_once_and_who_is_held_says_why(township: Township) -> None:
    clerk, officer, (first, *_, last) = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()
    with work(township.db) as session:
        if session.get_one(Case, last).run_id is not None:
            break_off(session, [last], by=SYSTEM, at=AT, reason="重新办理")
        assert session.get_one(Case, first).run_id is not None
    for n, case in enumerate((first, last), 1):
        recorded(clerk, number=number_of(township, case))
        clerk.send(clerk.get(f"/leads/{n}"), f"/leads/{n}/analyse", analysis="户主住院，收入减少")

    page = officer.send(officer.get("/leads"), "/leads/confirm", lead=["1", "2"])

    assert "确认了1条，1条没有确认" in page.text
    assert "这一户还有一个程序正在办理" in page.text
    assert "请先勾选" in officer.send(officer.get("/leads"), "/leads/confirm", lead=[]).text
    with reading(township.db) as session:
        assert session.get_one(Case, last).run_id is not None


def test_leads_of_other_villages_are_not_seen(township: Township) -> None:
    number = number_of(township, township.cases(OTHER_VILLAGE)[0])
    recorded(township.sign_in("township-1"), number=number)
    clerk = township.sign_in("village-1")

    assert number not in clerk.get("/leads").text
    assert clerk.get("/leads/1").status == 404
    assert "您的辖区里没有这个户编号" in recorded(clerk, number=number).text
    assert number in township.sign_in("township-1").get("/leads?state=received&source=department").text


def test_the_share_of_any_area_is_counted_by_one_statement(township: Township) -> None:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    with reading(township.db) as session:
        session.connection()
        event.listen(township.db, "before_cursor_execute", note)
        whole, parts = share_on(session, "53", BEGUN, SYSTEM)
        event.remove(township.db, "before_cursor_execute", note)

    assert len(asked) == 1
    assert whole.monitored == sum(one.monitored for one in parts)
