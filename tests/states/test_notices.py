"""Drawing up, printing and hanging notices, and the days that follow from it."""

import threading
from datetime import date

import pytest

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.cases import Case
from engine.db import reading, work
from engine.errors import MoveBlocked, NotFound, Refused
from engine.ledger import history
from engine.verify import verify
from states.closing import close
from states.drafting import draft
from states.notice_desk import find, listed
from states.notice_lines import lines_of
from states.notices import Notice
from states.posting import interrupt, post, printed, resume, take_down
from states.waiting_list import eligible
from tests.states.village import (
    CLERK,
    OFFICER,
    OTHER_VILLAGE,
    PDF,
    VILLAGE,
    begin,
    codes,
    make_book,
    make_households,
    make_notice,
    make_posted,
    make_village,
    on,
)

BOOK = make_book()


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def days(notice):
    return str(notice.first_on), str(notice.last_on)


def test_the_plans_own_dates_come_out_and_closing_waits_for_the_day_after(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 3)
        notice = make_posted(session, BOOK, cases)
        assert days(notice) == ("2021-10-25", "2021-10-29")
        for last in ("2021-10-28", "2021-10-29"):
            with pytest.raises(MoveBlocked) as refused:
                close(session, BOOK, notice, by=CLERK, at=on(last, hour=23))
            assert [(b.code, str(b.earliest_on)) for b in refused.value.blockers] == [("notice-running", "2021-10-30")]

        outcome = close(session, BOOK, notice, by=CLERK, at=on("2021-10-30", hour=0))

        assert [done.opened for done in outcome.moved] == [("review",)] * 3
        assert session.get_one(Case, notice.case_id).state == "closed"
        assert verify(session).faults == ()


def test_the_step_itself_refuses_before_the_period_is_over(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, case, "village_notice", by=CLERK, at=on("2021-10-24"))
        assert codes(refused) == {"notice-missing"}
        notice = make_notice(session, BOOK, [case])
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, case, "village_notice", by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"notice-not-posted"}
        for place in notice.places:
            post(session, BOOK, notice, place, date(2021, 10, 25), by=CLERK, at=on("2021-10-25"))
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, case, "village_notice", by=CLERK, at=on("2021-10-29"))
        assert [str(b.earliest_on) for b in refused.value.blockers] == ["2021-10-30"]
        assert advance(session, BOOK, case, "village_notice", by=CLERK, at=on("2021-10-30")).opened == ("review",)


@pytest.mark.parametrize(
    ("count", "posted", "last"),
    [
        ("posting-day", "2021-10-25", "2021-10-29"),
        ("next-day", "2021-10-25", "2021-11-01"),  # over a weekend
        ("next-day", "2021-09-17", "2021-09-26"),  # a worked Saturday, the mid-autumn rest, a worked Sunday
        ("posting-day", "2021-09-17", "2021-09-24"),
        ("next-day", "2022-09-28", "2022-10-10"),  # the national holiday with its make-up days
        ("posting-day", "2022-09-28", "2022-10-09"),
    ],
)
def test_the_period_counts_working_days_with_make_up_days(sqlite_db, count, posted, last):
    book = make_book(count=count)
    with work(sqlite_db) as session:
        make_village(session)
        notice = make_posted(session, book, make_households(session, book, day="2021-09-01"), day=posted)
        assert str(notice.last_on) == last
        assert not notice.is_over(notice.last_on)


def test_the_period_counts_from_the_day_of_the_last_place(village):
    with work(village) as session:
        notice = make_notice(session, BOOK, make_households(session, BOOK))
        day = date(2021, 10, 25)
        assert not post(session, BOOK, notice, "group-board", day, by=CLERK, at=on("2021-10-25"))
        assert session.get_one(Case, notice.case_id).state == "printed"
        with pytest.raises(MoveBlocked) as refused:
            close(session, BOOK, notice, by=CLERK, at=on("2021-11-30"))
        assert codes(refused) == {"notice-not-posted"}

        assert post(session, BOOK, notice, "online", date(2021, 10, 27), by=CLERK, at=on("2021-10-28"))

        assert days(notice) == ("2021-10-27", "2021-11-02")
        assert not notice.paper_is_right


