"""Figures and facts worked out from our records, which columns of other ledgers are compared with (HN06, TZ12, TZ13).

Whoever keeps new records adds a figure here; a ledger then names it in `ledgers.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.evidence import Evidence, Exhibit
from engine.words import N_
from states.households import Household
from states.livelihood.students import Student
from states.livelihood.work import WorkRecord
from states.members import Member
from states.reconciliation.columns import Column

Load = Callable[[Session, str], Mapping[int, Decimal | str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of a household or a member: its name, its words, and how it is loaded for an area by their ids."""

    name: str
    title: str
    load: Load
    subject: str = "household"
    type: str = "amount"
    code_list: str = ""

    @property
    def column(self) -> Column:
        """It as a fact that a column can be laid against."""
        return Column(self.name, self.type, self.code_list)


def income_per_head(session: Session, area: str) -> dict[int, Decimal | str]:
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


def household_size(session: Session, area: str) -> dict[int, Decimal | str]:
    """How many people live in each household today."""
    here = select(Member.household_id, func.count()).where(Member.left_on.is_(None), within(Member.group_code, area))
    return {row[0]: Decimal(row[1]) for row in session.execute(here.group_by(Member.household_id))}


def work_place(session: Session, area: str) -> dict[int, Decimal | str]:
    """The place of each member's latest work, in words."""
    return {row.member_id: row.place_name for row in session.execute(_work(area)) if row.place_name}


def work_began(session: Session, area: str) -> dict[int, Decimal | str]:
    """The month in which each member's latest work began."""
    return {row.member_id: f"{row.began_on:%Y-%m}" for row in session.execute(_work(area))}


def monthly_pay(session: Session, area: str) -> dict[int, Decimal | str]:
    """Yuan a month that each member's latest work brings."""
    return {row.member_id: row.monthly_pay for row in session.execute(_work(area)) if row.monthly_pay is not None}


def study_level(session: Session, area: str) -> dict[int, Decimal | str]:
    """The level at which each vocational student studies."""
    query = select(Student.member_id, Student.level).join(Member, Member.id == Student.member_id)
    here = query.where(Student.superseded == false(), within(Member.group_code, area))
    return {row.member_id: row.level for row in session.execute(here)}


def _work(area: str) -> Any:
    """The household's own records of work, the latest of each member last."""
    query = select(WorkRecord.member_id, WorkRecord.place_name, WorkRecord.began_on, WorkRecord.monthly_pay)
    query = query.join(Member, Member.id == WorkRecord.member_id).where(within(Member.group_code, area))
    standing = query.where(WorkRecord.superseded == false(), WorkRecord.source == "ours")
    return standing.order_by(WorkRecord.began_on, WorkRecord.id)


FIGURES: tuple[Figure, ...] = (
    Figure("income_per_head", N_("人均纯收入"), income_per_head),
    Figure("household_size", N_("家庭人口"), household_size),
    Figure("work_place", N_("务工地点"), work_place, "member", "place"),
    Figure("work_began", N_("开始务工时间"), work_began, "member", "month"),
    Figure("monthly_pay", N_("务工月收入"), monthly_pay, "member"),
    Figure("study_level", N_("学历层次"), study_level, "member", "code", "study_level"),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
