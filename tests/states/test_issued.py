"""Papers: their numbers under two writers, their editions, what ends them, and the signed copy."""

import threading
from datetime import date

import pytest

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import BadInput, NotFound, Refused
from engine.evidence import Attachment
from engine.ledger import history
from engine.verify import verify
from states.book import open_book
from states.issued import desk
from states.issued.issuing import Made, issue, replace, withdraw
from states.issued.numbers import next_number
from states.issued.signing import sign
from tests.states.village import CLERK, OFFICER, REVIEWER, TOWNSHIP, VILLAGE, codes, make_village, on

BOOK = open_book()
MADE = Made("a" * 64, "b" * 64, 1)
AT = on("2021-10-20")
SCAN = Attachment("c" * 64, "签章件.pdf", "application/pdf", 100)


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def issued(session, *, by=OFFICER, area=TOWNSHIP, at=AT, number=None):
    number = number or next_number(session, area, "请", at.year)
    return issue(
        session, "permission_request", area, "请示", {"number": str(number)}, MADE, number=number, by=by, at=at
    )


def test_numbers_go_on_after_a_withdrawal_and_begin_again_each_year_and_office(village):
    with work(village) as session:
        first, second = issued(session), issued(session)
        withdraw(session, BOOK, second, "写错了", by=OFFICER, at=AT)
        third, next_year = issued(session), issued(session, at=on("2022-01-04"))
        assert [one.number for one in (first, second, third, next_year)] == [
            "云岭镇请〔2021〕1号", "云岭镇请〔2021〕2号", "云岭镇请〔2021〕3号", "云岭镇请〔2022〕1号",
        ]  # fmt: skip
        assert issued(session, by=CLERK, area=VILLAGE).number == "和平村请〔2021〕1号"
        assert str(next_number(session, TOWNSHIP, "函", 2021)) == "云岭镇函〔2021〕1号"
        assert verify(session).faults == ()


def test_two_writers_never_get_one_number_and_leave_no_gap(village):
    seen, ready = [], threading.Barrier(4)

    def write():
        for _ in range(5):
            ready.wait()
            while not tried():
                pass

    def tried():
        with reading(village) as session:
            number = next_number(session, TOWNSHIP, "请", 2021)
        try:
            with work(village) as session:
                seen.append(issued(session, number=number).serial)
        except Refused as refused:
            return {blocker.code for blocker in refused.blockers} != {"number-taken"}
        return True

    writers = [threading.Thread(target=write) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert sorted(seen) == list(range(1, 21))


def test_a_new_edition_keeps_the_number_and_the_old_paper(village):
    with work(village) as session:
        old = issued(session)
        new = replace(session, BOOK, old, "请示", {"number": old.number}, MADE, "时间改了", by=OFFICER, at=AT)
        assert (new.number, new.edition, new.supersedes) == (old.number, 2, old.id)
        assert [(one.paper.edition, one.state) for one in desk.editions(session, new)] == [
            (2, "issued"), (1, "replaced"),
        ]  # fmt: skip
        with pytest.raises(Refused) as refused:
            withdraw(session, BOOK, old, "再作废", by=OFFICER, at=AT)
        assert codes(refused) == {"paper-state"}
        assert str(next_number(session, TOWNSHIP, "请", 2021)) == "云岭镇请〔2021〕2号"
        assert desk.standing(session, "permission_request", [TOWNSHIP]) == {TOWNSHIP: new}


def test_the_signed_copy_comes_back_and_a_better_scan_takes_its_place(village):
    with work(village) as session:
        paper = issued(session)
        with pytest.raises(BadInput, match="印发之后"):
            sign(session, BOOK, paper, SCAN, date(2021, 10, 19), by=OFFICER, at=AT)
        sign(session, BOOK, paper, SCAN, date(2021, 10, 20), by=OFFICER, at=AT)
        better = Attachment("d" * 64, "签章件.jpg", "image/jpeg", 100)
        sign(session, BOOK, paper, better, date(2021, 10, 20), by=OFFICER, at=AT)
        assert (desk.find(session, paper.id, OFFICER).state, paper.signed_digest) == ("signed", "d" * 64)
        assert [entry.kind for entry in history(session, paper.case_id)].count("scanned") == 2
        assert verify(session).faults == ()


def test_who_may_not_issue_is_told_why_and_other_places_see_nothing(village):
    stranger = Actor("t2", "木文华", "township", "539901103")
    auditor = Actor("a1", "赵琳", "auditor", "")
    with work(village) as session:
        with pytest.raises(Refused) as refused:
            issued(session, by=stranger)
        assert codes(refused) == {"outside-area"}
        with pytest.raises(Refused) as refused:
            issued(session, by=auditor)
        assert codes(refused) == {"role-required"}
        paper = issued(session)
        with pytest.raises(BadInput):
            withdraw(session, BOOK, paper, "  ", by=OFFICER, at=AT)
        with pytest.raises(NotFound):
            desk.find(session, paper.id, stranger)
        assert desk.papers(session, stranger) == ([], 0)
        assert [one.paper.id for one in desk.papers(session, REVIEWER)[0]] == [paper.id]
        assert desk.counts(session, REVIEWER)["issued"] == 1
