"""The public board: what hangs, masked, and nothing else."""

from datetime import date

import pytest

from engine.cases import Case
from engine.db import work
from engine.errors import NotFound
from engine.runs import Step
from states.board import by_number, by_receipt, notices_on
from states.closing import close
from states.drafting import draft
from states.posting import post, printed
from tests.states.village import (
    CLERK,
    OFFICER,
    OTHER_VILLAGE,
    PDF,
    VILLAGE,
    make_book,
    make_households,
    make_notice,
    make_posted,
    make_village,
    object_to,
    on,
    settle,
)

BOOK = make_book()
TODAY = date(2021, 10, 27)


def mask(name):
    return name[0] + "*"


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def test_the_board_shows_what_hangs_with_masked_names(village):
    with work(village) as session:
        cases = [*make_households(session, BOOK), *make_households(session, BOOK, head_born=date(2008, 1, 1))]
        notice = make_posted(session, BOOK, cases)
        [shown] = notices_on(session, VILLAGE, TODAY, mask)
        assert (shown.number, shown.last_on, shown.phone) == (notice.number, date(2021, 10, 29), "0887-5550123")
        assert {line.head for line in shown.lines} == {"张*", "未成年户主（姓名不公开）"}
        assert by_number(session, notice.number, TODAY, mask) == shown
        assert notices_on(session, OTHER_VILLAGE, TODAY, mask) == []


def test_names_leave_the_board_with_the_last_day(village):
    with work(village) as session:
        notice = make_posted(session, BOOK, make_households(session, BOOK))
        assert by_number(session, notice.number, date(2021, 10, 29), mask).lines
        assert by_number(session, notice.number, date(2021, 10, 30), mask).lines == ()
        close(session, BOOK, notice, by=CLERK, at=on("2021-10-30"))
        with pytest.raises(NotFound):
            by_number(session, notice.number, date(2021, 10, 30), mask)


def test_a_notice_shows_online_from_the_day_it_is_posted_online(village):
    with work(village) as session:
        notice = make_notice(session, BOOK, make_households(session, BOOK))
        post(session, BOOK, notice, "group-board", date(2021, 10, 25), by=CLERK, at=on("2021-10-25"))
        assert notices_on(session, VILLAGE, TODAY, mask) == []
        post(session, BOOK, notice, "online", date(2021, 10, 26), by=CLERK, at=on("2021-10-26"))
        assert len(notices_on(session, VILLAGE, TODAY, mask)) == 1


def test_of_a_township_notice_a_village_sees_its_own_households(village):
    with work(village) as session:
        here, there = make_households(session, BOOK), make_households(session, BOOK, village=OTHER_VILLAGE)
        for case in (*here, *there):
            run = session.get_one(Case, case).run_id
            session.execute(_open(run))
        notice = draft(session, BOOK, [*here, *there], "township_notice", by=OFFICER, at=on("2021-10-26"))
        printed(session, BOOK, notice, PDF, {}, by=OFFICER, at=on("2021-10-26"))
        post(session, BOOK, notice, "township-board", date(2021, 10, 26), by=OFFICER, at=on("2021-10-26"))
        [shown] = notices_on(session, VILLAGE, TODAY, mask)
        assert [line.case_id for line in shown.lines] == here
        assert len(by_number(session, notice.number, TODAY, mask).lines) == 2


def _open(run):
    return Step.__table__.update().where(Step.run_id == run, Step.name == "township_notice").values(status="open")


def test_a_receipt_tells_the_answer_and_nothing_else(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        objection = object_to(session, notice, case)
        before = by_receipt(session, objection.receipt.lower())
        assert (before.status, before.label, before.answer, before.settled_on) == ("received", "已收到", "", None)
        settle(session, BOOK, objection, "dismiss")
        after = by_receipt(session, objection.receipt)
        assert (after.label, after.answer, after.settled_on) == ("查实不成立", "已核实。", date(2021, 10, 28))
        assert "轿车" not in repr(after)
        assert "1390000" not in repr(after)
        with pytest.raises(NotFound):
            by_receipt(session, "ZZZZZZZZ")
