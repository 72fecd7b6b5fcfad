"""Changing notices: households taken out, other days, new editions, and calendars that are amended meanwhile."""

from datetime import date

import pytest

from engine.arrangements import record
from engine.cases import Case
from engine.db import work
from engine.errors import MoveBlocked
from engine.ledger import history
from engine.verify import verify
from states.amending import affected, amend
from states.closing import close
from states.drafting import draft
from states.editions import cancel, remove_line, replan
from states.notice_facts import notice_facts
from states.notice_lines import lines_of
from states.posting import interrupt, post, printed
from tests.states.village import (
    CLERK,
    OFFICER,
    PDF,
    PLACES,
    VILLAGE,
    codes,
    make_book,
    make_households,
    make_notice,
    make_posted,
    make_village,
    on,
    rest_day,
)

BOOK = make_book()


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def state(session, notice):
    return session.get_one(Case, notice.case_id, populate_existing=True).state


def test_a_household_leaves_a_draft_in_place(village):
    with work(village) as session:
        out, stays = make_households(session, BOOK, 2)
        notice = draft(session, BOOK, [out, stays], "village_notice", by=CLERK, at=on("2021-10-25"))

        same = remove_line(session, BOOK, notice, out, "农户撤回申请", by=CLERK, at=on("2021-10-25"))

        assert same is notice
        assert [line.case_id for line in lines_of(session, notice)] == [stays]
        assert [line.reason for line in lines_of(session, notice, removed=True) if line.removed_at] == ["农户撤回申请"]
        with pytest.raises(MoveBlocked) as refused:
            remove_line(session, BOOK, notice, stays, " ", by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"reason-needed", "last-line"}
        assert draft(session, BOOK, [out], "village_notice", by=CLERK, at=on("2021-10-25")).number != notice.number


@pytest.mark.parametrize(("after", "last"), [("restart", "2021-11-02"), ("go-on", "2021-10-29")])
def test_a_household_leaves_a_posted_notice_by_a_new_edition(sqlite_db, after, last):
    book = make_book(after)
    with work(sqlite_db) as session:
        make_village(session)
        out, stays = make_households(session, book, 2)
        old = make_posted(session, book, [out, stays])

        new = remove_line(session, book, old, out, "户主去世", by=CLERK, at=on("2021-10-27"))

        assert (new.number, new.edition, new.supersedes) == (old.number, 2, old.id)
        assert (state(session, old), state(session, new)) == ("replaced", "drafted")
        with pytest.raises(MoveBlocked) as refused:
            close(session, book, old, by=CLERK, at=on("2021-11-10"))
        assert codes(refused) == {"notice-state"}
        printed(session, book, new, PDF, {}, by=CLERK, at=on("2021-10-27"))
        for place in PLACES:
            post(session, book, new, place, date(2021, 10, 27), by=CLERK, at=on("2021-10-27"))
        assert str(new.last_on) == last
        day_after = on(date.fromisoformat(last).replace(day=date.fromisoformat(last).day + 1))
        assert [done.case_id for done in close(session, book, new, by=CLERK, at=day_after).moved] == [stays]
        assert verify(session).faults == ()


def test_what_guards_read_tells_the_new_edition_from_the_old(village):
    with work(village) as session:
        out, stays = make_households(session, BOOK, 2)
        old = make_notice(session, BOOK, [out, stays])
        new = remove_line(session, BOOK, old, out, "户主去世", by=CLERK, at=on("2021-10-25"))
        runs = {case: session.get_one(Case, case).run_id for case in (out, stays)}
        facts = notice_facts(session, list(runs.values()))
        assert [(f.status, f.in_force, f.removed) for f in facts[runs[out]]] == [("replaced", False, True)]
        assert [(f.notice_id, f.status, f.in_force) for f in facts[runs[stays]]] == [
            (old.id, "replaced", False),
            (new.id, "drafted", True),
        ]
        assert len({f for lines in facts.values() for f in lines}) == 3  # they can be put into sets
        assert notice_facts(session, []) == {}


def test_a_cancelled_notice_frees_its_households(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 2)
        notice = make_notice(session, BOOK, cases)
        cancel(session, BOOK, notice, "名单有误", by=CLERK, at=on("2021-10-25"))
        assert state(session, notice) == "cancelled"
        anew = make_posted(session, BOOK, cases)
        with pytest.raises(MoveBlocked) as refused:
            cancel(session, BOOK, anew, "", by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"notice-state", "reason-needed"}


def test_another_day_of_posting_needs_another_paper(village):
    with work(village) as session:
        notice = draft(session, BOOK, make_households(session, BOOK), "village_notice", by=CLERK, at=on("2021-10-25"))
        assert replan(session, BOOK, notice, date(2021, 10, 26), "雨天", by=CLERK, at=on("2021-10-25")) is notice
        assert str(notice.last_on) == "2021-11-01"
        printed(session, BOOK, notice, PDF, {}, by=CLERK, at=on("2021-10-25"))
        new = replan(session, BOOK, notice, date(2021, 10, 27), "雨天", by=CLERK, at=on("2021-10-26"))
        assert (new.edition, str(new.last_on), state(session, notice)) == (2, "2021-11-02", "replaced")


@pytest.mark.parametrize("place", ["", VILLAGE[:6]])
def test_an_amended_calendar_moves_running_notices_in_one_recorded_act(village, place):
    with work(village) as session:
        running, drawn, done = make_households(session, BOOK, 3)
        over = make_posted(session, BOOK, [done], day="2021-10-21")
        close(session, BOOK, over, by=CLERK, at=on("2021-10-28"))
        notice = make_posted(session, BOOK, [running])
        plan = draft(session, BOOK, [drawn], "village_notice", by=CLERK, at=on("2021-10-26"))
        assert affected(session, BOOK) == []
        record(session, rest_day("2021-10-28", place), OFFICER, on("2021-10-26"))

        shifts = affected(session, BOOK)
        assert [(shift.notice.id, str(shift.before), str(shift.after)) for shift in shifts] == [
            (notice.id, "2021-10-29", "2021-11-01"),
            (plan.id, "2021-11-01", "2021-11-02"),
        ]
        assert str(notice.last_on) == "2021-10-29"  # only looked at

        amend(session, BOOK, "云政办〔2021〕9号", by=OFFICER, at=on("2021-10-26"))

        assert (str(notice.last_on), notice.paper_is_right) == ("2021-11-01", False)
        assert affected(session, BOOK) == []
        told = history(session, notice.case_id)[0]
        assert (told.kind, told.told["document"]) == ("calendar-amended", "云政办〔2021〕9号")
        assert history(session, running)[0].told["until"] == "2021-11-01"
        with pytest.raises(MoveBlocked) as refused:
            close(session, BOOK, notice, by=CLERK, at=on("2021-10-30"))
        assert [str(b.earliest_on) for b in refused.value.blockers] == ["2021-11-02"]
        assert verify(session).faults == ()


def test_an_amendment_counts_for_an_interrupted_notice_when_it_hangs_again(sqlite_db):
    book = make_book("go-on")
    with work(sqlite_db) as session:
        make_village(session)
        notice = make_posted(session, book, make_households(session, book))
        interrupt(session, book, notice, date(2021, 10, 27), "被撕", by=CLERK, at=on("2021-10-27"))
        record(session, rest_day("2021-10-26"), OFFICER, on("2021-10-27"))
        assert affected(session, book) == []
        for place in PLACES:
            post(session, book, notice, place, date(2021, 10, 28), by=CLERK, at=on("2021-10-28"))
        assert str(notice.last_on) == "2021-11-02"  # only Monday counts, and four days are left
