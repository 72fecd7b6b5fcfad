"""The days of a notice that came down and hung again, against counting them one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.durations import Duration
from engine.workdays import Calendar
from states.hanging import read, reckon, written
from states.terms import NoticeTerms

CALENDAR = Calendar()
ONE = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2023, 6, 30))


@st.composite
def hangings(draw):
    """Some stretches one after the other, the last without an end."""
    spans, start = [], draw(days)
    for _ in range(draw(st.integers(0, 3))):
        down = start + timedelta(days=draw(st.integers(0, 12)))
        spans.append((start, down))
        start = down + timedelta(days=draw(st.integers(0, 12)))
    return [*spans, (start, None)]


def counted_by_hand(spans, n, first_counts):
    """The last of n working days on each of which the notice hung all day."""
    day, left = spans[0][0], n
    while True:
        hung = any(
            (start <= day if first_counts else start < day) and (down is None or day < down) for start, down in spans
        )
        if hung and CALENDAR.is_workday(day):
            left -= 1
            if not left:
                return day
        day += ONE


@given(hangings(), st.integers(1, 15), st.booleans())
def test_a_period_that_goes_on_counts_every_full_working_day_once(spans, n, first_counts):
    count = "posting-day" if first_counts else "next-day"
    terms = NoticeTerms("village", Duration(n, "workdays"), count, after_interruption="go-on")
    assert reckon(CALENDAR, terms, spans).last_on == counted_by_hand(spans, n, first_counts)


@given(hangings(), st.integers(1, 15), st.sampled_from(["workdays", "days"]))
def test_a_period_that_restarts_forgets_what_was_before(spans, n, unit):
    terms = NoticeTerms("village", Duration(n, unit), after_interruption="restart")
    assert reckon(CALENDAR, terms, spans) == CALENDAR.period(spans[-1][0], n, unit)
    assert read(written(spans)) == spans
