"""Where rules get what stands outside the register's own rows: one loader each, for a whole lot at a time.

Whoever brings new facts (income lines, work records, help measures) adds a source here; its fields are then words of
the rules, and before that a rule that names them is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.evidence import Evidence, Exhibit
from engine.hot import Hot, as_list, listed
from states.quality.details import YES_NO
from states.quality.earnings import INCOME
from states.quality.elsewhere import ELSEWHERE, LEDGERS
from states.quality.fields import Field, loaded
from states.quality.helping import HELP
from states.quality.past_years import YEARS
from states.quality.snapshot import Lot
from states.quality.source import Source
from states.quality.working import STUDIES, WORK


def _visits(session: Session, lot: Lot) -> None:
    """What the latest visit to each household found."""
    by_case = {house.case_id: house for house in lot.houses.values()}
    for case_id, body, on in VISITS.rows(session, {"ids": as_list(session, sorted(by_case))}):
        happened_on = date.fromisoformat(str(on))
        if happened_on > lot.as_of:
            continue
        found, told = by_case[case_id].loaded, json.loads(body)
        found["visited_on"] = happened_on
        for name, key in VISITED.items():
            if key in told:
                found[name] = "yes" if told[key] else "no"
        if "income_per_head" in told:
            found["visit_income"] = found["income_per_head"] = Decimal(str(told["income_per_head"]))
            found["reckoned_on"] = happened_on
            if happened_on.year == lot.as_of.year:
                found["income_this_year"] = found["income_per_head"]


VISITED = {
    "visit_housing": "housing_safe",
    "visit_water": "water_safe",
    "visit_school": "in_school",
    "visit_insured": "insured",
}
VISITS = Hot(
    lambda dialect: (
        select(Exhibit.case_id, Evidence.body, Exhibit.happened_on)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.case_id.in_(listed(dialect, "ids")), Exhibit.kind == "visit", Exhibit.superseded.is_(False))
        .order_by(Exhibit.happened_on, Exhibit.evidence_id)
    )
)


SOURCES: tuple[Source, ...] = (
    Source(
        (
            loaded("visited_on", "household", "最近一次入户", "day"),
            loaded("visit_housing", "household", "入户核查住房安全", "code", YES_NO),
            loaded("visit_water", "household", "入户核查饮水安全", "code", YES_NO),
            loaded("visit_school", "household", "入户核查适龄都在校", "code", YES_NO),
            loaded("visit_insured", "household", "入户核查都已参保", "code", YES_NO),
            loaded("visit_income", "household", "入户核查人均纯收入", "number"),
            loaded("income_per_head", "household", "人均纯收入", "number"),
            loaded("income_this_year", "household", "今年的人均纯收入", "number"),
            loaded("reckoned_on", "household", "最近一次核算收入", "day"),
        ),
        _visits,
    ),
    YEARS,
    ELSEWHERE,
    LEDGERS,
    WORK,
    STUDIES,
    HELP,
    INCOME,
)
"""In the order in which they fill: a statement of income stands above a visit and above the sheet of work."""


def fields_of() -> Iterable[Field]:
    """Every field that a source fills."""
    return [field for source in SOURCES for field in source.fields]


def fill(session: Session, lot: Lot) -> None:
    """Let every source fill in what it knows of a lot."""
    session.flush()  # the statements run on the driver, past the session
    for source in SOURCES:
        source.fill(session, lot)
