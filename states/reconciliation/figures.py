"""Figures worked out from our records, which amounts of other ledgers are compared with (HN06).

Whoever keeps new records adds a figure here; a ledger then names it in `ledgers.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.evidence import Evidence, Exhibit
from engine.words import N_
from states.households import Household
from states.members import Member

Load = Callable[[Session, str], Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of households: its name, its words, and how it is loaded for all households of an area by their ids."""

    name: str
    title: str
    load: Load


def income_per_head(session: Session, area: str) -> dict[int, Decimal]:
    """Yuan per person and year as the latest visit found it; households never asked are left out."""
    query = (
        select(Household.id, Evidence.body)
        .join(Exhibit, Exhibit.case_id == Household.case_id)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.kind == "visit", Exhibit.superseded == false(), within(Household.group_code, area))
        .order_by(Exhibit.happened_on, Evidence.id)
    )
    found = ((household, json.loads(body).get("income_per_head")) for household, body in session.execute(query))
    return {household: Decimal(str(amount)) for household, amount in found if amount is not None}


def household_size(session: Session, area: str) -> dict[int, Decimal]:
    """How many people live in each household today."""
    here = select(Member.household_id, func.count()).where(Member.left_on.is_(None), within(Member.group_code, area))
    return {row[0]: Decimal(row[1]) for row in session.execute(here.group_by(Member.household_id))}


FIGURES: tuple[Figure, ...] = (
    Figure("income_per_head", N_("人均纯收入"), income_per_head),
    Figure("household_size", N_("家庭人口"), household_size),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
