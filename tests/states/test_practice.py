"""The made-up township: its people sit where they should, and everybody can be walked through every procedure."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.cases import Case
from engine.db import reading, work
from engine.files import FileStore
from engine.ledger import canonical
from engine.verify import verify
from states import roles
from states.book import open_book
from states.changes.shown import waiting_count
from states.evidence.record import KINDS
from states.evidence.reviews import DEPARTMENTS
from states.households import Household
from states.income import desk as income_desk
from states.livelihood.work_doubts import doubts
from states.notices import Notice
from states.places import grid_desk
from states.posting import printed
from states.practice import staff, township
from states.practice.campaign import campaign
from states.practice.ledgers import department_ledgers
from states.practice.papers import PAPERS
from states.practice.walk import carry_on, walk
from states.reconciliation import differences, standings
from states.reconciliation.differences import Difference
from states.reconciliation.files import SentLedger

BOOK = open_book()


def print_by_hand(session, book, notice, by, on):
    """A paper whose picture this test does not need."""
    printed(session, book, notice, "a" * 64, {"number": notice.number}, by=by, at=on)


def states_of(session, cases):
    return Counter(session.scalars(select(Case.state).where(Case.id.in_(cases))))


def begun(session, on="2021-06-01", households=12):
    township.found(session, date.fromisoformat(on))
    return [house.case_id for house in township.settle(session, households, date.fromisoformat(on))]


def test_every_desk_is_taken_by_somebody_who_may_sit_there():
    for actor in staff.STAFF:
        assert len(actor.area) in roles.ROLES[actor.role].levels
    assert {actor.department for actor in staff.STAFF if actor.department} == set(DEPARTMENTS)
    assert len(staff.BY_ID) == len(staff.STAFF)
    assert staff.REVIEWERS[0] != staff.REVIEWERS[1]


def test_there_is_a_paper_for_every_kind_of_evidence():
    assert PAPERS.keys() | {"department_answer", "explanation", "criterion_review"} == KINDS.keys()


def test_everybody_walks_the_national_procedures(db):
    with work(db) as session:
        cases = begun(session)
        walk(session, BOOK, cases[:6], "identify", date(2021, 6, 2), print_by_hand)
        assert states_of(session, cases) == {"monitored": 6, "candidate": 6}
        able = [case for case in cases[:6] if case not in (cases[3], cases[4])]
        walk(session, BOOK, able, "eliminate", date(2021, 8, 2), print_by_hand)
        walk(session, BOOK, able[:1], "roll_back", date(2021, 9, 1), print_by_hand)
        walk(session, BOOK, able[1:2], "re_flag", date(2021, 9, 1), print_by_hand)
        walk(session, BOOK, cases[4:5], "clear_out", date(2021, 9, 1), print_by_hand)
        walk(session, BOOK, cases[10:11], "decline", date(2021, 9, 1), print_by_hand)
    with reading(db) as session:
        assert states_of(session, cases) == {
            "candidate": 5, "monitored": 2, "risk_eliminated": 2, "re_flagged": 1, "exited": 2,
        }  # fmt: skip
        assert verify(session).faults == ()
        kept = session.scalars(select(Household).where(Household.case_id.in_(able)).order_by(Household.id)).all()
        assert {household.category for household in kept} <= {"unstable", "marginal", "sudden"}
        assert [bool(household.eliminated_on) for household in kept] == [False, False, True, True]
        assert kept[0].identified_on < date(2021, 7, 1) < kept[1].identified_on  # a new risk is a new identification


def test_the_plans_own_dates_come_out_of_the_walk(sqlite_db):
    with work(sqlite_db) as session:
        cases = begun(session, "2021-10-18")
        done = walk(session, BOOK, cases, "identify", date(2021, 10, 19), print_by_hand)
        assert states_of(session, cases) == {"monitored": 12}
        days = {(one.task.step, one.task.act): str(one.task.on) for one in done}
        assert days["village_notice", "post"] == "2021-10-25"
        assert days["village_notice", "close"] == "2021-10-30"
        assert days["township_notice", "post"] == "2021-11-01"
        assert days["township_notice", "close"] == "2021-11-04"
        assert days["joint_review", "work"] == "2021-11-05"
        assert days["entry", "work"] == "2021-11-13"
        assert session.scalars(select(Notice.level).order_by(Notice.id)).all() == ["village"] * 3 + ["township"]


def test_a_walk_is_left_and_taken_up_again(sqlite_db):
    with work(sqlite_db) as session:
        cases = begun(session, "2021-10-18")
        walk(session, BOOK, cases, "identify", date(2021, 10, 19), print_by_hand, until=date(2021, 10, 29))
        assert {notice.posted_on for notice in session.scalars(select(Notice))} == {date(2021, 10, 25)}
        assert states_of(session, cases) == {"candidate": 12}

        list(carry_on(session, BOOK, cases, date(2021, 10, 30), print_by_hand))

        assert states_of(session, cases) == {"monitored": 12}


def test_who_cannot_go_on_stays_behind_and_the_others_go_on(sqlite_db):
    with work(sqlite_db) as session:
        cases = begun(session, "2021-10-18")
        walk(session, BOOK, cases, "identify", date(2021, 10, 19), print_by_hand)
        done = walk(session, BOOK, cases[2:5], "eliminate", date(2021, 11, 14), print_by_hand)
        assert {b.code for one in done for why in one.outcome.held.values() for b in why} == {"no-labour"}
        assert states_of(session, cases[2:5]) == {"monitored": 2, "risk_eliminated": 1}


@pytest.mark.parametrize("leaving", ["visit", "village_notice"])
def test_a_step_can_be_left_open(sqlite_db, leaving):
    with work(sqlite_db) as session:
        cases = begun(session, "2021-10-18", 3)
        walk(session, BOOK, cases, "identify", date(2021, 10, 19), print_by_hand, until=date(2021, 10, 18))
        list(carry_on(session, BOOK, cases, date(2021, 10, 19), print_by_hand, leaving=[leaving]))
        assert canonical(sorted(states_of(session, cases))) == '["candidate"]'


@pytest.mark.parametrize(("households", "today"), [(1, "2021-10-20"), (30, "2021-10-28"), (12, "2021-12-30")])
def test_a_campaign_leaves_something_to_look_at_in_the_data_desk(sqlite_db, households, today):
    with work(sqlite_db) as session:
        campaign(session, BOOK, households, date.fromisoformat(today), None)
        operator, day = staff.OPERATORS[0], date.fromisoformat(today)
        assert len(grid_desk.listed(session, operator, day)) == 3
        assert waiting_count(session, staff.CLERKS[0]) == 1
        assert verify(session).faults == ()
        if households > 1:
            reviewed = income_desk.counts(session, operator.area, 2021, operator)
            assert reviewed["village_reviewed"] == 1
            assert [one for one in doubts(session, operator, operator.area, 2021) if one.settlement is None]


@pytest.mark.parametrize("households", [12, 30])
def test_the_ledgers_of_a_newcomer_show_differences_of_every_kind(session, tmp_path, households):
    township.found(session, date(2021, 6, 1))
    township.settle(session, households, date(2021, 6, 1))
    store, at = FileStore(str(tmp_path)), datetime(2021, 10, 28, tzinfo=UTC)

    department_ledgers(session, open_book(), store, at)

    found = session.execute(select(Difference.kind, Case.state).join(Case, Case.id == Difference.case_id)).all()
    assert {kind for kind, _ in found} == set(differences.KINDS)
    assert {state for _, state in found} == {"open", "ours", "theirs", "neither", "closed"}
    known = {one.ledger.id: one for one in standings.standings(session, staff.OPERATORS[0], date(2021, 10, 28))}
    first, second = known["school"].trend
    assert (first, second < first) == (6, True)
    assert [(one.ledger.id, one.days) for one in known["insured"].silent] == [("insured", 7)]
    assert all(store.get(one) for one in session.scalars(select(SentLedger.digest)))
