"""A village notice from the list of who waits to its closing, through the pages."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from sqlalchemy import select

from engine.cases import Case
from engine.db import reading, work
from engine.ledger import Entry
from engine.runs import Step
from states.households import Household
from states.notices import Notice
from tests.web.desks.conftest import NOTICE, POSTED_ON, VILLAGE, Township
from tests.web.desks.journey import drafted, hung, number_of, objected, photo, posted, printed


def test_a_notice_goes_from_draft_to_closing(township: Township) -> None:
    clerk = township.sign_in("village-1")
    desk = clerk.get("/notices")
    assert "等待公示的农户" in desk.text
    assert "和平村 村级公示" in desk.text

    notice = number_of(drafted(clerk, township.cases()))
    preview = clerk.get(f"/notices/{notice}/preview")
    seen = clerk.look(f"/notices/{notice}/paper.pdf")
    page = printed(clerk, notice)
    kept = clerk.look(f"/notices/{notice}/paper.pdf")

    assert "确认印制" in preview.text
    assert seen.response.mimetype == kept.response.mimetype == "application/pdf"
    assert "已印制" in page.text
    assert hashlib.sha256(seen.data).hexdigest() == hashlib.sha256(kept.data).hexdigest() in page.text

    page = posted(clerk, notice, POSTED_ON, ("group-board",))
    assert "公示期还没有开始" in page.text
    page = posted(clerk, notice, POSTED_ON, ("online",))
    assert "公示期从2021年10月25日到2021年10月29日" in page.text
    assert "还要公示5天" in page.text

    township.on(date(2021, 10, 29))
    page = clerk.get(f"/notices/{notice}/close")
    page = clerk.send(page, f"/notices/{notice}/close")
    assert page.status == 409
    assert "2021年10月30日起可以办理" in page.text

    township.on(date(2021, 10, 30))
    page = clerk.send(clerk.get(f"/notices/{notice}/close"), f"/notices/{notice}/close")
    assert "3户全部进入下一步" in page.text

    address = f"/notices/{notice}/take-down"
    page = clerk.send(
        clerk.get(address), address, places=["group-board"], on="2021-10-30", **{"photo-group-board": photo("red")}
    )
    assert "取下已登记" in page.text
    assert "取下照片" in page.text


def test_the_ledger_keeps_both_digests_of_the_paper(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = number_of(drafted(clerk, township.cases()))

    printed(clerk, notice)

    with reading(township.db) as session:
        row = session.get_one(Notice, notice)
        told = session.scalars(select(Entry).where(Entry.case_id == row.case_id, Entry.kind == "printed")).one().told
        assert told["digest"] == row.printed_digest
        assert len(told["values_digest"]) == 64


def test_an_open_objection_holds_one_household_and_lets_the_others_go(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = hung(township, clerk, POSTED_ON)
    with reading(township.db) as session:
        number = session.get_one(Notice, notice).number
    objected(township.sign_in("village-2"), number, 2)
    township.on(date(2021, 10, 30))

    ask = clerk.get(f"/notices/{notice}/close")
    page = clerk.send(ask, f"/notices/{notice}/close")

    assert "暂缓 1" in ask.text
    assert "2户进入下一步，1户暂缓" in page.text
    assert "有1条未办结的异议" in page.text


def test_a_form_sent_twice_does_one_thing(township: Township) -> None:
    clerk = township.sign_in("village-1")
    address = f"/notices/new/{VILLAGE}/{NOTICE}"
    form = clerk.get(address)
    cases = [str(one) for one in township.cases()]

    first = clerk.send(form, address, case=cases)
    second = clerk.send(form, address, case=cases)

    assert first.address == second.address
    notice = number_of(first)
    preview = clerk.get(f"/notices/{notice}/preview")
    for _ in range(2):
        assert clerk.send(preview, f"/notices/{notice}/print").status == 200
    address = f"/notices/{notice}/post"
    form = clerk.get(address)
    for _ in range(2):
        page = clerk.send(form, address, places=["group-board", "online"], on=POSTED_ON.isoformat())
        assert page.address == f"/notices/{notice}", page.text
    township.on(date(2021, 10, 30))
    form = clerk.get(f"/notices/{notice}/close")
    for _ in range(2):
        assert clerk.send(form, f"/notices/{notice}/close").status == 200
    with reading(township.db) as session:
        assert len(session.scalars(select(Notice)).all()) == 1
        case = session.get_one(Notice, notice).case_id
        kinds = list(session.scalars(select(Entry.kind).where(Entry.case_id == case)))
        assert kinds.count("printed") == kinds.count("passed-on") == 1
        assert kinds.count("hung") == 2


def test_an_unprintable_name_is_refused_before_anything_is_written(township: Township) -> None:
    with work(township.db) as session:
        case = township.cases()[0]
        session.scalars(select(Household).where(Household.case_id == case)).one().head_name = "和\ue123强"
    clerk = township.sign_in("village-1")

    page = drafted(clerk, township.cases())

    assert page.status == 422
    assert "U+E123" in page.text
    assert "自造字" in page.text
    with reading(township.db) as session:
        assert session.scalars(select(Notice)).all() == []


def test_a_rare_character_prints(township: Township) -> None:
    with work(township.db) as session:
        case = township.cases()[0]
        session.scalars(select(Household).where(Household.case_id == case)).one().head_name = "李䶮㛃𬭎𫖯𠅤"
    clerk = township.sign_in("village-1")

    assert "已印制" in printed(clerk, number_of(drafted(clerk, township.cases()))).text


def test_what_is_printed_is_what_was_seen(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = number_of(drafted(clerk, township.cases()))
    preview = clerk.get(f"/notices/{notice}/preview")
    address = f"/notices/{notice}/lines/1/remove"
    clerk.send(clerk.get(address), address, reason="农户放弃")

    page = clerk.send(preview, f"/notices/{notice}/print")

    assert page.status == 409
    assert "请重新预览" in page.text
    assert "已起草" in clerk.get(f"/notices/{notice}").text


def test_taking_a_line_off_a_printed_notice_makes_a_new_edition(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = hung(township, clerk, POSTED_ON)
    address = f"/notices/{notice}/lines/2/remove"
    ask = clerk.get(address)

    page = clerk.send(ask, address, reason="死亡")

    assert "公示期重新计算" in ask.text
    assert number_of(page) != notice
    assert "第2版" in page.text
    assert "请预览并印制第2版" in page.text
    assert "已换新版" in clerk.get(f"/notices/{notice}").text


def test_an_interrupted_notice_starts_again(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = hung(township, clerk, POSTED_ON)
    township.on(POSTED_ON + timedelta(days=2))
    address = f"/notices/{notice}/interrupt"

    page = clerk.send(clerk.get(address), address, places=["group-board"], on="2021-10-27", reason="被雨淋坏")
    assert "公示中断" in page.text
    page = posted(clerk, notice, date(2021, 10, 27), ("group-board",))

    assert "公示期从2021年10月27日到2021年11月2日" in page.text


def test_a_draft_can_be_replanned_and_given_up(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = number_of(drafted(clerk, township.cases(), planned_on="2021-10-26"))
    address = f"/notices/{notice}/replan"

    page = clerk.send(clerk.get(address), address, planned_on="2021-10-27", reason="停电")
    assert "2021年10月27日至2021年11月2日" in page.text
    page = clerk.send(clerk.get(f"/notices/{notice}/cancel"), f"/notices/{notice}/cancel", reason="")
    assert page.status == 422
    page = clerk.send(clerk.get(f"/notices/{notice}/cancel"), f"/notices/{notice}/cancel", reason="重新评议")

    assert "已作废" in page.text
    assert "等待公示的农户" in clerk.get("/notices").text


def test_a_photo_that_is_none_is_refused_in_the_clerks_words(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = number_of(drafted(clerk, township.cases()))
    printed(clerk, notice)
    address = f"/notices/{notice}/post"
    fake = photo()[0].__class__(b"<html>no picture</html>"), "公示.jpg"

    page = clerk.send(
        clerk.get(address), address, places=["group-board"], on=POSTED_ON.isoformat(), **{"photo-group-board": fake}
    )

    assert page.status == 422
    assert "不是照片" in page.text
    assert "还没有张贴" in clerk.get(f"/notices/{notice}").text


def test_held_households_go_on_when_the_notice_is_closed_again(township: Township) -> None:
    clerk = township.sign_in("village-1")
    notice = hung(township, clerk, POSTED_ON)
    with reading(township.db) as session:
        number = session.get_one(Notice, notice).number
    objected(township.sign_in("village-2"), number, 1)
    township.on(date(2021, 10, 30))
    clerk.send(clerk.get(f"/notices/{notice}/close"), f"/notices/{notice}/close")
    voice = township.sign_in("township-1")
    page = voice.get("/objections/1")
    page = voice.send(page, "/objections/1/investigate")
    voice.send(page, "/objections/1/settle", outcome="dismiss", finding="核实无房产", answer="经核实没有购房")

    page = clerk.send(clerk.get(f"/notices/{notice}/close"), f"/notices/{notice}/close")

    assert "1户全部进入下一步" in page.text
    with reading(township.db) as session:
        rows = session.scalars(select(Step.status).where(Step.name == NOTICE, Step.case_id.in_(township.cases())))
        assert set(rows) == {"done"}
        assert session.get_one(Case, session.get_one(Notice, notice).case_id).state == "closed"
