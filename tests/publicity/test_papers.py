"""What the papers say when they are made from the database's own rows."""

from datetime import date

import pytest

from engine.cases import Case
from engine.db import work
from engine.errors import MoveBlocked
from engine.files import FileStore
from publicity.announcements import announcement_values
from publicity.documents import render
from publicity.forms import application_values, consent_values
from publicity.notice_papers import note_printed, print_notice
from publicity.notices import notice_values
from states.book import open_book
from states.editions import replan
from states.practice import township
from states.practice.days import at
from states.practice.desk import begin
from states.practice.lists import draft_lists, notice_hand
from states.practice.walk import carry_on

BOOK = open_book()
URL = "https://example.invalid/board/notice/1"
OPENS, POSTED = date(2021, 10, 19), date(2021, 10, 25)


@pytest.fixture
def cases(sqlite_db):
    """Three households of three villages, before the village notice."""
    with work(sqlite_db) as session:
        township.found(session, OPENS)
        found = [house.case_id for house in township.settle(session, 3, OPENS)]
        begin(session, BOOK, found, "identify", at(OPENS, 9))
        list(carry_on(session, BOOK, found, OPENS, None, POSTED, leaving=["village_notice"]))
    return found


def draft(session, cases):
    [notice] = draft_lists(session, BOOK, cases[:1], "village_notice", at(POSTED))
    return notice, notice_hand(session, BOOK, notice)


def test_a_notice_says_what_was_drawn_up_and_what_went_before(sqlite_db, cases):
    with work(sqlite_db) as session:
        notice, _ = draft(session, cases)
        name, values = notice_values(session, BOOK, notice, URL)
        assert name == "village_notice"
        assert (values["place"], values["issuer"], values["title"]) == ("和平村", "和平村村民委员会", [])
        assert values["posting"] == {"starts_on": "2021-10-25", "ends_on": "2021-10-29", "days": 5, "unit": "工作日"}
        assert values["places"] == ["村民小组公开场所", "云南省“政府救助平台”"]
        assert values["appraised_on"] == "2021-10-19"
        assert values["steps"][-1] == "村两委提出名单"
        assert [row["group"] for row in values["entering"]] == ["一组"]
        notice.title = "和平村第二批名单公示"
        assert notice_values(session, BOOK, notice, URL)[1]["title"] == ["和平村第二批名单公示"]


def test_a_county_lists_townships_and_decides_itself(sqlite_db, cases):
    with work(sqlite_db) as session:
        notice, _ = draft(session, cases)
        notice.level, notice.area, notice.issuer = "county", notice.area[:6], "香格里拉市人民政府"
        name, values = notice_values(session, BOOK, notice, URL)
        assert name == "county_notice"
        [row] = values["entering"]
        assert (row["township"], row["village"], row["group"]) == ("小中甸镇", "和平村", "一组")
        assert (values["decided_by"], "reports_to" in values) == ("香格里拉市乡村振兴局", False)
        assert render(name, values).pages == 2


def test_printing_keeps_the_paper_and_puts_its_digest_on_record(sqlite_db, cases, tmp_path):
    store = FileStore(str(tmp_path / "files"))
    with work(sqlite_db) as session:
        notice, by = draft(session, cases)
        paper = print_notice(session, BOOK, notice, URL, store, by=by, at=at(POSTED))
        assert store.get(notice.printed_digest) == paper.pdf
        assert session.get_one(Case, notice.case_id).state == "printed"
        again = render(notice.values["document"], notice.values["values"])
        assert (again.digest, again.values_digest) == (paper.digest, notice.values["values_digest"])


def test_a_paper_of_something_else_is_not_noted(sqlite_db, cases):
    with work(sqlite_db) as session:
        notice, by = draft(session, cases)
        name, values = notice_values(session, BOOK, notice, URL)
        paper = render(name, values)
        replan(session, BOOK, notice, date(2021, 10, 26), "改期", by=by, at=at(POSTED))
        with pytest.raises(MoveBlocked) as refused:
            note_printed(session, BOOK, notice, URL, values, paper, by=by, at=at(POSTED))
        assert [blocker.code for blocker in refused.value.blockers] == ["changed-meanwhile"]


def test_the_forms_are_made_out_from_the_register(sqlite_db, cases):
    with work(sqlite_db) as session:
        name, values = application_values(session, cases[0], POSTED)
        assert len(values["members"]) == 4
        assert values["difficulties"].startswith("今年以来务工收入减少")
        assert render(name, values).pages == 1
        assert application_values(session, cases[0], POSTED, difficulties="房屋受灾。")[1]["difficulties"] == "房屋受灾"
        values = consent_values(session, cases[0], POSTED)[1]
        assert values["income_period"] == "2020年10月1日至2021年9月30日"
        assert (values["line"], values["mode"]) == ("6000", "帮扶消除")


def test_nothing_is_announced_without_a_decision(sqlite_db, cases):
    with work(sqlite_db) as session, pytest.raises(MoveBlocked) as refused:
        announcement_values(session, BOOK, cases, URL, "GG-1", POSTED)
    assert [blocker.message for blocker in refused.value.blockers] == ["有3户还没有审定同意的纳入或消除决定，不能公告"]
