"""Writing lines down for any number of statements: what is there gives way, with a reason; nothing is written twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, false, insert, select, update
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import Case, hold
from engine.clock import OFFICE
from engine.guards import Blocker
from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.income.lines import TYPED, IncomeLine
from states.income.plans import Terms
from states.income.statements import COLLECTING, LABELS, LOCKED, IncomeStatement

Place = tuple[int, int | None, int, str]
"""Where an amount stands: statement, member (None for the household), quarter, item."""


@dataclass(frozen=True, slots=True)
class Change:
    """An amount in yuan for one place."""

    statement: IncomeStatement
    member_id: int | None
    quarter: int
    item: str
    amount: Decimal

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.statement.id, self.member_id, self.quarter, self.item


def against_state(statement: IncomeStatement, case: Case) -> Iterator[Blocker]:
    """Why nothing of a statement may change now: it is locked, by whom and since when, or under review."""
    if case.state == LOCKED[0]:
        when = statement.locked_at.astimezone(OFFICE).strftime("%Y-%m-%d %H:%M") if statement.locked_at else ""
        told = {"who": statement.locked_by_name, "when": when}
        text = N_("收入已由%(who)s于%(when)s锁定，不能改动；确需更正的，由县级或州市写明原因解锁")
        yield Blocker("income-locked", text, told, "", "county")
    elif case.state != COLLECTING[0]:
        text = N_("收入已在审核中（%(state)s），要先退回采集才能改动")
        yield Blocker("under-review", text, {"state": LABELS[case.state]}, "", "township")


def against_day(terms: Terms, quarter: int, today: date) -> Iterator[Blocker]:
    """Why nothing may be entered for a quarter on a day: it is not over, or the window of entry is shut (TZ23)."""
    if today <= terms.quarter(quarter).until:
        told = {"n": quarter, "last": terms.quarter(quarter).until}
        yield Blocker("quarter-not-over", N_("第%(n)s季度到%(last)s才结束，结束后才能录入"), told)
    if terms.opens_on and today < terms.opens_on:
        text = N_("收入录入窗口%(first)s才开放")
        yield Blocker("window-not-open", text, {"first": terms.opens_on}, "", "", terms.opens_on)
    if terms.closes_on and today > terms.closes_on:
        yield Blocker("window-closed", N_("收入录入窗口已于%(last)s关闭"), {"last": terms.closes_on}, "", "county")


def cases_of(session: Session, statements: Sequence[IncomeStatement]) -> dict[int, Case]:
    """The cases of statements, held until the transaction ends, by case id."""
    return {case.id: case for case in hold(session, [one.case_id for one in statements])}


def standing_lines(session: Session, statement_ids: Sequence[int]) -> dict[Place, IncomeLine]:
    """The lines that stand in these statements, by place; one statement to the database."""
    ids = {"ids": as_list(session, sorted(set(statement_ids)))}
    chosen = listed(dialect_of(session), "ids")
    query = select(IncomeLine).where(IncomeLine.statement_id.in_(chosen), IncomeLine.superseded == false())
    return {(one.statement_id, one.member_id, one.quarter, one.item): one for one in session.scalars(query, ids)}


def write(
    session: Session,
    changes: Sequence[Change],
    cases: dict[int, Case],
    reason: str,
    by: Actor,
    at: datetime,
    *,
    source: str = TYPED,
    batch_id: int | None = None,
) -> int:
    """Write down what is new or different and answer how many lines that were; each case gets one entry.

    The ledger keeps the digest of the amounts, not the amounts. Whoever calls has asked `against_state` before.
    """
    there = standing_lines(session, [change.statement.id for change in changes])
    new = [one for one in changes if one.place not in there or there[one.place].amount != one.amount]
    if not new:
        return 0
    if old := [{"line": there[one.place].id} for one in new if one.place in there]:
        gone = update(IncomeLine.__table__).where(IncomeLine.id == bindparam("line")).values(superseded=True)  # type: ignore[arg-type]
        session.connection().execute(gone, old)
    rows = [_row(one, reason if one.place in there else "", source, batch_id, by, at) for one in new]
    session.execute(insert(IncomeLine), rows)
    by_case: dict[int, list[Change]] = {}
    for one in new:
        by_case.setdefault(one.statement.case_id, []).append(one)
    told = [
        (cases[case_id], "income", _told(mine, source, reason if any(one.place in there for one in mine) else ""))
        for case_id, mine in by_case.items()
    ]
    ledger.append_many(session, told, by, at)
    return len(new)


def _row(one: Change, reason: str, source: str, batch_id: int | None, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "statement_id": one.statement.id,
        "member_id": one.member_id,
        "quarter": one.quarter,
        "item": one.item,
        "amount": one.amount,
        "source": source,
        "batch_id": batch_id,
        "entered_by": by.id,
        "entered_by_name": by.name,
        "entered_at": at,
        "reason": reason,
        "superseded": False,
    }


def _told(changes: Sequence[Change], source: str, reason: str) -> dict[str, object]:
    amounts = [[one.member_id, one.quarter, one.item, one.amount] for one in changes]
    digest = hashlib.sha256(ledger.canonical(amounts).encode()).hexdigest()
    quarters = sorted({one.quarter for one in changes})
    told: dict[str, object] = {"lines": len(changes), "quarters": quarters, "source": source, "digest": digest}
    return told | ({"reason": reason} if reason else {})
