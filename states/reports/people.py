"""Natural increase and decrease in a period: who joined a household and who left it, by the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from engine.words import N_
from states.codes import codes
from states.households import Household
from states.members import Member
from states.reports.figure import Asked, Figure, rows


def _joined(asked: Asked) -> Select[Any]:
    return _members(asked, Member.joined_on, "")


def _left(asked: Asked) -> Select[Any]:
    return _members(asked, Member.left_on, Member.left_reason)


def _members(asked: Asked, on: Any, part: Any) -> Select[Any]:
    query = rows(Member.id, part, Member.name, on).select_from(Member)
    query = query.join(Household, Household.id == Member.household_id)
    inside = on.between(asked.period.first_on, asked.period.last_on)
    return query.where(asked.inside(Household.group_code), inside)


def _reasons(_asked: Asked) -> Mapping[str, str]:
    return codes("left_reason").labels


FIGURES = (
    Figure("joined", N_("自然增加人口"), "人", _joined),
    Figure("left", N_("自然减少人口"), "人", _left, _reasons),
)
