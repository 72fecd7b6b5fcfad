"""The pages of the lab: what they show, what they hand out, and that they keep nothing."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from engine.db import reading
from states.packs.checking import faults
from states.packs.loader import shipped
from states.packs.store import StoredPack
from tests.web.desks.conftest import Township

PLAN = "/lab/packs/xiaozhongdian-2021"


def stored(township: Township) -> set[str]:
    """The ids of the packs in the database."""
    with reading(township.db) as session:
        return set(session.scalars(select(StoredPack.id)))


def test_the_list_says_where_a_plan_holds_and_how_many_follow_it(township: Township) -> None:
    page = township.sign_in("township-1").get("/lab")

    assert page.status == 200
    assert "小中甸镇2021年度防返贫监测动态调整" in page.text
    assert "9户，其中正在办理9户" in page.text


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_page_of_every_plan_opens(township: Township, name: str) -> None:
    visitor = township.sign_in("village-1")

    for tail in ("", "/diagram", "/timetable"):
        assert visitor.get(f"/lab/packs/{name}{tail}").status == 200, tail


def test_what_is_not_there_is_not_found(township: Township) -> None:
    visitor = township.sign_in("village-1")

    for address in (
        "/lab/packs/nowhere",
        f"{PLAN}/diagram?move=fly",
        f"{PLAN}/diagram.svg?move=fly",
        "/lab/compare?a=x",
    ):
        assert visitor.get(address).status == 404, address


def test_the_drawing_and_the_paper_are_handed_out(township: Township) -> None:
    visitor = township.sign_in("township-1")

    drawing = visitor.client.get(f"{PLAN}/diagram.svg?move=identify")
    assert drawing.mimetype == "image/svg+xml"
    assert "小组党员和户主评议" in drawing.get_data(as_text=True)
    assert visitor.client.get(f"{PLAN}/diagram.pdf?move=identify").data.startswith(b"%PDF")


def test_the_timetable_says_what_is_late_and_what_is_wrong_with_the_question(township: Township) -> None:
    visitor = township.sign_in("township-1")

    late = visitor.get(f"{PLAN}/timetable?move=identify&start=2021-11-20")
    assert "没有一个工作日排得开" in late.text
    assert "最迟要在2021年10月25日开始" in late.text
    assert "地区编码是2到14位数字" in visitor.get(f"{PLAN}/timetable?place=x").text
    assert visitor.get(f"{PLAN}/timetable?start=9999-12-31").status == 200
    assert visitor.get(f"{PLAN}/timetable?start=nonsense").status == 200


def test_two_plans_stand_beside_each_other(township: Township) -> None:
    visitor = township.sign_in("township-1")

    found = visitor.get("/lab/compare?a=national-2021&b=xiaozhongdian-2021")
    assert "由公示5个工作日（张贴次日起算）改为公示5个工作日（张贴当天计入）" in found.text
    assert "两个方案的规定没有不同" in visitor.get("/lab/compare?a=national-2021&b=national-2021").text
    assert "请选两个方案" in visitor.get("/lab/compare").text


def test_a_plan_is_checked_and_not_kept(township: Township) -> None:
    visitor, before = township.sign_in("township-1"), stored(township)
    text = shipped()["xiaozhongdian-2021"]

    bad = visitor.send(visitor.get("/lab/check"), "/lab/check", text=text.replace('\nby = "county"', '\nby = "mayor"'))
    assert "没有“mayor”这个岗位" in bad.text
    assert "xiaozhongdian-2021.toml:" in bad.text
    good = visitor.send(visitor.get("/lab/check"), "/lab/check", file=(io.BytesIO(text.encode()), "plan.toml"))
    assert "没有发现问题" in good.text
    assert visitor.send(visitor.get("/lab/check"), "/lab/check").status == 422
    odd = visitor.send(visitor.get("/lab/check"), "/lab/check", file=(io.BytesIO(b"\xff\xfe\xfa"), "plan.toml"))
    assert odd.status == 422
    assert stored(township) == before


def test_a_plan_is_begun_on_the_page_and_handed_out(township: Township) -> None:
    visitor, before = township.sign_in("county-1"), stored(township)
    facts = {
        "id": "heping-2024", "title": "和平镇2024年方案", "document": "《和平镇方案》", "place": "533409999",
        "since": "2024-01-01", "until": "2024-12-31", "line": "8500", "notice_days": "7", "notice_unit": "days",
    }  # fmt: skip

    made = visitor.send(visitor.get("/lab/begin"), "/lab/begin", **facts)
    assert made.response.mimetype == "application/toml"
    assert faults("heping-2024", made.html, shipped()) == []
    short = visitor.send(visitor.get("/lab/begin"), "/lab/begin", **{**facts, "notice_days": "3"})
    assert (short.status, "上级方案要求公示至少5天，不能放宽" in short.text) == (422, True)
    turned = visitor.send(visitor.get("/lab/begin"), "/lab/begin", **{**facts, "until": "2023-01-01"})
    assert (turned.status, "止不能早于起" in turned.text) == (422, True)
    assert visitor.send(visitor.get("/lab/begin"), "/lab/begin").status == 422
    assert stored(township) == before


def test_the_reference_is_a_page_and_a_file(township: Township) -> None:
    visitor = township.sign_in("village-1")

    assert "入户核查记录" in visitor.get("/lab/reference").text
    assert "| `visit` | 入户核查记录 |" in visitor.client.get("/lab/reference.md").get_data(as_text=True)
