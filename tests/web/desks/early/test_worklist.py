"""The worklist: what is there, what is blocked and why, and finishing many at once."""

from __future__ import annotations

from datetime import date

from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township
from tests.web.desks.early.conftest import Count
from tests.web.desks.early.forms import VISIT, entries, recorded


def ticked(page_ids: list[int]) -> list[str]:
    return [f"{one}:visit" for one in page_ids]


def test_a_clerk_sees_the_open_steps_of_the_village_and_why_they_wait(township: Township) -> None:
    page = township.sign_in("village-1").get("/worklist")

    assert "入户核查、信息采集 3" in page.text
    assert page.text.count("还没有“入户核查记录”") == 3
    assert "批量办结" not in page.text


def test_a_posts_worklist_is_where_it_begins(township: Township) -> None:
    assert township.sign_in("village-1").get("/").address == "/worklist"
    assert township.sign_in("admin").get("/").address == "/users"
    assert township.sign_in("dept-bank").get("/").address == "/department"


def test_what_is_past_its_day_is_marked(township: Township) -> None:
    township.on(date(2021, 10, 26))

    page = township.sign_in("village-1").get("/worklist")

    assert "3项已超期" in page.text
    assert page.text.count("超期") == 4


def test_filters_stand_in_the_address(township: Township) -> None:
    clerk, cases = township.sign_in("village-1"), township.cases()
    recorded(clerk, "visit", cases[:1], **VISIT)

    assert f"/case/{cases[0]}" in clerk.get("/worklist?only=ready").html
    assert f"/case/{cases[1]}" not in clerk.get("/worklist?only=ready").html
    assert f"/case/{cases[0]}" not in clerk.get("/worklist?only=blocked").html
    assert "没有符合筛选的待办" in clerk.get("/worklist?step=decision").text
    assert clerk.get("/worklist?after=2021-99-99.x.y&area=5334011022029999&step='--").status == 200


def test_an_area_outside_ones_own_is_no_filter(township: Township) -> None:
    page = township.sign_in("village-1").get(f"/worklist?area={OTHER_VILLAGE}")

    assert all(f"/case/{one}" not in page.html for one in township.cases(OTHER_VILLAGE))


def test_many_are_finished_at_once_and_twice_sent_does_it_once(township: Township) -> None:
    clerk, cases = township.sign_in("village-1"), township.cases()
    recorded(clerk, "visit", cases, **VISIT)
    listed = clerk.get("/worklist?step=visit")

    asked = clerk.send(listed, "/worklist/confirm", row=ticked(cases))
    first = clerk.send(asked, "/worklist/finish", row=ticked(cases))
    second = clerk.send(asked, "/worklist/finish", row=ticked(cases))

    assert "将为3户办结" in asked.text
    assert "3 户已办结" in first.text
    assert "没有重复办理" in second.text
    assert all(entries(township, one).count("step") == 1 for one in cases)
    assert "填写申请 3" in clerk.get("/worklist").text


def test_who_cannot_go_on_stays_with_the_reason(township: Township) -> None:
    clerk, cases = township.sign_in("village-1"), township.cases()
    recorded(clerk, "visit", cases[:2], **VISIT)
    listed = clerk.get("/worklist")

    asked = clerk.send(listed, "/worklist/confirm", row=ticked(cases))
    done = clerk.send(asked, "/worklist/finish", row=ticked(cases))

    assert "下面1户这次不办" in asked.text
    assert "2 户已办结，1 户没有办结" in done.text
    assert "还没有“入户核查记录”" in done.text
    assert f'value="{cases[2]}:visit"' in done.html


def test_the_households_of_another_village_are_left_out_of_a_bulk_act(township: Township) -> None:
    clerk, others = township.sign_in("village-1"), township.cases(OTHER_VILLAGE)
    recorded(clerk, "visit", township.cases()[:1], **VISIT)
    listed = clerk.get("/worklist")

    asked = clerk.send(listed, "/worklist/confirm", row=ticked([*township.cases()[:1], *others]))
    done = clerk.send(asked, "/worklist/finish", row=ticked(others))

    assert "将为1户办结" in asked.text
    assert "0 户已办结" in done.text
    assert all("step" not in entries(township, one) for one in others)


def test_nothing_ticked_is_said_so(township: Township) -> None:
    clerk = township.sign_in("village-1")
    recorded(clerk, "visit", township.cases()[:1], **VISIT)

    page = clerk.send(clerk.get("/worklist"), "/worklist/confirm", row=[])

    assert page.status == 422
    assert "请先勾选" in page.text


def test_the_number_of_statements_does_not_grow_with_the_rows(township: Township, statements: Count) -> None:
    watcher = township.sign_in("auditor")
    watcher.get("/worklist")

    few = statements(lambda: watcher.get(f"/worklist?area={VILLAGE}"))
    many = statements(lambda: watcher.get("/worklist"))

    assert many <= few
    assert many <= 22


def test_an_overview_counts_by_village(township: Township) -> None:
    page = township.sign_in("leader").get("/worklist/overview")

    assert "和平村 3" in page.text
    assert "合计 9" in page.text
    assert "一组" in township.sign_in("village-1").get("/worklist/overview").text
