"""The help of households: risks, measures, what arrived, checks and effects, with what later records replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.dossiers.plain import whole
from states.help.checks import HelpCheck
from states.help.deliveries import Delivery, kind_label
from states.help.effects import EffectJudgement
from states.help.kinds import RISKS
from states.help.measures import Measure
from states.help.risks import Risk
from states.help.securities import SecurityFact
from states.households import Household

RECORDS: Mapping[str, type[Any]] = {
    "risks": Risk,
    "measures": Measure,
    "deliveries": Delivery,
    "checks": HelpCheck,
    "effects": EffectJudgement,
    "securities": SecurityFact,
}


def help_of(session: Session, households: Sequence[Household]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """The records of help by household and kind, in the order in which they were entered; one statement for each."""
    areas = {home.id: home.group_code for home in households}
    found: dict[int, dict[str, list[dict[str, Any]]]] = {number: {name: [] for name in RECORDS} for number in areas}
    for name, kind in RECORDS.items():
        rows = session.scalars(select(kind).where(kind.household_id.in_(areas)).order_by(kind.id))
        for row in rows:
            told = whole(row, ("household_id",)) | {"label": _label(row, areas[row.household_id])}
            found[row.household_id][name].append(told)
    return found


def _label(row: Any, area: str) -> str:
    if isinstance(row, Risk):
        return str(RISKS.get(row.kind, row.kind))
    if isinstance(row, Measure):
        return kind_label(area, row.begins_on, row.kind)
    return kind_label(area, row.delivered_on, row.kind) if isinstance(row, Delivery) else ""