def test_the_plans_dates_are_the_default_day_of_posting(sqlite_db):
    book = make_book(planned=True)
    with work(sqlite_db) as session:
        make_village(session)
        early, late = make_households(session, book, 2)
        notice = draft(session, book, [early], "village_notice", by=CLERK, at=on("2021-10-22"))
        assert (str(notice.planned_on), *days(notice)) == ("2021-10-25", "2021-10-25", "2021-10-29")
        notice = draft(session, book, [late], "village_notice", by=CLERK, at=on("2021-10-26"))
        assert (str(notice.planned_on), *days(notice)) == ("2021-10-26", "2021-10-26", "2021-11-01")


def test_the_township_posts_again_on_its_own_dates(sqlite_db):
    book = make_book(planned=True)
    with work(sqlite_db) as session:
        make_village(session)
        cases = make_households(session, book, 2)
        close(session, book, make_posted(session, book, cases), by=CLERK, at=on("2021-10-30"))
        advance_many(session, book, cases, "review", by=OFFICER, at=on("2021-10-30"))
        with pytest.raises(Refused) as refused:
            draft(session, book, cases, "township_notice", by=CLERK, at=on("2021-10-31"))
        assert codes(refused) == {"level-required"}
        notice = draft(session, book, cases, "township_notice", by=OFFICER, at=on("2021-10-31"))
        assert days(notice) == ("2021-11-01", "2021-11-03")
        assert (notice.area, notice.issuer) == ("539901102", "云岭镇人民政府")


def test_an_end_in_an_unpublished_year_is_provisional(sqlite_db):
    with work(sqlite_db) as session:
        make_village(session)
        notice = make_posted(session, BOOK, make_households(session, BOOK), day="2026-12-29")
        assert notice.provisional
        assert notice.last_on > date(2026, 12, 31)


def test_only_publishable_columns_are_frozen_and_no_minor_is_named(village):
    with work(village) as session:
        cases = make_households(session, BOOK)
        cases += make_households(session, BOOK, head_born=date(2008, 1, 1))
        notice = make_notice(session, BOOK, cases)
        grown, child = sorted((line.shown for line in lines_of(session, notice)), key=lambda shown: shown["minor"])
    assert grown == {
        "township": "云岭镇",
        "village": "和平村",
        "group": "第二村民小组",
        "head": "张秀0",
        "minor": False,
        "persons": 3,
        "move": "identify",
        "way": "identify",
        "label": "识别纳入",
        "category": "边缘易致贫户",
        "mode": "",
    }
    assert "张" not in child["head"]
    assert child["persons"] == 3


def test_one_notice_may_hold_both_directions(sqlite_db):
    with work(sqlite_db) as session:
        make_village(session)
        leaving = make_households(session, BOOK)
        close(session, BOOK, make_posted(session, BOOK, leaving), by=CLERK, at=on("2021-10-30"))
        session.execute(Case.__table__.update().where(Case.id.in_(leaving)).values(run_id=None, state="monitored"))
        session.expire_all()
        begin(session, BOOK, leaving, "eliminate", day="2021-11-01", said={"mode": "help"})
        entering = make_households(session, BOOK, day="2021-11-01")
        notice = make_notice(session, BOOK, [*leaving, *entering], day="2021-11-01")
        assert {(li.shown["label"], li.shown["mode"]) for li in lines_of(session, notice)} == {
            ("风险消除", "帮扶消除"),
            ("识别纳入", ""),
        }
        assert advance_many(session, BOOK, entering, "review", by=OFFICER, at=on("2021-11-01")).moved == []


