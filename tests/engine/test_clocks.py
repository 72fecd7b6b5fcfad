"""Clocks: the ends of months and quarters from which they may count."""

from __future__ import annotations

from datetime import date

import pytest

from engine.due import end_of


@pytest.mark.parametrize(
    ("day", "month_end", "quarter_end"),
    [
        (date(2021, 1, 1), date(2021, 1, 31), date(2021, 3, 31)),
        (date(2021, 3, 31), date(2021, 3, 31), date(2021, 3, 31)),
        (date(2021, 4, 1), date(2021, 4, 30), date(2021, 6, 30)),
        (date(2024, 2, 10), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2021, 9, 30), date(2021, 9, 30), date(2021, 9, 30)),
        (date(2021, 12, 31), date(2021, 12, 31), date(2021, 12, 31)),
        (date(2021, 11, 2), date(2021, 11, 30), date(2021, 12, 31)),
    ],
)
def test_a_month_and_a_quarter_end_on_their_last_day(day, month_end, quarter_end):
    assert (end_of(day, 1), end_of(day, 3)) == (month_end, quarter_end)
