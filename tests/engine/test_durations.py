"""Lengths of time as written in packs."""

from __future__ import annotations

import pytest

from engine.durations import BadDuration, Duration, parse


@pytest.mark.parametrize(
    ("text", "n", "unit", "label"),
    [
        ("5 workdays", 5, "workdays", "5个工作日"),
        (" 15 days ", 15, "days", "15天"),
        ("1 months", 1, "months", "1个月"),
        ("1 month", 1, "months", "1个月"),
    ],
)
def test_written_lengths_are_understood(text: str, n: int, unit: str, label: str) -> None:
    assert parse(text) == Duration(n, unit)  # type: ignore[arg-type]
    assert parse(text).label == label


@pytest.mark.parametrize(
    "text", ["", "5", "5workdays", "five days", "-1 days", "0 days", "5 weeks", "1.5 days", "999999 days"]
)
def test_anything_else_is_refused_by_its_own_text(text: str) -> None:
    with pytest.raises(BadDuration):
        parse(text)
