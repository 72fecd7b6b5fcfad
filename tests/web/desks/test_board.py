"""The public board: masked, for everybody, and nothing but what may be made public."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from engine.db import reading
from publicity import masks
from states.households import Household
from states.members import Member
from states.notices import Notice
from states.objections import Objection
from tests.web.client import Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, POSTED_ON, VILLAGE, Township
from tests.web.desks.journey import hung, objected
from web.app import create_app
from web.settings import Settings

RECEIPT = re.compile(r"您的回执编号： (\w{4}) (\w{4})")


@pytest.fixture
def number(township: Township) -> str:
    """The number of a notice that hangs in the village."""
    notice = hung(township, township.sign_in("village-1"), POSTED_ON)
    with reading(township.db) as session:
        return session.get_one(Notice, notice).number


@pytest.fixture
def public(app: Flask) -> Visitor:
    """Somebody without an account."""
    return Visitor(app)


def test_the_board_shows_masked_names_and_nothing_private(township: Township, public: Visitor, number: str) -> None:
    with reading(township.db) as session:
        homes = session.scalars(select(Household).where(Household.village == VILLAGE)).all()
        people = session.scalars(select(Member).where(Member.village == VILLAGE)).all()
        secrets = {one.id_no for one in people} | {one.phone for one in (*people, *homes)} | {h.number for h in homes}
        secrets |= {one.name for one in people} | {home.head_name for home in homes}

    for address in (f"/board/{VILLAGE}", f"/board/notice/{number}", f"/board/notice/{number}/objection"):
        page = public.get(address)
        assert page.status == 200
        for home in homes:
            assert masks.name(home.head_name) in page.text
        assert [one for one in secrets if one and one in page.html] == []
        assert masks.HEALTH.search(page.html.replace("病情", "")) is None
        assert "/case/" not in page.html


def test_the_board_keeps_search_engines_out_and_is_asked_for_anew(public: Visitor, number: str) -> None:
    page = public.get(f"/board/notice/{number}")

    assert 'content="noindex, nofollow, noarchive"' in page.html
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    assert page.response.headers["Cache-Control"] == "private, no-cache"
    assert objected(public, number).response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["/board/533401102299", "/board/533401", "/board/53340110220101", "/board/x", "/board/notice/1", "/board/notice/"],
)
def test_unknown_codes_are_not_found(public: Visitor, address: str) -> None:
    assert public.get(address).status == 404


def test_a_township_leads_to_its_villages(public: Visitor) -> None:
    assert "和平村" in public.get("/board/533401102").text


def test_a_village_without_notices_says_so(public: Visitor, number: str) -> None:
    assert "现在没有正在公示的名单" in public.get(f"/board/{OTHER_VILLAGE}").text


def test_a_draft_is_not_on_the_board(township: Township, public: Visitor) -> None:
    clerk = township.sign_in("village-1")
    address = f"/notices/new/{VILLAGE}/village_notice"
    clerk.send(clerk.get(address), address, case=[str(one) for one in township.cases()])

    assert "现在没有正在公示的名单" in public.get(f"/board/{VILLAGE}").text


def test_a_receipt_finds_the_answer(township: Township, public: Visitor, number: str) -> None:
    page = objected(public, number, 2, contact="木先生13900001234")
    found = RECEIPT.search(page.text)
    assert found
    receipt = f"{found[1].lower()}-{found[2]}"
    officer = township.sign_in("township-1")
    officer.send(officer.get("/objections/1"), "/objections/1/investigate")
    told = {"outcome": "dismiss", "finding": "内部调查情况", "answer": "经核实没有购房"}
    officer.send(officer.get("/objections/1"), "/objections/1/settle", **told)

    page = public.send(public.get("/board/answer"), "/board/answer", receipt=receipt)

    assert "查实不成立" in page.text
    assert "经核实没有购房" in page.text
    for hidden in ("内部调查情况", "13900001234", "这户去年", receipt.upper()):
        assert hidden not in page.html
    page = public.send(public.get("/board/answer"), "/board/answer", receipt="AAAA2222")
    assert page.status == 422
    assert "没有查到" in page.text


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"text": "长" * 2001}, "不能超过2000个字"),
        ({"text": "  "}, "请"),
        ({"contact": "1" * 121}, "不能超过120个字"),
        ({"position": "99"}, ""),
        ({"website": "http://x.invalid"}, "请不要填写这一栏"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    township: Township, public: Visitor, number: str, told: dict[str, str], why: str
) -> None:
    page = objected(public, number, **told) if "position" not in told else objected(public, number, 99)

    assert page.status == 422
    assert why in page.text
    with reading(township.db) as session:
        assert session.scalars(select(Objection)).all() == []


def test_the_public_cannot_flood_the_office(township: Township, settings: Settings, number: str) -> None:
    few = settings.model_copy(update={"public_forms_per_minute": 3})
    public = Visitor(create_app(few, township.db))

    answers = [objected(public, number).status for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]


def test_nothing_that_the_public_writes_reaches_the_log(
    public: Visitor, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = objected(public, number, text="这户有秘密存款", contact="木先生13900001234")
    found = RECEIPT.search(page.text)
    assert found
    public.send(public.get("/board/answer"), "/board/answer", receipt=found[1] + found[2])

    log = capsys.readouterr().err

    assert '"path": "/board/answer"' in log
    for hidden in ("秘密", "13900001234", found[1], number):
        assert hidden not in log


def test_the_board_works_in_english(public: Visitor, number: str) -> None:
    page = public.get(f"/board/notice/{number}", headers={"Accept-Language": "en"})

    assert "Notice period" in page.text
