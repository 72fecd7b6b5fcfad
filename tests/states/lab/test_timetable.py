"""The timetable forward and back, over holidays and make-up days, against days tried out one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.workdays import Calendar
from states.packs.backward import can_be_kept, latest_start
from states.packs.keeping import first_day, kept, start_days, ways_of_counting
from states.packs.loader import load
from states.packs.timetable import timetable, workdays_apart
from tests.states.lab.plans import SHIPPED, TEXTS, plan, planned, posted, step

CALENDAR = Calendar()
ONE_DAY = timedelta(days=1)
DAY = date.fromisoformat


def rows(pack, start, deadline=None, count=None):
    move = pack.definition.by_name["identify"]
    return {row.step: row for row in timetable(move, pack.digest, CALENDAR, start, deadline, count)}


@pytest.mark.parametrize(
    ("start", "count", "over", "next_on", "why"),
    [
        ("2021-09-23", "next-day", "2021-09-29", "2021-09-30", "the make-up Sunday before National Day counts"),
        ("2021-09-24", "next-day", "2021-09-30", "2021-10-01", "the next step may stand on the holiday itself"),
        ("2021-09-26", "posting-day", "2021-09-30", "2021-10-01", "posted on the make-up Sunday"),
        ("2021-09-28", "next-day", "2021-10-11", "2021-10-12", "seven rest days lie between"),
        ("2021-09-30", "posting-day", "2021-10-12", "2021-10-13", "the day before the holiday is the first"),
        ("2021-10-01", "posting-day", "2021-10-13", "2021-10-14", "posted on a rest day, which does not count"),
        ("2022-01-28", "next-day", "2022-02-09", "2022-02-10", "Spring Festival with two make-up days"),
        ("2022-01-29", "posting-day", "2022-02-09", "2022-02-10", "posted on a make-up Saturday"),
        ("2023-01-18", "next-day", "2023-01-30", "2023-01-31", "Spring Festival 2023 with its make-up week-end"),
        ("2023-01-20", "posting-day", "2023-01-31", "2023-02-01", "the last day before the festival counts"),
    ],
)
def test_a_notice_over_a_holiday_holds_the_next_step_up(start, count, over, next_on, why):
    pack = plan(step("hang", posted("5 workdays", count)), step("go"))

    found = rows(pack, DAY(start))

    assert (found["hang"].done_on, found["go"].begins_on) == (DAY(over), DAY(next_on)), why


@pytest.mark.parametrize(
    ("deadline", "count", "latest", "why"),
    [
        ("2021-09-29", "next-day", "2021-09-22", "the day itself still belongs to the notice"),
        ("2021-09-30", "next-day", "2021-09-23", "the step after it may stand on the deadline"),
        ("2021-10-08", "next-day", "2021-09-25", "the five days before the holiday begin on the make-up Sunday"),
        ("2021-10-09", "posting-day", "2021-09-27", "the first day worked after the holiday is the fifth"),
        ("2021-10-10", "next-day", "2021-09-27", "the make-up Saturday is the fifth"),
        ("2022-02-08", "next-day", "2022-01-26", "the make-up week-end before Spring Festival counts twice"),
        ("2022-02-10", "posting-day", "2022-01-29", "posted on the make-up Saturday itself"),
        ("2023-02-01", "posting-day", "2023-01-20", "the make-up week-end lies after the festival"),
        ("2023-01-31", "next-day", "2023-01-18", "two days before the festival and three after it"),
    ],
)
def test_a_deadline_behind_a_holiday_is_reckoned_back(deadline, count, latest, why):
    pack = plan(step("hang", posted("5 workdays", count)), step("go"))
    move = pack.definition.by_name["identify"]

    found = latest_start(move, pack.digest, CALENDAR, DAY(deadline))

    assert found == tried_out(pack, DAY(deadline)) == DAY(latest), why


def tried_out(pack, deadline):
    """The last start that keeps the deadline, found by beginning on each day in turn."""
    day = deadline
    while not all(row.fits for row in rows(pack, day, deadline).values()):
        day -= ONE_DAY
    return day


PERIODS = st.builds(
    lambda n, unit, count: posted(f"{n} {unit}", count),
    st.integers(1, 12),
    st.sampled_from(("workdays", "days")),
    st.sampled_from(("next-day", "posting-day")),
)
NAMES = ("one", "two", "three", "four", "five")


def waits(earlier):
    """How long a step has to wait at least, and from which event."""
    starts = ("opening", "run", "month-end", "quarter-end", *(f"step:{name}" for name in earlier))
    return st.builds(
        lambda n, unit, start: f'period = "{n} {unit}"\nstart = "{start}"\n',
        st.integers(1, 12),
        st.sampled_from(("workdays", "days")),
        st.sampled_from(starts),
    )


@st.composite
def plans(draw):
    """A plan of up to five steps, each after some of those above it: notices, waiting steps, steps with a last day."""
    steps = []
    for at, name in enumerate(NAMES[: draw(st.integers(1, 5))]):
        after = draw(st.lists(st.sampled_from(NAMES[:at]), unique=True)) if at else []
        notice = draw(st.one_of(st.just(""), PERIODS))
        last = draw(st.one_of(st.none(), st.integers(0, 60)))
        wait = draw(st.one_of(st.just(""), waits([*NAMES[:at]]))) if not notice else ""
        window = f"window = {{ until = {DAY('2022-02-01') + timedelta(days=last)} }}\n" if last is not None else ""
        written = "[" + ", ".join(f'"{one}"' for one in after) + "]"
        steps.append(step(name, notice + wait + window, after=written))
    return plan(*steps)


@settings(max_examples=60, deadline=None)
@given(plans(), st.dates(DAY("2022-01-10"), DAY("2022-03-20")))
def test_the_latest_start_meets_the_deadline_and_a_day_later_does_not(pack, deadline):
    latest = latest_start(pack.definition.by_name["identify"], pack.digest, CALENDAR, deadline)
    assert latest is not None

    assert all(row.fits for row in rows(pack, latest, deadline).values())
    assert not all(row.fits for row in rows(pack, latest + ONE_DAY, deadline).values())


@settings(max_examples=40, deadline=None)
@given(plans(), st.dates(DAY("2022-01-10"), DAY("2022-03-20")), st.integers(0, 40))
def test_a_step_is_in_time_as_long_as_it_is_not_later_than_its_latest_day(pack, deadline, before):
    found = rows(pack, deadline - timedelta(days=before), deadline)

    late = any(not row.fits for row in found.values())
    assert late == any(row.latest_done is not None and row.done_on > row.latest_done for row in found.values())
    for row in found.values():
        assert row.slack == workdays_apart(CALENDAR, row.done_on, row.latest_done)


def test_a_step_that_has_to_wait_is_reckoned_from_its_event():
    pack = plan(
        step("visit"),
        step("hang", posted("5 workdays", "posting-day")),
        step("calm", 'period = "10 days"\nstart = "step:visit"'),
        step("report", 'period = "5 workdays"\nstart = "quarter-end"'),
        step("tell", 'within = "20 days"\nstart = "run"'),
    )

    found = rows(pack, DAY("2021-09-22"))

    assert found["calm"].done_on == DAY("2021-10-03")
    assert found["report"].done_on == DAY("2022-01-11"), "the quarter in which the step opens ends with December"
    assert (found["tell"].due_on, found["tell"].overdue) == (DAY("2021-10-12"), True)


def test_a_date_that_cannot_be_kept_says_by_how_much():
    pack = plan(
        step("visit", planned("2021-10-19", "2021-10-25")),
        step("hang", posted("5 workdays", "posting-day", planned("2021-10-25", "2021-10-29"))),
    )

    found = rows(pack, DAY("2021-10-25"), count="next-day")["hang"]

    assert (found.done_on, found.late, found.late_days) == (DAY("2021-11-01"), 1, 3)


def test_a_step_open_only_after_its_last_day_keeps_no_start():
    pack = plan(step("hang", posted("5 workdays")), step("go", "window = { until = 2021-10-29 }"))
    move = pack.definition.by_name["identify"]

    assert can_be_kept(move, pack.digest, CALENDAR)
    late = plan(step("visit", "window = { from = 2021-10-28 }"), step("hang", posted("2 days")))
    assert not can_be_kept(late.definition.by_name["identify"], late.digest, CALENDAR, DAY("2021-10-29"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_plan_keeps_its_own_calendar(name):
    pack = load(name, TEXTS)

    for move in pack.definition.moves:
        first = first_day(pack, move, DAY("2021-10-18"))
        assert not kept(pack, move, CALENDAR, first).late, move.name


def test_the_plan_of_2021_is_kept_only_with_the_day_of_posting():
    pack = load("xiaozhongdian-2021", TEXTS)
    move = pack.definition.by_name["identify"]
    found = {way: kept(pack, move, CALENDAR, DAY("2021-10-19"), None, way) for way in ways_of_counting(pack, move)}

    assert [found[way].possible for way in (None, "posting-day", "next-day")] == [True, True, False]
    assert (found[None].last_start, found[None].slack) == (DAY("2021-10-25"), 4)
    assert [row.title for row in found["next-day"].late] == ["村级公示", "乡镇公示", "镇专题会议研究"]


def test_the_start_days_are_the_working_days_that_keep_it_with_what_is_left():
    pack = load("xiaozhongdian-2021", TEXTS)
    days = list(start_days(pack, pack.definition.by_name["identify"], CALENDAR, DAY("2021-10-19")))

    assert [(day.day.day, day.own, day.next_day) for day in days] == [
        (19, 4, None), (20, 3, None), (21, 2, None), (22, 1, None), (25, 0, None),
    ]  # fmt: skip


def test_days_of_a_year_that_nobody_arranged_are_provisional():
    pack = plan(step("hang", posted("5 workdays")), step("go"))
    move = pack.definition.by_name["identify"]

    assert rows(pack, DAY("2040-01-30"))["hang"].provisional
    assert kept(pack, move, CALENDAR, DAY("2040-01-30"), DAY("2040-03-01")).provisional
    assert not kept(pack, move, CALENDAR, DAY("2021-09-01"), DAY("2021-09-30")).provisional
