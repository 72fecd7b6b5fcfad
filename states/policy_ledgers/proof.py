"""Which departments handed their policy ledgers in, by quarter: the proof of the duty (BZ03)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.handed_in import HandedIn
from states.help.quarters import quarter_of
from states.packs.departments import departments
from states.policy_ledgers.ledger import PolicyLedger, due_on, period_of, quarter_in


class Owing(NamedTuple):
    """A department that owes or owed a quarter's ledger: when it came, if it did, and its last day."""

    department: str
    title: str
    on: date | None
    due_on: date

    def is_late(self, today: date) -> bool:
        """Whether it came after its day, or has not come though the day is over."""
        return (self.on or today) > self.due_on


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """What departments of the area pushed for the quarters of these days; a report that nothing changed counts."""
    first, last = period_of(quarter_of(since)), period_of(quarter_of(until))
    query = (
        select(PolicyLedger.area, PolicyLedger.department, PolicyLedger.period, func.min(PolicyLedger.pushed_on))
        .where(within(PolicyLedger.area, area), PolicyLedger.period.between(first, last))
        .group_by(PolicyLedger.area, PolicyLedger.department, PolicyLedger.period)
        .order_by(PolicyLedger.area, PolicyLedger.period, PolicyLedger.department)
    )
    return [HandedIn(*row) for row in session.execute(query)]


def owing(session: Session, area: str, period: str, asked: tuple[str, ...]) -> list[Owing]:
    """Each department that is asked for a quarter's ledger of a county, with the day on which it came."""
    query = (
        select(PolicyLedger.department, func.min(PolicyLedger.pushed_on))
        .where(PolicyLedger.area == area[:6], PolicyLedger.period == period)
        .group_by(PolicyLedger.department)
    )
    came = {row[0]: row[1] for row in session.execute(query)}
    titles, last = departments(session), due_on(quarter_in(period))
    return [Owing(code, titles.get(code, code), came.get(code), last) for code in dict.fromkeys((*asked, *came))]
