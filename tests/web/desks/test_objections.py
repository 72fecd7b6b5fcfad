"""Objections at the desk: taken in, looked into, settled by another person, or taken back."""

from __future__ import annotations

from datetime import date

from engine.db import reading
from states.notices import Notice
from tests.web.client import Page
from tests.web.desks.conftest import POSTED_ON, Township
from tests.web.desks.journey import hung, objected


def number_of(township: Township, notice: int) -> str:
    with reading(township.db) as session:
        return session.get_one(Notice, notice).number


def entered(township: Township, notice: int) -> Page:
    """An objection that the village clerk wrote down."""
    clerk = township.sign_in("village-1")
    address = f"/objections/new/{notice}"
    told = {"position": "1", "channel": "phone", "text": "这户在城里有商铺", "contact": "木先生13900001234"}
    return clerk.send(clerk.get(address), address, **told)


def test_an_objection_by_telephone_is_settled_by_another_person(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    page = entered(township, notice)
    assert "请把回执编号" in page.text
    clerk, officer = township.sign_in("village-1"), township.sign_in("township-1")

    page = clerk.send(clerk.get(page.address), f"{page.address}/investigate")
    assert "异议是您登记的，要由另一个人办结" in page.text
    page = officer.get(page.address)
    page = officer.send(
        page, f"{page.address}/settle", outcome="uphold", finding="已核实有商铺", answer="反映属实，已退回重新评议"
    )

    assert "查实成立" in page.text
    assert "已核实有商铺" in page.text
    assert "没有未办结的异议" in officer.get("/objections").text
    assert "查实成立" in officer.get("/objections?all=1").text


def test_a_finding_has_to_be_written(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    address = entered(township, notice).address
    officer = township.sign_in("township-1")
    page = officer.send(officer.get(address), f"{address}/investigate")

    page = officer.send(page, f"{address}/settle", outcome="dismiss", finding=" ", answer="")

    assert page.status == 422
    assert "请填写" in page.text


def test_an_objector_may_take_it_back(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    address = entered(township, notice).address
    officer = township.sign_in("township-1")

    page = officer.send(officer.get(address), f"{address}/withdraw", reason="反映人来电撤回")

    assert "反映人撤回" in page.text


def test_who_objects_is_shown_to_who_handles_it_only(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    address = entered(township, notice).address

    assert "13900001234" in township.sign_in("township-1").get(address).html
    for reader in ("leader", "auditor"):
        page = township.sign_in(reader).get(address)
        assert page.status == 200
        assert "13900001234" not in page.html
        assert "investigate" not in page.html
    assert township.sign_in("grid-1").get(address).status == 403
    assert township.sign_in("village-2").get(address).status == 404


def test_an_objection_after_the_period_still_counts(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    township.on(date(2021, 11, 1))

    assert entered(township, notice).status == 200


def test_the_public_can_object_twice_with_one_form_and_it_is_one(township: Township) -> None:
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    number = number_of(township, notice)
    public = township.sign_in("village-2")
    public.get("/sign-out")

    address = f"/board/notice/{number}/objection"
    form = public.get(address)
    told = {"position": "1", "text": "这户有车", "contact": "", "website": ""}
    first, second = (public.send(form, address, **told) for _ in range(2))

    assert first.text == second.text
    assert "1条未办结" in township.sign_in("township-1").get("/objections").text
    assert objected(public, number).text != first.text
