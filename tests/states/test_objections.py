"""Objections: who is held by one, who goes on, and what is said of it where."""

import threading
from datetime import date

import pytest

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.back import send_back
from engine.cases import Case
from engine.db import reading, work
from engine.errors import BadInput, MoveBlocked, NotFound, StaleCase
from engine.ledger import Entry, history
from engine.start import break_off
from engine.verify import verify
from states import objecting
from states.closing import close
from states.drafting import draft
from states.notices import Notice
from states.objections import Objection, open_counts
from states.posting import post, printed
from states.receipts import LETTERS, draw, understood
from tests.states.village import (
    CLERK,
    OFFICER,
    OTHER_VILLAGE,
    PDF,
    PLACES,
    REVIEWER,
    codes,
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
OVER = on("2021-10-30")


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def held(outcome):
    return {case: {blocker.code for blocker in why} for case, why in outcome.held.items()}


def test_one_objection_holds_one_household_and_lets_119_go(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 120)
        notice = make_posted(session, BOOK, cases)
        objection = object_to(session, notice, cases[7])

        outcome = close(session, BOOK, notice, by=CLERK, at=OVER, key="k1")

        assert len(outcome.moved) == 119
        assert held(outcome) == {cases[7]: {"objection-open"}}
        assert outcome.held[cases[7]][0].message == "有1条未办结的异议"
    with work(village) as session:
        notice, objection = session.get_one(Notice, notice.id), session.get_one(Objection, objection.id)
        assert close(session, BOOK, notice, by=CLERK, at=OVER, key="k1").again
        assert held(close(session, BOOK, notice, by=CLERK, at=OVER)) == {cases[7]: {"objection-open"}}

        settle(session, BOOK, objection, "dismiss", day="2021-11-01")

        later = close(session, BOOK, notice, by=CLERK, at=on("2021-11-01"))
        assert [done.case_id for done in later.moved] == [cases[7]]
        assert verify(session).faults == ()


def test_an_upheld_objection_holds_until_the_household_is_sent_back(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        settle(session, BOOK, object_to(session, notice, case), "uphold")
        assert held(close(session, BOOK, notice, by=CLERK, at=OVER)) == {case: {"objection-upheld"}}

        send_back(session, BOOK, case, "appraisal", by=CLERK, at=OVER, code="objection", reason="异议成立")

        assert open_counts(session, [case]) == {}
        advance(session, BOOK, case, "appraisal", by=CLERK, at=OVER)
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, case, "village_notice", by=CLERK, at=OVER)
        assert codes(refused) == {"notice-missing"}
        assert close(session, BOOK, notice, by=CLERK, at=OVER).moved == []

        anew = make_posted(session, BOOK, [case], day="2021-11-01")
        assert len(close(session, BOOK, anew, by=CLERK, at=on("2021-11-06")).moved) == 1
        assert verify(session).faults == ()


def test_breaking_off_ends_what_an_upheld_objection_holds_but_not_an_open_one(village):
    with work(village) as session:
        upheld, unsettled = make_households(session, BOOK, 2)
        notice = make_posted(session, BOOK, [upheld, unsettled])
        settle(session, BOOK, object_to(session, notice, upheld), "uphold")
        object_to(session, notice, unsettled)
        break_off(session, [upheld, unsettled], by=OFFICER, at=OVER, reason="异议")
        assert open_counts(session, [upheld, unsettled]) == {unsettled: (1, 0)}


def test_an_objection_after_the_period_still_holds_before_the_next_decision(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        close(session, BOOK, notice, by=CLERK, at=OVER)
        objection = object_to(session, notice, case, day="2021-10-31")
        assert not objection.late
        assert held(advance_many(session, BOOK, [case], "review", by=OFFICER, at=on("2021-11-01"))) == {
            case: {"objection-open"}
        }


def test_an_objection_after_the_decision_is_late_and_moves_nothing(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        close(session, BOOK, notice, by=CLERK, at=OVER)
        advance(session, BOOK, case, "review", by=OFFICER, at=on("2021-11-01"))
        again = draft(session, BOOK, [case], "township_notice", by=OFFICER, at=on("2021-11-01"))
        printed(session, BOOK, again, PDF, {}, by=OFFICER, at=on("2021-11-01"))
        post(session, BOOK, again, "township-board", date(2021, 11, 1), by=OFFICER, at=on("2021-11-01"))
        assert len(close(session, BOOK, again, by=OFFICER, at=on("2021-11-04")).moved) == 1
        advance(session, BOOK, case, "decision", by=REVIEWER, at=on("2021-11-05"))

        objection = object_to(session, notice, case, day="2021-11-08")

        assert objection.late
        assert open_counts(session, [case]) == {}
        assert session.get_one(Case, case).state == "monitored"


def test_a_decision_that_races_with_an_objection_loses(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
    with reading(village) as session:
        seen = session.get_one(Case, case).version
    with work(village) as session:
        object_to(session, session.get_one(Notice, notice.id), case)
    with work(village) as session, pytest.raises(StaleCase) as refused:
        advance(session, BOOK, case, "village_notice", by=CLERK, at=OVER, version=seen)
    assert refused.value.who == "群众"


def test_an_objection_and_a_closing_at_one_moment_never_both_win(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
    outcomes, barrier = {}, threading.Barrier(2)

    def close_it():
        barrier.wait()
        with work(village) as session:
            outcomes["close"] = close(session, BOOK, session.get_one(Notice, notice.id), by=CLERK, at=OVER)

    def object_it():
        barrier.wait()
        with work(village) as session:
            object_to(session, session.get_one(Notice, notice.id), case, day="2021-10-30")

    threads = [threading.Thread(target=act) for act in (close_it, object_it)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with reading(village) as session:
        order = [entry.kind for entry in reversed(history(session, case))]
        moved = bool(outcomes["close"].moved)
        assert order[-2:] == (["step", "objection"] if moved else ["notice", "objection"])
        assert verify(session).faults == ()


def test_nothing_of_the_objector_enters_the_ledger(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        settle(session, BOOK, object_to(session, notice, case), "dismiss")
        told = " ".join(entry.facts + entry.actor_name for entry in session.query(Entry))
    for secret in ("轿车", "13900001234", "情况如下", "已核实"):
        assert secret not in told


def test_who_wrote_it_down_does_not_settle_it(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        objection = objecting.file(
            session, notice, case, channel="phone", text="电话反映", by=CLERK, at=on("2021-10-26"), key="f1"
        )
        objecting.investigate(session, BOOK, objection, by=CLERK, at=on("2021-10-26"))
        for by, expected in ((CLERK, {"same-person"}), (REVIEWER, None)):
            if expected:
                with pytest.raises(MoveBlocked) as refused:
                    objecting.settle(session, BOOK, objection, "dismiss", "查", "答", by=by, at=OVER)
                assert codes(refused) == expected
            else:
                objecting.settle(session, BOOK, objection, "dismiss", "查", "答", by=by, at=OVER)
        assert objection.is_anonymous


def test_an_objection_sent_twice_is_taken_in_once(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
    filed = set()
    for _ in range(2):
        with work(village) as session:
            notice = session.get_one(Notice, notice.id)
            one = objecting.file(
                session, notice, case, channel="online", text="有车", by=objecting.PUBLIC, at=OVER, key="same"
            )
            filed.add(one.receipt)
    assert len(filed) == 1
    with reading(village) as session:
        assert open_counts(session, [case]) == {case: (1, 0)}


def test_a_withdrawn_objection_holds_nothing(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        objection = object_to(session, notice, case)
        with pytest.raises(BadInput):
            objecting.withdraw(session, BOOK, objection, " ", by=CLERK, at=OVER)
        objecting.withdraw(session, BOOK, objection, "反映人来电撤回", by=CLERK, at=OVER)
        assert open_counts(session, [case]) == {}


def test_what_cannot_be_an_objection_is_refused(village):
    with work(village) as session:
        listed, other = make_households(session, BOOK, 2)
        notice = make_notice(session, BOOK, [listed])
        with pytest.raises(NotFound):  # it does not hang anywhere yet
            object_to(session, notice, listed)
        post(session, BOOK, notice, PLACES[0], date(2021, 10, 25), by=CLERK, at=on("2021-10-25"))
        object_to(session, notice, listed, day="2021-10-25")
        with pytest.raises(NotFound):
            object_to(session, notice, other)
        stranger = Actor("v9", "赵明", "village", OTHER_VILLAGE)
        with pytest.raises(NotFound):
            objecting.file(session, notice, listed, channel="phone", text="有", by=stranger, at=OVER)
        with pytest.raises(BadInput) as refused:
            objecting.file(session, notice, listed, channel="fax", text=" ", contact="9" * 200, by=CLERK, at=OVER)
        assert [problem.where for problem in refused.value.problems] == ["text", "channel", "contact"]
        with pytest.raises(BadInput) as refused:
            objecting.settle(session, BOOK, object_to(session, notice, listed), "maybe", "", "", by=OFFICER, at=OVER)  # type: ignore[arg-type]
        assert [problem.where for problem in refused.value.problems] == ["finding", "answer", "outcome"]


def test_each_desk_sees_the_objections_of_its_own_area(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        notice = make_posted(session, BOOK, [case])
        objection = object_to(session, notice, case)
        assert [(one.id, state) for one, state in objecting.objections(session, CLERK, notice=notice)] == [
            (objection.id, "received")
        ]
        stranger = Actor("v9", "赵明", "village", OTHER_VILLAGE)
        assert objecting.objections(session, stranger, case_id=case) == []
        assert objecting.find(session, objection.id, CLERK) is objection
        with pytest.raises(NotFound):
            objecting.find(session, objection.id, stranger)


def test_a_receipt_can_be_read_over_the_telephone():
    drawn = {draw() for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(len(receipt) == 8 and set(receipt) <= set(LETTERS) for receipt in drawn)
    assert not set("01OI") & set(LETTERS)
    assert understood(" k7mn-3pqr ") == "K7MN3PQR"
