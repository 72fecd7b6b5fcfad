"""What a move of a case means for the household's own record: its category, what that rested on, and the days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from engine.decide import Decision
from engine.facts import Facts
from engine.hot import as_list, dialect_of, listed
from states.history.facts import AT_IDENTIFICATION, text
from states.history.former import keep
from states.households import Household
from states.policies import Policy, policy_of
from states.weighing_guards import income_of


def follow(session: Session, moved: Sequence[tuple[Facts, Decision]]) -> None:
    """Write the moves into the register, in the transaction of the moves; what stood there before is kept.

    A new risk is a new identification with a new day; a roll-back keeps the identification and its day,
    and takes back only the elimination.
    """
    rows = [row for facts, decision in moved if (row := _row(facts, decision))]
    if not rows:
        return
    _keep(session, rows, moved[0][0])
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        by_columns.setdefault(tuple(sorted(row)), []).append(row)
    for columns, group in by_columns.items():
        values: dict[str, Any] = {name: bindparam(name) for name in columns if name != "case"}
        session.connection().execute(
            update(Household.__table__).where(Household.case_id == bindparam("case")).values(values),  # type: ignore[arg-type]
            group,
        )


def _keep(session: Session, rows: Sequence[dict[str, Any]], facts: Facts) -> None:
    """Keep what these rows are about to replace: one statement to read, one to write."""
    rested = [getattr(Household, name) for name in AT_IDENTIFICATION]
    columns = [Household.category, Household.identified_on, Household.eliminated_on]
    query = select(Household.case_id, Household.id, *columns, *rested)
    ids = {"ids": as_list(session, [row["case"] for row in rows])}
    there = session.execute(query.where(Household.case_id.in_(listed(dialect_of(session), "ids"))), ids)
    known = {one.case_id: one._asdict() for one in there}
    changed = []
    for row in rows:
        old = known[row["case"]]
        told = {name: text(old[name]) for name, value in row.items() if name != "case" and old[name] != value}
        if told:
            changed.append(("household", old["id"], told))
    keep(session, changed, facts.today, facts.at)


def _row(facts: Facts, decision: Decision) -> dict[str, Any] | None:
    way, today = decision.move.way if decision.move else "", facts.today
    if way in ("identify", "re_flag", "return_to_poverty"):
        days = {"case": facts.case_id, "identified_on": today, "eliminated_on": None}
        return days | {"category": _category(facts)} | _rested_on(facts, policy_of(facts.definition))
    if way == "eliminate":
        return {"case": facts.case_id, "eliminated_on": today}
    if way == "roll_back":
        none: date | None = None
        return {"case": facts.case_id, "eliminated_on": none}
    return None


def _category(facts: Facts) -> str:
    """The category proposed on the village list: fixed at identification by what was known then."""
    proposals = facts.shown("proposal")
    said = proposals[-1].facts.get("category") if proposals else None
    return str(said or facts.subject.category)


def _rested_on(facts: Facts, policy: Policy) -> dict[str, Any]:
    """The income found, and the line that it was laid beside; a former identification's never stays."""
    return {
        "identified_income": income_of(facts),
        "identified_line": policy.line,
        "identified_metric": policy.metric if policy.pack else "",
        "identified_pack": policy.pack,
    }
