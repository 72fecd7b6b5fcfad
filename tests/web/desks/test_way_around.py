"""The pages hang together: from the data desk to what waits, from a doubt to where it is corrected, and back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.db import work
from states.changes.proposing import Edit, propose_many
from states.households import Household
from states.members import Member
from states.practice.days import at
from states.practice.staff import COLLECTORS
from states.quality.rulebook import shipped
from tests.web.client import Page
from tests.web.desks.conftest import BEGUN, Township
from web.quality.tabs import FILE, TABS


def lit(page: Page) -> list[str]:
    """The entries of the main menu to which the page belongs."""
    [menu] = [nav for nav in page.root.iter("nav") if nav.get("class") == "menu"]
    return ["".join(a.itertext()).strip() for a in menu.iter("a") if a.get("aria-current")]


def test_every_topic_of_the_rules_leads_to_a_page_of_the_household() -> None:
    assert {rule.topic for rule in shipped().rules if rule.subject != "village"} == set(TABS)
    assert FILE in TABS.values()


def test_the_data_desk_says_what_waits_for_somebody_else_than_who_proposed_it(township: Township) -> None:
    case = township.cases()[0]
    with work(township.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == case)).one()
        edit = Edit("household", home.id, "phone", "13800000001")
        propose_many(session, [edit], by=COLLECTORS[0], at=at(BEGUN), source="visit")

    assert "1件待办" in township.sign_in("village-1").get("/data").text
    assert "件待办" not in township.sign_in("village-2").get("/data").text


PAGES = ("/homes/{}/location", "/homes/{}/facts", "/livelihood/household/{}", "/help/household/{}")


@pytest.mark.parametrize("address", ["/case/{}", "/changes/household/{}", *PAGES])
def test_the_pages_of_a_household_belong_to_the_register(township: Township, address: str) -> None:
    page = township.sign_in("village-1").get(address.format(township.cases()[0]))

    assert page.status == 200
    assert lit(page) == ["农户"]


def test_the_sections_belong_to_the_data_desk(township: Township) -> None:
    clerk = township.sign_in("village-1")
    for address in ("/data", "/help", "/livelihood", "/changes", "/income", "/quality"):
        assert lit(clerk.get(address)) == ["数据"], address


def test_a_quarter_is_entered_under_the_menu_for_the_household_as_for_a_member(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]
    with work(township.db) as session:
        member = session.scalars(select(Member.id).join(Household).where(Household.case_id == case)).first()

    for asked in ("", f"?person={member}"):
        page = clerk.get(f"/income/{case}/enter/4{asked}")
        assert lit(page) == ["农户"]
        assert "和秀兰" in page.text
