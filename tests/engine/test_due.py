"""Clocks: from which event they count, until when a step waits, when it is due, when a whole run must be over."""

from dataclasses import replace
from datetime import date

import pytest

from engine.due import Cap, cap_of, due_on, end_of, event_on, wait_of
from engine.durations import BadDuration, Duration
from engine.facts import Exhibits, Shown
from engine.procedure import Clock
from engine.runs import NO_DATE
from engine.workdays import Calendar
from tests.engine.standing import MOVES, days, facts, stands, step, waits

OPENED = date(2021, 10, 20)
RUN, LEAD = date(2021, 10, 8), date(2021, 9, 3)


def case(**more):
    return facts(stands(a="done", b="open"), days=days({"b": OPENED}, {"a": date(2021, 10, 14)}), **more)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("opening", OPENED),
        ("run", RUN),
        ("lead", LEAD),
        ("month-end", date(2021, 10, 31)),
        ("quarter-end", date(2021, 12, 31)),
        ("step:a", date(2021, 10, 14)),
        ("step:b", None),
        ("evidence:visit", date(2021, 10, 18)),
        ("evidence:none", None),
    ],
)
def test_a_clock_counts_from_its_event(start, expected):
    told = case()
    told.exhibits = Exhibits(Shown("visit", on, "u1", "", {}) for on in ("2021-10-11", "2021-10-18"))
    assert event_on(start, told, OPENED) == expected


def test_the_months_end_in_november_is_novembers_and_the_quarters_decembers():
    assert event_on("month-end", case(), date(2021, 11, 2)) == date(2021, 11, 30)
    assert event_on("quarter-end", case(), date(2022, 2, 2)) == date(2022, 3, 31)


def test_a_step_that_ends_by_this_very_act_ends_today():
    assert event_on("step:b", case(today=date(2021, 10, 25)), OPENED, ["b"]) == date(2021, 10, 25)
    assert event_on("step:a", facts(stands(a="done")), OPENED) is None


@pytest.mark.parametrize("start", ["run", "lead", "month-end", "quarter-end"])
def test_an_event_that_nobody_looked_up_is_the_opening(start):
    assert event_on(start, facts(stands()), None) is None
    assert event_on("run", facts(stands()), OPENED) == OPENED


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2024, 1, 1), date(2024, 1, 31), date(2024, 3, 31)),
        (date(2024, 2, 29), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2023, 3, 31), date(2023, 3, 31), date(2023, 3, 31)),
        (date(2023, 4, 1), date(2023, 4, 30), date(2023, 6, 30)),
        (date(2023, 12, 31), date(2023, 12, 31), date(2023, 12, 31)),
    ],
)
def test_a_month_and_a_quarter_end_on_their_last_day(day, month, quarter):
    assert (end_of(day, 1), end_of(day, 3)) == (month, quarter)


def test_a_step_waits_from_its_opening_in_working_days():
    period = wait_of(step("b", clock=waits("3 workdays")), case())
    assert (period.first_on, period.last_on) == (date(2021, 10, 21), date(2021, 10, 25))


def test_what_has_not_begun_to_count_has_no_end():
    assert wait_of(step("b", clock=waits("3 days", "step:b")), case()) is None
    assert wait_of(step("b"), case()) is None
    assert wait_of(step("b", clock=waits("3 days")), facts(stands(b="open"))) is None


SPAN = (date(2021, 11, 1), date(2021, 11, 5))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (Clock(), NO_DATE),
        (Clock(planned=SPAN, within=Duration(1, "days"), window=SPAN), SPAN[1]),
        (Clock(within=Duration(5, "workdays"), window=SPAN), date(2021, 10, 27)),
        (Clock(within=Duration(3, "days")), date(2021, 10, 23)),
        (Clock(within=Duration(3, "days"), start="run"), date(2021, 10, 11)),
        (Clock(within=Duration(3, "days"), start="step:a"), date(2021, 10, 17)),
        (Clock(within=Duration(3, "days"), start="step:c", window=SPAN), SPAN[1]),
        (Clock(within=Duration(3, "days"), start="step:c"), NO_DATE),
        (Clock(window=SPAN), SPAN[1]),
    ],
)
def test_a_step_is_due_by_the_plan_by_its_clock_or_by_the_window(clock, expected):
    assert due_on(step("b", clock=clock), OPENED, Calendar, case()) == expected


def test_without_the_days_of_the_run_a_clock_counts_from_the_opening():
    clock = Clock(within=Duration(3, "days"), start="run")
    assert due_on(step("b", clock=clock), OPENED, Calendar) == date(2021, 10, 23)


def test_a_step_is_due_after_one_that_ends_now():
    clock = Clock(within=Duration(3, "days"), start="step:b")
    assert due_on(step("c", clock=clock), OPENED, Calendar, case(today=OPENED), ["b"]) == date(2021, 10, 23)


@pytest.mark.parametrize(
    ("start", "today", "expected"),
    [
        ("run", date(2021, 10, 23), Cap(date(2021, 10, 23), RUN, False, False)),
        ("run", date(2021, 10, 24), Cap(date(2021, 10, 23), RUN, False, True)),
        ("lead", date(2021, 9, 18), Cap(date(2021, 9, 18), LEAD, False, False)),
        ("step:b", date(2021, 9, 18), None),
        ("month-end", date(2021, 11, 1), Cap(date(2021, 11, 15), date(2021, 10, 31), False, False)),
    ],
)
def test_a_whole_run_is_overdue_on_the_day_after_its_last(start, today, expected):
    move = replace(MOVES[0], within=Duration(15, "days"), start=start)
    assert cap_of(move, case(today=today)) == expected


def test_a_run_without_a_length_is_never_overdue():
    assert cap_of(MOVES[0], case()) is None
    assert cap_of(replace(MOVES[0], within=Duration(15, "days")), facts(stands())) is None


# --- lengths of time


@pytest.mark.parametrize(("unit", "longest"), [("workdays", 2500), ("days", 3660), ("months", 120)])
def test_a_length_is_at_least_one_and_at_most_ten_years(unit, longest):
    assert Duration(1, unit).n == 1
    assert Duration(longest, unit).n == longest
    for n in (0, longest + 1):
        with pytest.raises(BadDuration) as refused:
            Duration(n, unit)
        assert refused.value.text == f"{n} {unit}"
        assert [p.where for p in refused.value.problems] == [f"{n} {unit}"]
        assert f"1到{longest}" in refused.value.problems[0].reason


def test_a_length_is_written_as_packs_write_it():
    assert str(Duration(5, "workdays")) == "5 workdays"
    with pytest.raises(BadDuration) as refused:
        Duration(5, "weeks")
    assert (refused.value.text, refused.value.problems[0].reason) == ("5 weeks", "单位只能是 workdays、days 或 months")
