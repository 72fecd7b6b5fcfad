"""Money in a column: yuan as Decimal outside, whole fen inside, so that every database adds exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator


class Money(TypeDecorator[Decimal]):
    """Yuan with two digits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ARG002 - given by SQLAlchemy
        """Store fen."""
        return None if value is None else int((Decimal(value) * 100).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """Answer yuan."""
        return None if value is None else Decimal(int(value)).scaleb(-2)
