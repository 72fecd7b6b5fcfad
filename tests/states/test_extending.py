"""A longer period outlasts an interruption and a new edition, is never a shorter one, and ends where its rule says."""

from datetime import date

import pytest

from engine.db import work
from engine.errors import MoveBlocked
from states.editions import remove_line
from states.extending import extend, room
from states.overdue import still_up
from states.posting import corrected, interrupt, resume
from tests.states.village import CLERK, OFFICER, PDF, codes, make_book, make_households, make_posted, make_village, on


@pytest.fixture
def village(sqlite_db):
    """A database with the village."""
    with work(sqlite_db) as session:
        make_village(session)
    return sqlite_db


@pytest.mark.parametrize(("rule", "last"), [("restart", date(2021, 11, 4)), ("go-on", date(2021, 11, 2))])
def test_an_extension_outlasts_an_interruption(village, rule, last):
    book = make_book(rule)
    with work(village) as session:
        notice = make_posted(session, book, make_households(session, book))
        extend(session, book, notice, 2, "大雨", by=CLERK, at=on("2021-10-26"))
        assert notice.last_on == date(2021, 11, 2)
        interrupt(session, book, notice, date(2021, 10, 27), "被风吹落", by=CLERK, at=on("2021-10-27"))
        resume(session, book, notice, date(2021, 10, 27), by=CLERK, at=on("2021-10-27"))
        assert notice.last_on == last


def test_a_new_edition_hangs_as_long_as_the_one_before_was_extended(village):
    book = make_book()
    with work(village) as session:
        cases = make_households(session, book, 2)
        notice = make_posted(session, book, cases)
        extend(session, book, notice, 2, "大雨", by=CLERK, at=on("2021-10-26"))
        new = remove_line(session, book, notice, cases[0], "死亡", by=CLERK, at=on("2021-10-27"))
        assert (new.extended, new.last_on) == (2, date(2021, 11, 4))
        assert [one.places for one in still_up(session, CLERK)] == [1]  # the void paper; online it is gone already


def test_extensions_add_up_to_the_plans_own_period_at_most(village):
    book = make_book()
    with work(village) as session:
        notice = make_posted(session, book, make_households(session, book))
        extend(session, book, notice, 3, "大雨", by=CLERK, at=on("2021-10-26"))
        assert room(session, book, notice) == 2
        with pytest.raises(MoveBlocked) as refused:
            extend(session, book, notice, 3, " ", by=OFFICER, at=on("2021-10-27"))
        assert codes(refused) == {"role-required", "reason-needed", "too-long"}
        with pytest.raises(MoveBlocked) as refused:
            extend(session, book, notice, 3, " ", by=CLERK, at=on("2021-11-20"))
        assert codes(refused) == {"reason-needed", "too-long", "period-over"}


def test_a_right_paper_needs_no_correction(village):
    book = make_book()
    with work(village) as session:
        notice = make_posted(session, book, make_households(session, book))
        with pytest.raises(MoveBlocked) as refused:
            corrected(session, notice, PDF, by=CLERK, at=on("2021-10-26"))
        assert codes(refused) == {"paper-right"}
        extend(session, book, notice, 1, "大雨", by=CLERK, at=on("2021-10-26"))
        corrected(session, notice, PDF, by=CLERK, at=on("2021-10-26"))
        assert notice.paper_is_right
