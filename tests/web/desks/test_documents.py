"""Papers for households and announcements of decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from engine.db import reading, work
from publicity.household_papers import PAPERS
from states.book import open_book
from states.households import Household
from states.openings import Opening
from states.posting import printed
from states.practice.walk import carry_on
from tests.web.desks.conftest import OTHER_VILLAGE, POSTED_ON, Township


def test_the_application_of_a_household_is_made_out(township: Township) -> None:
    clerk = township.sign_in("village-1")
    case = township.cases()[0]

    page = clerk.get(f"/case/{case}/documents/application")

    assert page.response.mimetype == "application/pdf"
    assert page.data.startswith(b"%PDF-")
    assert page.response.headers["Cache-Control"] == "no-store"
    with reading(township.db) as session:
        assert len(session.scalars(select(Opening)).all()) == 1


def test_the_sheet_for_a_visit_is_made_out_and_linked_from_the_file(township: Township) -> None:
    clerk = township.sign_in("village-1")
    case = township.cases()[0]

    page = clerk.get(f"/case/{case}")
    addresses = [a.get("href", "") for a in page.root.iter("a")]

    assert f"/case/{case}/documents/visit" in addresses
    assert f"/case/{case}/documents/collection" in addresses
    assert f"/case/{case}/documents/comparison" not in addresses  # not monitored yet
    assert clerk.get(f"/case/{case}/documents/visit").data.startswith(b"%PDF-")
    auditor = township.sign_in("auditor").get(f"/case/{case}")
    assert not any("/documents/" in a.get("href", "") for a in auditor.root.iter("a"))


def test_papers_of_another_village_and_unknown_ones_do_not_exist(township: Township) -> None:
    clerk = township.sign_in("village-1")

    assert clerk.get(f"/case/{township.cases()[0]}/documents/passport").status == 404
    assert clerk.get("/case/999/documents/application").status == 404
    for name in PAPERS:
        assert clerk.get(f"/case/{township.cases(OTHER_VILLAGE)[0]}/documents/{name}").status == 404
    with reading(township.db) as session:
        assert session.scalars(select(Opening)).all() == []


def test_decisions_are_announced(township: Township) -> None:
    def printing(session: Any, book: Any, notice: Any, by: Any, at: Any) -> None:
        printed(session, book, notice, "a" * 64, {}, by=by, at=at)

    with work(township.db) as session:
        ids = list(session.scalars(select(Household.case_id)))
        for _ in carry_on(session, open_book(), ids, POSTED_ON, printing):
            pass
    township.on(date(2021, 11, 26))
    officer = township.sign_in("township-1")
    page = officer.get("/announcements")
    address = next(a.get("href", "") for a in page.root.iter("a") if "/announcements/" in a.get("href", ""))
    page = officer.get(address)
    cases = [box.get("value") for box in page.root.iter("input") if box.get("name") == "case"]

    paper = officer.send(page, address, case=cases, number="香振公告〔2021〕1号")
    nobody = officer.send(page, address, case=[])

    assert len(cases) == 9
    assert paper.response.mimetype == "application/pdf"
    assert nobody.status == 409
    assert officer.get("/announcements/533499/2021-11-05").status == 404
    assert officer.get(address[:-2] + "99").status == 404
    clerk = township.sign_in("village-2")
    own = [box for box in clerk.get(address).root.iter("input") if box.get("name") == "case"]
    assert len(own) == 3
