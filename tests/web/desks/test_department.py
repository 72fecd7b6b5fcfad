"""Departments: their own column, first come first served, and nothing of the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.evidence import Evidence
from states.book import open_book
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.posting import printed
from states.practice.walk import carry_on
from tests.web.desks.conftest import POSTED_ON, Township


@pytest.fixture
def at_review(township: Township) -> Township:
    """The households have come to the joint review, where nobody has answered."""
    book = open_book()

    def printing(session: Any, book: Any, notice: Any, by: Any, at: Any) -> None:
        printed(session, book, notice, "a" * 64, {}, by=by, at=at)

    with work(township.db) as session:
        ids = list(session.scalars(select(Household.case_id)))
        for _ in carry_on(session, book, ids, POSTED_ON, printing, leaving=("joint_review",)):
            pass
    township.on(date(2021, 11, 8))
    return township


def test_a_department_answers_for_many_and_for_one(at_review: Township) -> None:
    police = at_review.sign_in("dept-police")
    first, *others = [*at_review.cases(), *at_review.cases("533401102202"), *at_review.cases("533401102203")]
    page = police.get("/department")
    assert "9户等待答复" in page.text

    ask = police.send(page, "/department/clear", case=[str(one) for one in others])
    assert "将为下面8户记录" in ask.text
    page = police.send(ask, "/department/clear", case=[str(one) for one in others])
    assert "已答复8户：未命中" in page.text
    again = police.send(ask, "/department/clear", case=[str(one) for one in others])
    assert again.status == 200

    address = f"/department/{first}"
    page = police.send(police.get(address), address, result="hit", item="", detail="", on="2021-11-08")
    assert "命中的请写明项目" in page.text
    form = police.get(address)
    for _ in range(2):
        page = police.send(form, address, result="hit", item="名下有大货车", detail="2020年购", on="2021-11-08")
        assert "没有等待答复的农户" in page.text
    done = police.get("/department/done").text
    assert "名下有大货车" in done
    assert done.count("未命中") == 8
    with reading(at_review.db) as session:
        assert len(session.scalars(select(Evidence).where(Evidence.kind == "department_answer")).all()) == 2


def test_a_department_sees_its_own_column_only(at_review: Township) -> None:
    police, market = at_review.sign_in("dept-police"), at_review.sign_in("dept-market")
    case = at_review.cases()[0]
    address = f"/department/{case}"
    police.send(police.get(address), address, result="hit", item="名下有大货车", detail="甲", on="2021-11-08")

    assert police.get(address).status == 404
    assert "9户等待答复" in market.get("/department").text
    for page in ("/department", "/department/compare", address, "/department/done"):
        assert "大货车" not in market.get(page).html
    assert "还没有答复过" in market.get("/department/done").text


def test_numbers_are_shown_for_comparing_only_and_each_opening_is_logged(at_review: Township) -> None:
    police = at_review.sign_in("dept-police")
    case = at_review.cases()[0]
    with reading(at_review.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == case)).one()
        people = session.scalars(select(Member).where(Member.household_id == home.id)).all()

    assert people[0].id_no not in police.get("/department").html
    page = police.get(f"/department/{case}")
    assert all(one.id_no in page.text for one in people)
    for private in (home.phone, home.address, people[0].phone):
        assert not private or private not in page.html
    assert people[0].id_no in police.get("/department/compare").text

    with reading(at_review.db) as session:
        subjects = list(session.scalars(select(Opening.subject)))
    assert subjects.count(f"household:{home.id}") == 2
    assert len(subjects) == 10


def test_a_department_opens_nothing_else(at_review: Township) -> None:
    police = at_review.sign_in("dept-police")
    case = at_review.cases()[0]

    for address in ("/notices", "/objections", "/announcements", f"/case/{case}/documents/application", "/notices/1"):
        assert police.get(address).status == 403
    assert at_review.sign_in("county-1").get("/department").status == 403


def test_nobody_waits_before_the_review(township: Township) -> None:
    police = township.sign_in("dept-police")

    assert "没有等待答复的农户" in police.get("/department").text
    assert police.get(f"/department/{township.cases()[0]}").status == 404
