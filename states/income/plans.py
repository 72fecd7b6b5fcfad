"""The terms of a year's income: its period, quarters, window of entry, levels of review, items and line.

They come from the pack (TZ23, HT03) and are pinned by the statements that began under them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base
from engine.ledger import canonical
from engine.months import later
from states.income.items import Edition, edition, edition_of
from states.packs.schema import Income


class IncomePlan(Base):
    """One wording of the `[income]` part of a pack for one year; `body` is its canonical JSON."""

    __tablename__ = "income_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    year: Mapped[int]
    body: Mapped[str] = mapped_column(Text)

    @property
    def terms(self) -> Terms:
        """What it says."""
        return _terms(self.body, self.year)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the policy year with its first and last day."""

    number: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one policy year; `opens_on` and `closes_on` bound the entry and may be open."""

    year: int
    line: int
    metric: str
    edition: Edition
    quarters: tuple[Quarter, ...]
    status_on: date
    opens_on: date | None
    closes_on: date | None
    review: tuple[str, ...]
    commitment: tuple[str, ...] = ()

    @property
    def since(self) -> date:
        """The first day whose income counts."""
        return self.quarters[0].since

    @property
    def until(self) -> date:
        """The last day whose income counts."""
        return self.quarters[-1].until

    def quarter(self, number: int) -> Quarter:
        """A quarter by its number, 1 to 4; raises KeyError."""
        return {one.number: one for one in self.quarters}[number]


def policy_year(income: Income, day: date) -> int:
    """The year whose income is collected on a day: that of the pack's own window, else of the calendar."""
    return income.window.until.year if income.window.until else day.year


def terms_of(income: Income, year: int) -> Terms:
    """The terms of a year; what the pack leaves open is October to September (domain 1.4), by three months."""
    return _terms(_body(income), year)


def pin(session: Session, income: Income, year: int) -> IncomePlan:
    """The stored wording, made when it is new."""
    body = _body(income)
    digest = hashlib.sha256(f"{year}:{body}".encode()).hexdigest()
    found = session.scalar(select(IncomePlan).where(IncomePlan.digest == digest))
    if found is None:
        found = IncomePlan(digest=digest, year=year, body=body)
        session.add(found)
        session.flush()
    return found


def _body(income: Income) -> str:
    told = income.model_dump(mode="json", by_alias=True, exclude_none=True)
    if not income.commitment:  # a wording that asks for none keeps the digest that it always had
        del told["commitment"]
    return canonical(told)


@lru_cache(maxsize=64)
def _terms(body: str, year: int) -> Terms:
    told: dict[str, Any] = json.loads(body)
    income = Income.model_validate(told)
    quarters = tuple(_quarters(income, year))
    return Terms(
        year,
        income.line,
        income.metric,
        edition(income.edition or edition_of(year)),
        quarters,
        income.status_on or quarters[-1].until,
        income.entry.since,
        income.entry.until,
        income.review,
        income.commitment,
    )


def _quarters(income: Income, year: int) -> list[Quarter]:
    if income.quarters:
        spans = [(span.since, span.until) for span in income.quarters]
        return [Quarter(n, since, until) for n, (since, until) in enumerate(spans, 1) if since and until]
    start = income.window.since or date(year - 1, 10, 1)
    firsts = [later(start, 3 * n) for n in range(5)]
    lasts = [day - timedelta(days=1) for day in firsts[1:]]
    if income.window.until:
        lasts[-1] = income.window.until
    return [Quarter(n, since, until) for n, (since, until) in enumerate(zip(firsts, lasts, strict=False), 1)]
