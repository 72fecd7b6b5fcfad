"""Reminders: never twice, never after the work is done, never lost; over holidays, make-up days and restarts."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine import arrangements
from engine.db import work
from engine.errors import BadInput, NotFound, Refused
from engine.workdays import ArrangedDay, Arrangement, Calendar
from states.book import open_book
from states.deadlines import owing, recording
from states.deadlines.deadline import Deadline
from states.deadlines.recording import Said
from states.packs.duty import Reminder as Rule
from states.reminders import by_hand, inbox
from states.reminders.occasions import occasions
from states.reminders.reminder import Reminder
from states.reminders.sending import send
from tests.states.duties import CLERK, LEADER, OFFICER, PLAN, POLICE, TEACHER, TOWNSHIP, VILLAGER, found, on

OCTOBER = Deadline("duty", "x", "报送", "township", TOWNSHIP, date(2021, 10, 5), date(2021, 9, 1))
SEEN = [
    # 27.9. is three working days before 30.9., the last one before the National Day holidays (26.9. was a make-up day)
    (date(2021, 9, 26), []),
    (date(2021, 9, 27), ["before-3"]),
    (date(2021, 9, 28), ["before-3"]),
    (date(2021, 9, 29), ["before-1"]),
    (date(2021, 9, 30), ["day"]),
    (date(2021, 10, 1), []),
    (date(2021, 10, 5), []),
    (date(2021, 10, 8), ["day"]),  # the first working day after the holidays, one day late
    (date(2021, 10, 9), ["after-2"]),  # a Saturday that is worked
    (date(2021, 10, 10), []),
    (date(2021, 10, 11), ["after-2", "up-1"]),
    (date(2021, 10, 12), ["after-4", "up-1"]),
    (date(2021, 10, 14), ["after-6", "up-1", "up-2"]),
]


@pytest.mark.parametrize(("today", "told"), SEEN)
def test_occasions_over_the_national_day_holidays_and_make_up_days(today: date, told: list[str]) -> None:
    assert [one.code for one in occasions(OCTOBER, today, Calendar(), Rule())] == told


def test_an_amended_calendar_moves_the_occasions() -> None:
    moved = ArrangedDay(date(2021, 9, 30), False), ArrangedDay(date(2021, 10, 1), True)
    amended = Calendar([Arrangement("云政发1号", moved)])

    assert occasions(OCTOBER, date(2021, 9, 30), amended, Rule()) == []
    assert [one.code for one in occasions(OCTOBER, date(2021, 10, 1), amended, Rule())] == ["day"]


def test_what_is_opened_again_after_its_day_is_told_at_once_and_counts_from_there() -> None:
    again = Deadline("duty", "x", "报送", "township", TOWNSHIP, date(2021, 10, 5), date(2021, 10, 20))

    days = [occasions(again, date(2021, 10, day), Calendar(), Rule()) for day in (20, 22, 25)]

    assert [[one.code for one in told] for told in days] == [["open"], ["after-2"], ["after-2", "up-1"]]


def reminders(session: Session) -> list[tuple[str, str, str, date]]:
    rows = session.scalars(select(Reminder).where(Reminder.kind == "duty").order_by(Reminder.id))
    return [(row.name.removeprefix("duty:"), row.role, row.occasion, row.sent_on) for row in rows]


def monthly(session: Session, day: date) -> recording.Owed:
    return recording.find(session, "monthly", "2021-11", TOWNSHIP, "", CLERK, day)


NOVEMBER = f"monthly/2021-11/{TOWNSHIP}"


def test_each_occasion_is_told_once_and_late_work_goes_up_post_by_post(sqlite_db) -> None:
    with work(sqlite_db) as session:
        found(session, PLAN.replace("from = 2021-01-01", "from = 2021-11-01"))
        for day in range(20):
            for hour in (9, 10):
                send(session, area=TOWNSHIP, at=on(date(2021, 11, 1) + timedelta(days=day), hour))

        told = [one[1:] for one in reminders(session) if one[0] == NOVEMBER]

    assert told == [
        ("township", "before-3", date(2021, 11, 2)),
        ("township", "before-1", date(2021, 11, 4)),
        ("township", "day", date(2021, 11, 5)),
        ("township", "after-2", date(2021, 11, 9)),
        ("township_leader", "up-1", date(2021, 11, 10)),
        ("township", "after-4", date(2021, 11, 11)),
        ("township", "after-6", date(2021, 11, 15)),
        ("county", "up-2", date(2021, 11, 15)),
        ("township", "after-8", date(2021, 11, 17)),
        ("township", "after-10", date(2021, 11, 19)),
    ]


def test_a_machine_that_stood_still_for_weeks_reminds_once(sqlite_db) -> None:
    with work(sqlite_db) as session:
        found(session, PLAN.replace("from = 2021-01-01", "from = 2021-11-01"))
        send(session, area=TOWNSHIP, at=on(date(2021, 11, 22)))

        assert [one[1:3] for one in reminders(session) if one[0] == NOVEMBER] == [
            ("township", "after-10"),
            ("township_leader", "up-1"),
            ("county", "up-2"),
        ]


def test_a_report_ends_the_reminders_and_a_withdrawn_one_begins_them_anew(sqlite_db) -> None:
    book = open_book()
    with work(sqlite_db) as session:
        found(session)
        day = date(2021, 11, 8)
        report = recording.record(session, monthly(session, day), Said(day), by=CLERK, at=on(day))
        send(session, area=TOWNSHIP, at=on(date(2021, 11, 9)))
        assert not [one for one in reminders(session) if one[0] == NOVEMBER]

        recording.withdraw(session, book, report, "附件传错了", by=CLERK, at=on(date(2021, 11, 10)))
        for day in (10, 11, 12, 15):
            send(session, area=TOWNSHIP, at=on(date(2021, 11, day)))

        told = [one[2] for one in reminders(session) if one[0] == NOVEMBER and one[1] == "township"]
        assert told == ["open", "after-2"]


def test_a_post_gets_no_more_than_its_share_of_a_day_and_the_rest_the_next_day(sqlite_db) -> None:
    plan = PLAN.replace("escalate = 3", "escalate = 3\nper_day = 2")
    with work(sqlite_db) as session:
        found(session, plan)
        first = send(session, area=TOWNSHIP, at=on(date(2021, 11, 9)))
        second = send(session, area=TOWNSHIP, at=on(date(2021, 11, 10)))

    for sent in (first, second):
        posts = [(one.role, one.area) for one in sent]
        assert max(map(posts.count, posts)) == 2
    names = [[one.name for one in sent if one.role == "township"] for sent in (first, second)]
    assert names[0] != names[1]
    assert first[0].due_on == min(one.due_on for one in first)


def test_two_senders_at_once_send_what_one_would(db) -> None:
    with work(db) as session:
        found(session)

    def round_() -> None:
        with work(db) as session:
            send(session, at=on(date(2021, 11, 9)))

    threads = [Thread(target=round_) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    with work(db) as session:
        told = [one[:3] for one in reminders(session)]
        assert len(told) == len(set(told)) > 5
        assert send(session, at=on(date(2021, 11, 9), 11)) == []


def test_a_superior_reminds_by_hand_once_a_day_and_three_times_at_most(sqlite_db) -> None:
    name = f"duty:{NOVEMBER}"
    with work(sqlite_db) as session:
        found(session)
        for day in (8, 9, 10):
            by_hand.remind(session, name, "县里在等", by=LEADER, at=on(date(2021, 11, day)))
        codes = {}
        for who, day in ((CLERK, 11), (OFFICER, 10), (LEADER, 11), (LEADER, 13)):
            with pytest.raises(Refused) as refused:
                by_hand.remind(session, name, by=who, at=on(date(2021, 11, day)))
            codes[who.id, day] = [one.code for one in refused.value.blockers]
        with pytest.raises(NotFound):
            by_hand.remind(session, name, by=VILLAGER, at=on(date(2021, 11, 11)))
        with pytest.raises(BadInput):
            by_hand.remind(session, name, "长" * 201, by=LEADER, at=on(date(2021, 11, 11)))

    assert codes == {
        ("t1", 11): ["not-above", "reminded-enough"],
        ("c1", 10): ["reminded-enough"],
        ("l1", 11): ["reminded-enough"],
        ("l1", 13): ["rest-day", "reminded-enough"],
    }


def test_a_department_gets_and_sees_its_own_reminders_only(sqlite_db) -> None:
    with work(sqlite_db) as session:
        found(session)
        send(session, at=on(date(2021, 12, 24)))
        for who in (TEACHER, POLICE):
            for sent in (False, True):
                rows, _ = inbox.listed(session, who, sent=sent)
                assert rows
                assert {row.owing_department for row in rows} == {who.department}
        mine = inbox.listed(session, TEACHER)[0]
        assert inbox.mark_read(session, [one.id for one in mine], POLICE, on(date(2021, 12, 24))) == 0
        assert inbox.mark_read(session, [one.id for one in mine], TEACHER, on(date(2021, 12, 24))) == len(mine)
        assert inbox.unread(session, TEACHER) == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_reminders_come_once_stop_with_the_work_and_are_not_lost(sqlite_db, seed: int) -> None:
    """Rounds on some days only, killed now and then before they are written; reports recorded and withdrawn."""
    luck, book, rule = random.Random(seed), open_book(), Rule()
    day, report = date(2021, 11, 1), None
    with work(sqlite_db) as session:
        found(session, PLAN.replace("from = 2021-01-01", "from = 2021-11-01"))
        if luck.random() < 0.5:
            moved = (ArrangedDay(date(2021, 11, 5), False), ArrangedDay(date(2021, 11, 6), True))
            arrangements.record(session, Arrangement("云政发2号", moved), OFFICER, on(day))
    for _ in range(24):
        day += timedelta(days=luck.choice((0, 1, 1, 1, 2, 5)))
        with work(sqlite_db) as session:
            if report is None and luck.random() < 0.15:
                one = monthly(session, day)
                report = recording.record(session, one, Said(day), by=CLERK, at=on(day)).id
            elif report and luck.random() < 0.3:
                recording.withdraw(session, book, recording.get(session, report, CLERK), "有误", by=CLERK, at=on(day))
                report = None
        with suppress(ConnectionAbortedError):
            killed(sqlite_db, day)
        with work(sqlite_db) as session:
            if luck.random() < 0.6:
                send(session, area=TOWNSHIP, at=on(day, 11))
                _nothing_is_lost(session, day, rule)
            _nothing_is_told_twice_or_for_nothing(session, report is not None, day)


def killed(db: Engine, day: date) -> None:
    """A round whose process dies before it is written."""
    with work(db) as session:
        send(session, area=TOWNSHIP, at=on(day, 10))
        raise ConnectionAbortedError


def _nothing_is_lost(session: Session, day: date, rule: Rule) -> None:
    calendar = recording_calendar(session)
    for one in owing.due(session, TOWNSHIP, day, day + timedelta(days=31)):
        for occasion in occasions(one, day, calendar, rule)[:1]:
            rows = session.scalars(select(Reminder).where(Reminder.name == one.name, Reminder.role == one.role)).all()
            mine = [row for row in rows if row.opening == (one.opened_on.isoformat() if one.opened_on else "")]
            told = {row.occasion for row in mine}
            assert occasion.code in told or day in {row.sent_on for row in mine} or len(mine) >= rule.per_deadline


def recording_calendar(session: Session) -> Calendar:
    return arrangements.calendar_for(session, TOWNSHIP)


def _nothing_is_told_twice_or_for_nothing(session: Session, done: bool, day: date) -> None:
    rows = session.scalars(select(Reminder)).all()
    keys = [(row.name, row.opening, row.role, row.area, row.occasion) for row in rows]
    assert len(keys) == len(set(keys))
    per_day = [(row.name, row.role, row.area, row.sent_on) for row in rows]
    assert len(per_day) == len(set(per_day))
    calendar = recording_calendar(session)
    assert all(calendar.is_workday(row.sent_on) for row in rows)
    if done:
        mine = [row for row in rows if row.name == f"duty:{NOVEMBER}"]
        known = owing.standing(session, TOWNSHIP, day - timedelta(days=90), day + timedelta(days=31), "monthly")
        [one] = [one for one in known if one.name == f"duty:{NOVEMBER}"]
        assert one.done_on is not None
        assert all(row.sent_on <= one.done_on for row in mine)
