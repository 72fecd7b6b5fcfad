"""Money in the database: yuan as `Decimal` outside, whole fen inside, exact on every database."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

from engine.words import N_

FEN = Decimal(100)
MOST = Decimal(100_000_000)
_PLAIN = re.compile(r"\d{1,9}(\.\d{1,2})?")

NOT_MONEY = N_("“%(value)s”不是金额；请填元，不带单位，最多两位小数，没有的填0")


class Money(TypeDecorator[Decimal]):
    """An amount in yuan to the cent, stored as fen."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> int | None:
        """Refuse what has more than two places: nothing is rounded in silence."""
        if value is None:
            return None
        fen = Decimal(value) * FEN
        if fen != fen.to_integral_value():
            raise ValueError(f"an amount has two places: {value!r}")
        return int(fen)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """Answer in yuan."""
        return None if value is None else (Decimal(int(value)) / FEN).quantize(Decimal("0.01"))


def is_money(amount: Decimal, most: Decimal | int = MOST) -> bool:
    """Whether an amount is a sum of yuan and whole fen from nothing to `most`; no sum is endless or "not a number"."""
    return amount.is_finite() and 0 <= amount <= most and amount * FEN == (amount * FEN).to_integral_value()


def yuan(written: str) -> Decimal | None:
    """An amount as somebody wrote it; None when it is none. Separators of thousands are forgiven."""
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", written.strip().removesuffix("元").strip())
    return Decimal(plain) if _PLAIN.fullmatch(plain) and Decimal(plain) < MOST else None
