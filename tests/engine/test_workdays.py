"""Counting days: the plan's own dates, every trap of the real calendar, and a day-by-day oracle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.durations import BadDuration, Duration
from engine.workdays import ArrangedDay, Arrangement, Calendar, Source

PLAIN = Calendar()
D = date.fromisoformat
POSTED = ["2021-09-17", "2021-10-25", "2022-09-28", "2023-04-21", "2024-09-13", "2025-01-24", "2026-09-18"]


def ends(unit: str, count: str, roll_over: bool = False) -> list[str]:
    return [str(PLAIN.period(D(on), 5, unit, count, roll_over).last_on)[2:] for on in POSTED]  # type: ignore[arg-type]


def test_five_working_days_after_posting() -> None:
    assert ends("workdays", "next-day") == [
        "21-09-26", "21-11-01", "22-10-10", "23-04-27", "24-09-23", "25-02-07", "26-09-24",
    ]  # fmt: skip


def test_five_working_days_with_the_posting_day() -> None:
    assert ends("workdays", "posting-day") == [
        "21-09-24", "21-10-29", "22-10-09", "23-04-26", "24-09-20", "25-02-06", "26-09-23",
    ]  # fmt: skip


def test_five_calendar_days_end_where_they_end() -> None:
    assert ends("days", "next-day") == [
        "21-09-22", "21-10-30", "22-10-03", "23-04-26", "24-09-18", "25-01-29", "26-09-23",
    ]  # fmt: skip


def test_rolling_over_a_rest_day_is_a_setting() -> None:
    assert ends("days", "next-day", roll_over=True) == [
        "21-09-22", "21-11-01", "22-10-08", "23-04-26", "24-09-18", "25-02-05", "26-09-23",
    ]  # fmt: skip


def test_a_worked_sunday_counts() -> None:
    sunday = PLAIN.day(D("2021-09-26"))

    assert (sunday.is_workday, sunday.source, sunday.name) == (True, Source.LIBRARY, "国庆节")


def test_posting_on_a_rest_day_counts_from_the_next_working_day() -> None:
    assert PLAIN.period(D("2021-10-23"), 5, count="posting-day").days[0] == D("2021-10-25")


@pytest.mark.parametrize(("today", "over"), [("2021-10-28", False), ("2021-10-29", False), ("2021-10-30", True)])
def test_the_last_day_still_belongs_to_the_period(today: str, over: bool) -> None:
    assert PLAIN.period(D("2021-10-25"), 5, count="posting-day").is_over(D(today)) is over


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2021-10-25", "next-day", "2021-11-25"),
        ("2021-10-25", "posting-day", "2021-11-24"),
        ("2022-01-31", "next-day", "2022-02-28"),
        ("2024-01-31", "posting-day", "2024-02-29"),
        ("2021-12-31", "next-day", "2022-01-31"),
        ("2021-03-01", "posting-day", "2021-03-31"),
    ],
)
def test_a_month_ends_on_the_corresponding_day(start: str, count: str, last: str) -> None:
    assert PLAIN.period(D(start), 1, "months", count).last_on == D(last)  # type: ignore[arg-type]


def test_an_end_in_a_year_nobody_arranged_is_provisional() -> None:
    within, beyond = PLAIN.period(D("2026-12-21"), 5), PLAIN.period(D("2026-12-28"), 7)

    assert (within.last_on, within.provisional) == (D("2026-12-28"), False)
    assert (beyond.last_on, beyond.provisional) == (D("2027-01-07"), True)
    assert PLAIN.period(D("2026-12-28"), 7, "days").provisional is False
    assert PLAIN.period(D("2026-12-28"), 5, "days", roll_over=True).provisional is True  # 2 January is a Saturday


def test_an_entered_year_is_no_longer_provisional() -> None:
    off = tuple(ArrangedDay(date(2027, 1, n), False, "元旦") for n in (1, 2, 3))
    calendar = Calendar([Arrangement("国办发明电〔2026〕9号", (*off, ArrangedDay(D("2027-01-09"), True)), year=2027)])

    assert calendar.period(D("2026-12-28"), 8).last_on == D("2027-01-08")
    assert calendar.period(D("2026-12-28"), 9).last_on == D("2027-01-09")
    assert calendar.period(D("2026-12-28"), 9).provisional is False
    assert calendar.day(D("2027-01-01")).document == "国办发明电〔2026〕9号"
    assert calendar.day(D("2027-03-01")).source is Source.ARRANGEMENT


def test_a_later_amendment_moves_a_running_end() -> None:
    before = [ArrangedDay(date(2020, 1, 24) + timedelta(n), False) for n in range(7)]
    before += [ArrangedDay(D("2020-01-31"), True), ArrangedDay(D("2020-02-01"), True)]
    first = Arrangement("国办发明电〔2019〕16号", tuple(before), year=2020)
    extended = tuple(ArrangedDay(date(2020, 1, 31) + timedelta(n), False) for n in range(3))

    assert Calendar([first]).period(D("2020-01-21"), 5).last_on == D("2020-02-03")
    assert Calendar([first, Arrangement("国办发明电〔2020〕1号", extended)]).period(D("2020-01-21"), 5).last_on == D(
        "2020-02-05"
    )


def test_a_narrower_place_decides_over_a_wider_one_whatever_came_first() -> None:
    local = Arrangement("州政办〔2021〕3号", (ArrangedDay(D("2021-10-26"), False, "州庆"),), place="5334")
    wide = Arrangement("国办", (ArrangedDay(D("2021-10-26"), True),))

    day = Calendar([local, wide]).day(D("2021-10-26"))

    assert (day.is_workday, day.source, day.name, day.document) == (False, Source.LOCAL, "州庆", "州政办〔2021〕3号")
    assert Calendar([local, wide]).period(D("2021-10-25"), 5, count="posting-day").last_on == D("2021-11-01")


def test_a_senseless_length_or_date_is_refused() -> None:
    for n in (0, -1, 10**6):
        with pytest.raises(BadDuration):
            PLAIN.period(D("2021-10-25"), n)
    with pytest.raises(BadDuration, match="1900"):
        PLAIN.period(D("9999-12-30"), 5)


DAYS = st.dates(D("2004-01-01"), D("2032-12-31"))
NEAR = st.lists(st.tuples(st.dates(D("2026-11-01"), D("2027-03-31")), st.booleans()), max_size=12)


@given(start=DAYS, n=st.integers(1, 40), posting=st.booleans())
def test_working_days_agree_with_counting_on_the_fingers(start: date, n: int, posting: bool) -> None:
    period = PLAIN.period(start, n, count="posting-day" if posting else "next-day")

    on, left = start if posting else start + timedelta(1), n
    while left:
        left -= PLAIN.day(on).is_workday
        on += timedelta(1)
    assert period.last_on == on - timedelta(1)
    assert len(period.days) == n == PLAIN.workdays_between(period.first_on, period.last_on)


@given(days=NEAR, start=st.dates(D("2026-10-01"), D("2027-03-01")), n=st.integers(1, 30))
def test_entered_days_agree_with_counting_on_the_fingers(days: list[tuple[date, bool]], start: date, n: int) -> None:
    entered = dict(days)
    calendar = Calendar([Arrangement("文号", tuple(ArrangedDay(*one) for one in days))])

    on, left, provisional = start, n, False
    while left:
        on += timedelta(1)
        left -= entered.get(on, PLAIN.day(on).is_workday)
        provisional |= on.year == 2027 and on not in entered
    period = calendar.period(start, n)
    assert (period.last_on, period.provisional) == (on, provisional)


@given(
    deadline=DAYS,
    length=st.one_of(
        st.builds(Duration, st.integers(1, 40), st.sampled_from(["workdays", "days"])),
        st.builds(Duration, st.integers(1, 14), st.just("months")),
    ),
    posting=st.booleans(),
    roll_over=st.booleans(),
)
def test_the_latest_start_is_the_last_that_fits(
    deadline: date, length: Duration, posting: bool, roll_over: bool
) -> None:
    count = "posting-day" if posting else "next-day"
    start = PLAIN.latest_start(deadline, length.n, length.unit, count, roll_over)  # type: ignore[arg-type]

    assert PLAIN.period_of(start, length, count, roll_over).last_on <= deadline  # type: ignore[arg-type]
    for later in range(1, 12):
        after = PLAIN.period_of(start + timedelta(later), length, count, roll_over)  # type: ignore[arg-type]
        assert after.last_on > deadline
