"""Money is whole fen, and nothing else is money."""

from decimal import Decimal

import pytest

from states.money import is_money, yuan


@pytest.mark.parametrize(
    ("amount", "sound"),
    [
        *(("0", True), ("0.01", True), ("100", True), ("100.01", False), ("-0.01", False), ("1.005", False)),
        *(("NaN", False), ("sNaN", False), ("Infinity", False)),
    ],
)
def test_a_sum_is_whole_fen_within_its_bounds(amount: str, sound: bool) -> None:
    assert is_money(Decimal(amount), 100) is sound


@pytest.mark.parametrize(
    ("written", "read"),
    [("1,200元", "1200"), ("1,20", None), ("12.345", None), ("-3", None), ("", None), ("１２", "12"), ("5e3", None)],
)
def test_an_amount_is_read_as_written_or_not_at_all(written: str, read: str | None) -> None:
    assert yuan(written) == (None if read is None else Decimal(read))
