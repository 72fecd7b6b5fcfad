"""Person-months against a count of each day on its own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.person_months import Stay, household_size, months_of, per_head, person_months

SINCE, UNTIL = date(2022, 10, 1), date(2023, 9, 30)
DAYS = st.none() | st.dates(date(2021, 6, 1), date(2024, 6, 30))


def counted(stay: Stay) -> int:
    """Each day of the period looked at: who left in a month was not there in it, who joined in it was."""
    months: set[tuple[int, int]] = set()
    day = SINCE
    while day <= UNTIL:
        joined = stay.joined_on is None or stay.joined_on <= day
        gone = stay.left_on is not None and (stay.left_on.year, stay.left_on.month) <= (day.year, day.month)
        if joined and not gone:
            months.add((day.year, day.month))
        day += timedelta(days=1)
    return len(months)


@settings(max_examples=2000, deadline=None)
@given(joined=DAYS, left=DAYS)
def test_months_agree_with_a_count_day_by_day(joined: date | None, left: date | None) -> None:
    stay = Stay(joined, left)

    assert months_of(stay, SINCE, UNTIL) == counted(stay)


@pytest.mark.parametrize(
    ("joined", "left", "months"),
    [
        (None, None, 12),
        (date(2022, 10, 31), None, 12),
        (date(2022, 11, 1), None, 11),
        (date(2023, 9, 30), None, 1),
        (date(2023, 10, 1), None, 0),
        (None, date(2022, 10, 1), 0),
        (None, date(2022, 10, 31), 0),
        (None, date(2023, 9, 30), 11),
        (None, date(2023, 10, 1), 12),
        (date(2023, 3, 2), date(2023, 3, 30), 0),
        (date(2023, 3, 2), date(2023, 4, 1), 1),
    ],
)
def test_the_month_of_joining_counts_and_the_month_of_leaving_does_not(
    joined: date | None, left: date | None, months: int
) -> None:
    assert months_of(Stay(joined, left), SINCE, UNTIL) == months


def test_a_size_may_be_a_fraction_and_what_falls_to_a_head_is_exact() -> None:
    months = person_months([Stay(), Stay(), Stay(), Stay(joined_on=date(2023, 5, 10))], SINCE, UNTIL)

    assert months == 41
    assert household_size(months) == Decimal("3.42")
    assert per_head(Decimal(41000), months) == Decimal("12000.00")
    assert per_head(Decimal(1), 0) is None
