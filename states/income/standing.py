"""What the guards of a year's income read: what is missing, who entered and reviewed, what was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.evidence import Exhibit
from engine.hot import as_list, dialect_of, listed
from states.income.lines import IncomeLine
from states.income.plans import IncomePlan, Terms
from states.income.statements import IncomeReview, IncomeStatement
from states.issued.covering import uncommitted
from states.members import Member
from states.person_months import Stay, months_of

SHEET = "income_sheet"
"""The evidence that household and collector signed the year's figures."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement as its guards see it.

    `missing` names each person with the quarters that nothing was written down for; `signed_upto` is the newest
    line that the signatures cover.
    """

    missing: tuple[tuple[str, tuple[int, ...]], ...]
    newest_line: int
    entered_by: frozenset[str]
    reviewed_by: frozenset[str]
    signed_upto: int | None
    earlier_checked: bool
    uncommitted: frozenset[str] = frozenset()
    """The levels that have to commit to the accuracy of this household's data, and have not for what stands there."""


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The standing of each case of the kind "income"; five statements, and five more where a plan asks to commit."""
    session.flush()
    ids = {"ids": as_list(session, sorted(set(case_ids)))}
    chosen = listed(dialect_of(session), "ids")
    statements = session.execute(
        select(IncomeStatement.case_id, IncomeStatement.id, IncomeStatement.household_id, IncomePlan)
        .join(IncomePlan, IncomePlan.id == IncomeStatement.plan_id)
        .where(IncomeStatement.case_id.in_(chosen)),
        ids,
    ).all()
    people = _people(session, chosen, ids)
    filled, newest, entered = _lines(session, chosen, ids)
    signed, reviewed = _signed(session, chosen, ids), _reviewed(session, chosen, ids)
    asked = {row[2]: row[3].terms.commitment for row in statements if row[3].terms.commitment}
    open_levels = uncommitted(session, asked) if asked else {}
    return {
        case_id: Standing(
            missing(people.get(household_id, []), filled.get(statement_id, set()), plan.terms),
            newest.get(statement_id, 0),
            frozenset(entered.get(statement_id, ())),
            frozenset(reviewed.get(case_id, ())),
            *signed.get(case_id, (None, False)),
            uncommitted=open_levels.get(household_id, frozenset()),
        )
        for case_id, statement_id, household_id, plan in statements
    }


def missing(
    people: Sequence[tuple[int, str, Stay]], filled: set[tuple[int | None, int]], terms: Terms
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The people with the quarters in which they belonged to the household and nothing was written down."""
    found = []
    for member_id, name, stay in people:
        lacking = tuple(
            quarter.number
            for quarter in terms.quarters
            if months_of(stay, quarter.since, quarter.until) and (member_id, quarter.number) not in filled
        )
        if lacking:
            found.append((name, lacking))
    return tuple(found)


def _people(session: Session, chosen: Any, ids: Mapping[str, Any]) -> dict[int, list[tuple[int, str, Stay]]]:
    households = select(IncomeStatement.household_id).where(IncomeStatement.case_id.in_(chosen))
    columns = (Member.household_id, Member.id, Member.name, Member.joined_on, Member.left_on)
    query = select(*columns).where(Member.household_id.in_(households)).order_by(Member.is_head.desc(), Member.id)
    found: dict[int, list[tuple[int, str, Stay]]] = {}
    for household_id, member_id, name, joined_on, left_on in session.execute(query, ids):
        found.setdefault(household_id, []).append((member_id, name, Stay(joined_on, left_on)))
    return found


def _lines(
    session: Session, chosen: Any, ids: Mapping[str, Any]
) -> tuple[dict[int, set[tuple[int | None, int]]], dict[int, int], dict[int, set[str]]]:
    place = (IncomeLine.statement_id, IncomeLine.member_id, IncomeLine.quarter, IncomeLine.entered_by)
    query = (
        select(*place, func.max(IncomeLine.id))
        .join(IncomeStatement, IncomeStatement.id == IncomeLine.statement_id)
        .where(IncomeStatement.case_id.in_(chosen), IncomeLine.superseded == false())
        .group_by(*place)
    )
    filled: dict[int, set[tuple[int | None, int]]] = {}
    newest: dict[int, int] = {}
    entered: dict[int, set[str]] = {}
    for statement_id, member_id, quarter, entered_by, last in session.execute(query, ids):
        filled.setdefault(statement_id, set()).add((member_id, quarter))
        newest[statement_id] = max(newest.get(statement_id, 0), last)
        entered.setdefault(statement_id, set()).add(entered_by)
    return filled, newest, entered


def _signed(session: Session, chosen: Any, ids: Mapping[str, Any]) -> dict[int, tuple[int | None, bool]]:
    standing = (Exhibit.case_id.in_(chosen), Exhibit.kind == SHEET, Exhibit.superseded == false())
    query = select(Exhibit.case_id, Exhibit.facts).where(*standing).order_by(Exhibit.evidence_id)
    found: dict[int, tuple[int | None, bool]] = {}
    for case_id, facts in session.execute(query, ids):
        told = json.loads(facts)
        found[case_id] = told["upto"], told["earlier_checked"]
    return found


def _reviewed(session: Session, chosen: Any, ids: Mapping[str, Any]) -> dict[int, set[str]]:
    columns = (IncomeReview.case_id, IncomeReview.reviewed_by)
    query = select(*columns).where(IncomeReview.case_id.in_(chosen), IncomeReview.undone == false())
    found: dict[int, set[str]] = {}
    for case_id, reviewer in session.execute(query, ids):
        found.setdefault(case_id, set()).add(reviewer)
    return found
