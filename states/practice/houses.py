"""What a paper has to know of a household, read for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.households import Household


@dataclass(frozen=True, slots=True)
class House:
    """A household as the writer of a paper sees it; `area` is its villager group's code."""

    case_id: int
    number: str
    head: str
    kind: str
    category: str
    area: str


def houses_of(session: Session, case_ids: Collection[int]) -> list[House]:
    """The households of these cases, by group and number."""
    columns = (Household.case_id, Household.number, Household.head_name, Household.kind, Household.category)
    query = select(*columns, Household.group_code).where(Household.case_id.in_(sorted(set(case_ids))))
    return [House(*row) for row in session.execute(query.order_by(Household.group_code, Household.number))]