def test_the_desk_lists_who_waits_and_what_else_is_missing(village):
    with work(village) as session:
        listed, waiting = make_households(session, BOOK, 2)
        make_households(session, BOOK, at_notice=False)
        make_notice(session, BOOK, [listed])
        found = eligible(session, BOOK, VILLAGE, "village_notice", CLERK, on("2021-10-25"))
        assert [(one.case_id, one.blockers) for one in found] == [(waiting, ())]
        assert eligible(session, BOOK, OTHER_VILLAGE, "village_notice", CLERK, on("2021-10-25")) == []
        [seen] = eligible(session, BOOK, VILLAGE, "village_notice", OFFICER, on("2021-10-25"))
        assert [blocker.code for blocker in seen.blockers] == ["role-required"]


def test_two_notices_for_one_household_are_refused(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 2)
        first = make_notice(session, BOOK, cases[:1])
        with pytest.raises(Refused) as refused:
            draft(session, BOOK, cases, "village_notice", by=CLERK, at=on("2021-10-25"))
        assert refused.value.blockers[0].message == f"“张秀0”户已经列在{first.number}号公示上"


def test_of_two_drafts_at_one_moment_one_is_refused(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 3)
    results, barrier = [], threading.Barrier(2)

    def draw_up():
        barrier.wait()
        try:
            with work(village) as session:
                results.append(draft(session, BOOK, cases, "village_notice", by=CLERK, at=on("2021-10-25")).number)
        except Refused as refused:
            results.append({blocker.code for blocker in refused.blockers})

    threads = [threading.Thread(target=draw_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results, key=str) == [f"{VILLAGE}-2021-001", {"already-listed"}]


def test_the_desk_shows_an_area_and_nothing_outside(village):
    with work(village) as session:
        notice = make_posted(session, BOOK, make_households(session, BOOK, 2))
        stranger = Actor("v9", "赵明", "village", OTHER_VILLAGE)
        [row], _ = listed(session, OFFICER)
        assert (row.notice.id, row.state, row.place, row.households) == (notice.id, "posted", "和平村", 2)
        assert listed(session, OFFICER, "closed") == listed(session, stranger) == ([], 0)
        assert find(session, notice.id, OFFICER) == (notice, "posted")
        with pytest.raises(NotFound):
            find(session, notice.id, stranger)


def test_a_draft_is_refused_with_all_reasons_at_once(village):
    with work(village) as session:
        here = make_households(session, BOOK)
        there = make_households(session, BOOK, village=OTHER_VILLAGE)
        early = make_households(session, BOOK, at_notice=False)
        with pytest.raises(Refused) as refused:
            draft(
                session,
                BOOK,
                [*here, *there, *early],
                "village_notice",
                by=Actor("d1", "赵明", "department", "539901"),
                at=on("2021-10-25"),
                planned_on=date(2021, 10, 1),
            )
        assert codes(refused) == {"role-required", "planned-in-past", "other-area", "step-not-open"}
        with pytest.raises(Refused) as refused:
            draft(session, BOOK, [], "village_notice", by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"nothing-chosen"}
        with pytest.raises(Refused) as refused:
            draft(session, BOOK, here, "appraisal", by=CLERK, at=on("2021-10-25"))
        assert "no-notice-step" in codes(refused)
        with pytest.raises(NotFound):
            draft(session, BOOK, [*here, 999999], "village_notice", by=CLERK, at=on("2021-10-25"))
        assert session.query(Notice).count() == 0


def test_households_under_different_packs_are_posted_apart(sqlite_db):
    other = make_book(count="next-day")
    BOOK.add(other.plan)
    with work(sqlite_db) as session:
        make_village(session)
        cases = [*make_households(session, BOOK), *make_households(session, other)]
        with pytest.raises(Refused) as refused:
            draft(session, BOOK, cases, "village_notice", by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"other-pack"}


def test_days_that_cannot_be_are_refused(village):
    with work(village) as session:
        notice = make_notice(session, BOOK, make_households(session, BOOK))

        def refusal(place, day, by=CLERK):
            with pytest.raises(MoveBlocked) as refused:
                post(session, BOOK, notice, place, date.fromisoformat(day), by=by, at=on("2021-10-25"))
            return codes(refused)

        assert refusal("village-board", "2021-10-26") == {"place-unknown", "in-the-future"}
        assert refusal("online", "2021-10-24") == {"before-printing"}
        assert refusal("online", "2021-10-25", Actor("v9", "赵明", "village", OTHER_VILLAGE)) == {"outside-area"}
        post(session, BOOK, notice, "online", date(2021, 10, 25), by=CLERK, at=on("2021-10-25"))
        assert refusal("online", "2021-10-25") == {"place-up"}
        with pytest.raises(MoveBlocked) as refused:
            printed(session, BOOK, notice, PDF, {}, by=CLERK, at=on("2021-10-25"))
        assert codes(refused) == {"notice-state"}


def test_the_ledger_carries_the_digest_of_the_paper_and_the_households_the_days(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
    with reading(village) as session:
        told = {entry.kind: entry.told for entry in history(session, notice.case_id)}
        assert told["printed"]["digest"] == PDF
        assert told["counting"]["until"] == "2021-10-29"
        [entry] = [entry for entry in history(session, case) if entry.kind == "notice"]
        assert (entry.told["did"], entry.told["until"]) == ("posted", "2021-10-29")
        assert verify(session).faults == ()


@pytest.mark.parametrize(
    ("after", "down", "up_again", "last"),
    [
        ("restart", "2021-10-27", "2021-10-28", "2021-11-03"),
        ("go-on", "2021-10-27", "2021-10-28", "2021-11-01"),  # Monday and Tuesday count; three days are left
        ("go-on", "2021-10-27", "2021-10-27", "2021-10-29"),  # hung again the same day
        ("go-on", "2021-10-29", "2021-11-05", "2021-11-05"),  # one day is left
        ("go-on", "2021-10-25", "2021-10-26", "2021-11-01"),  # came down at once: nothing counts
    ],
)
def test_an_interrupted_period_restarts_or_goes_on_as_the_pack_says(sqlite_db, after, down, up_again, last):
    book = make_book(after)
    with work(sqlite_db) as session:
        make_village(session)
        cases = make_households(session, book)
        notice = make_posted(session, book, cases)
        interrupt(
            session, book, notice, date.fromisoformat(down), "被雨淋坏", by=CLERK, at=on(down), places=["group-board"]
        )
        with pytest.raises(MoveBlocked) as refused:
            close(session, book, notice, by=CLERK, at=on("2021-12-01"))
        assert codes(refused) == {"notice-interrupted"}

        resume(session, book, notice, date.fromisoformat(up_again), by=CLERK, at=on(up_again))

        assert str(notice.last_on) == last
        with pytest.raises(MoveBlocked):
            close(session, book, notice, by=CLERK, at=on(last))
        assert verify(session).faults == ()


def test_an_interruption_needs_a_reason_and_a_day_inside_the_period(village):
    with work(village) as session:
        notice = make_posted(session, BOOK, make_households(session, BOOK))
        for day, reason, now, expected in (
            ("2021-10-24", " ", "2021-10-26", {"reason-needed", "before-posting"}),
            ("2021-10-30", "丢失", "2021-10-30", {"period-over"}),
            ("2021-10-27", "丢失", "2021-10-26", {"in-the-future"}),
        ):
            with pytest.raises(MoveBlocked) as refused:
                interrupt(session, BOOK, notice, date.fromisoformat(day), reason, by=CLERK, at=on(now))
            assert codes(refused) == expected


def test_a_notice_is_taken_down_only_when_it_is_over(village):
    with work(village) as session:
        notice = make_posted(session, BOOK, make_households(session, BOOK))
        with pytest.raises(MoveBlocked) as refused:
            take_down(session, notice, "online", date(2021, 10, 28), by=CLERK, at=on("2021-10-28"))
        assert codes(refused) == {"notice-state"}
        close(session, BOOK, notice, by=CLERK, at=on("2021-10-30"))
        take_down(session, notice, "online", date(2021, 10, 30), by=CLERK, at=on("2021-10-30"), photo="c" * 64)
