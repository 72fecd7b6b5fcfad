"""Moving statements: review, lock, send back, unlock; one, or a village at once (TZ20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Advanced, Outcome, advance, advance_many
from engine.areas import within
from engine.book import Book
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.income import opening
from states.income.statements import WITH_REASON, IncomeStatement

LONGEST = 400


def move(
    session: Session,
    book: Book,
    household_case: int,
    year: int,
    act: str,
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Advanced:
    """Review, lock, send back or unlock one household's statement.

    Sending back and unlocking need a reason, which the ledger keeps. Raises `BadInput`, `NotFound`, `MoveBlocked`,
    `UnknownAct` when the levels below have not reviewed yet, and `StaleCase`.
    """
    _household, statement = opening.find(session, household_case, year, by)
    if statement is None:
        raise NotFound("income", household_case)
    if act in WITH_REASON and not reason.strip():
        raise BadInput(Problem("reason", N_("请写明原因")))
    if len(reason.strip()) > LONGEST:
        raise BadInput(Problem("reason", N_("文字太长")))
    note = reason.strip() if act in WITH_REASON else ""
    return advance(session, book, statement.case_id, act, by=by, at=at, version=version, key=key, note=note)


def move_many(
    session: Session,
    book: Book,
    household_ids: Sequence[int],
    year: int,
    act: str,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> tuple[Outcome, dict[int, int]]:
    """Do the same to many: each goes on or is held with all its reasons.

    Answers the outcome by the statements' cases, and the household of each case. Households outside the actor's area
    and those without a statement are left out. Raises `BadInput` for an act that needs a reason of its own.
    """
    if act in WITH_REASON:
        raise BadInput(Problem("act", N_("退回和解锁要逐户办理，写明原因")))
    mine = within(Household.group_code, by.area)
    here = {
        row.case_id: row.household_id
        for row in session.execute(
            select(IncomeStatement.case_id, IncomeStatement.household_id)
            .join(Household, Household.id == IncomeStatement.household_id)
            .where(IncomeStatement.household_id.in_(list(household_ids)), IncomeStatement.year == year, mine)
        )
    }
    return advance_many(session, book, list(here), act, by=by, at=at, key=key), here
