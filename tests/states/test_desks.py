"""What the desks read, on both databases: notices, objections, joint reviews, decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.book import Book
from engine.db import reading, work
from engine.errors import NotFound
from states import decisions, joint_review, notice_desk, objecting, objection_desk
from states.book import open_book
from states.notices import Notice
from states.posting import printed
from states.practice.days import at
from states.practice.desk import begin
from states.practice.staff import CLERKS, OPERATORS, REVIEWERS, answering
from states.practice.township import found, settle
from states.practice.walk import carry_on

BEGUN, POSTED, REVIEW = date(2021, 10, 19), date(2021, 10, 25), date(2021, 11, 8)
POLICE = answering("police")


def printing(session: Any, book: Any, notice: Notice, by: Any, on: Any) -> None:
    printed(session, book, notice, "a" * 64, {}, by=by, at=on)


@pytest.fixture
def book() -> Book:
    return open_book()


def walked(db: Engine, book: Book, until: date, leaving: tuple[str, ...] = ()) -> list[int]:
    """Six households, two to a village, on their way."""
    with work(db) as session:
        found(session, BEGUN)
        ids = [house.case_id for house in settle(session, 6, BEGUN)]
        begin(session, book, ids, "identify", at(BEGUN))
        for _ in carry_on(session, book, ids, BEGUN, printing, until=until, leaving=leaving):
            pass
    return ids


def test_the_notice_desk_of_each_area(db: Engine, book: Book) -> None:
    ids = walked(db, book, POSTED, leaving=("village_notice",))

    with work(db) as session:
        waiting = notice_desk.waiting_for_notice(session, book, OPERATORS[0])
        assert [(one.place, one.title, one.count) for one in waiting] == [
            ("和平村", "村级公示", 2),
            ("团结村", "村级公示", 2),
            ("联合村", "村级公示", 2),
        ]
        assert len(notice_desk.waiting_for_notice(session, book, CLERKS[0])) == 1
        for _ in carry_on(session, book, ids[:4], POSTED, printing, until=POSTED):
            pass

    with reading(db) as session:
        assert notice_desk.counts(session, OPERATORS[0]) == {"posted": 2}
        [own], _more = notice_desk.listed(session, CLERKS[0], "posted")
        assert (own.place, own.households, own.objections) == ("和平村", 2, 0)
        assert notice_desk.listed(session, CLERKS[0], "closed") == ([], 0)
        with pytest.raises(NotFound):
            notice_desk.find(session, own.notice.id, CLERKS[1])
        assert notice_desk.period_of(session, book, own.notice).last_on == date(2021, 10, 29)
        early = notice_desk.held(session, book, own.notice, CLERKS[0], at(date(2021, 10, 29)))
        late = notice_desk.held(session, book, own.notice, CLERKS[0], at(date(2021, 10, 30)))
        assert [[b.code for b in one.blockers] for one in early] == [["notice-running"]] * 2
        assert [one.blockers for one in late] == [(), ()]


def test_objections_are_listed_for_their_area(db: Engine, book: Book) -> None:
    ids = walked(db, book, POSTED)
    with work(db) as session:
        notice, _state = notice_desk.find(session, 1, CLERKS[0])
        told = {"channel": "online", "text": "这户有车", "by": objecting.PUBLIC, "at": at(POSTED)}
        objecting.file(session, notice, ids[0], **told)

    with reading(db) as session:
        [voice], _more = objection_desk.listed(session, CLERKS[0], only_open=True)
        assert voice.is_open
        assert objection_desk.open_count(session, CLERKS[1]) == 0
        assert objection_desk.against(session, book, voice.objection, CLERKS[0], at(POSTED)) == {
            "investigate": [],
            "withdraw": [],
        }
        with pytest.raises(NotFound):
            objection_desk.find(session, voice.objection.id, CLERKS[1])


def test_a_department_is_served_in_order_and_answers_once(db: Engine, book: Book) -> None:
    ids = walked(db, book, REVIEW, leaving=("joint_review",))

    with reading(db) as session:
        first = joint_review.asked(session, book, POLICE, people=False)
        rest = joint_review.asked(session, book, POLICE, people=True, after=(first[1].opened_at, first[1].case_id))
        assert [one.case_id for one in first] == ids
        assert [one.case_id for one in rest] == ids[2:]
        assert all(one.people for one in rest)
    with work(db) as session:
        assert joint_review.answer(session, book, ids[:5], POLICE, at(REVIEW), on=REVIEW) == 5
        told = {"hit": True, "item": "名下有车", "detail": "2020年购"}
        joint_review.answer(session, book, ids[5:], POLICE, at(REVIEW), on=REVIEW, **told)
    with work(db) as session:
        with pytest.raises(NotFound):
            joint_review.answer(session, book, ids[:1], POLICE, at(REVIEW), on=REVIEW)
        assert joint_review.asked_count(session, book, POLICE) == 0
        assert joint_review.asked_count(session, book, answering("market")) == 6
        own, _more = joint_review.answered(session, POLICE)
        assert sorted(one.hit for one in own) == [False] * 5 + [True]
        assert joint_review.answered(session, answering("market")) == ([], 0)


def test_decisions_are_gathered_by_day_and_township(db: Engine, book: Book) -> None:
    walked(db, book, date(2021, 11, 12))

    with reading(db) as session:
        [batch] = decisions.batches(session, REVIEWERS[0])
        assert batch.count == 6
        of_the_village = decisions.decided(session, book, batch.township, batch.on, CLERKS[0])
        assert [one.village for one in of_the_village] == ["和平村"] * 2
        assert decisions.decided(session, book, batch.township, date(2021, 10, 1), REVIEWERS[0]) == []
