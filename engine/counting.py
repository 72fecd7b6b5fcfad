"""Counting as far as a person wants to know: a chip says 999+, and nobody waits for the exact number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

MOST = 999
"""More are shown as so many and a plus."""


def up_to(session: Session, query: Any, most: int = MOST) -> int:
    """How many rows a query has, but no more than `most` and one: the database stops there."""
    some = query.limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def shown(n: int, most: int = MOST) -> str:
    """A number as far as it was counted."""
    return f"{most}+" if n > most else str(n)
