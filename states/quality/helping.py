"""What rules know of help: the risks of a household, its measures, and whether those that develop were delivered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.help.deliveries import Delivery
from states.help.kinds import DISASTERS, RISKS, HelpKind, shipped
from states.help.measures import Measure
from states.help.risks import WAYS, Risk
from states.quality.fields import loaded
from states.quality.snapshot import Lot
from states.quality.source import Source

DONE = {"done": N_("已实施"), "waiting": N_("尚未实施")}


def kinds() -> dict[str, HelpKind]:
    """The kinds of help of all editions by their codes."""
    return {code: kind for one in shipped() for code, kind in one.kinds.items()}


def _helped(session: Session, lot: Lot) -> None:
    """Risks and measures that stand; of a household whose risks are all settled, the settled ones."""
    develops = {code for code, kind in kinds().items() if kind.development}
    for household_id, rows in _standing(session, lot, Risk, Risk.kind, Risk.part, Risk.remark, Risk.settled_way):
        going_on = [row for row in rows if not row[3]]
        told = {"risks": _joined(row[0] for row in going_on or rows)}
        told["disaster_kind"] = next((row[1] for row in going_on or rows if row[1]), "")
        told["risk_remark"] = next((row[2] for row in going_on or rows if row[2]), "")
        told["risk_closed"] = "" if going_on else rows[-1][3]
        lot.houses[household_id].loaded |= told
    for household_id, rows in _standing(session, lot, Measure, Measure.kind, Measure.ended_on):
        names = {row[0] for row in rows if row[1] is None} or {row[0] for row in rows}
        lot.houses[household_id].loaded["measures"] = _joined(names)
        if names & develops:
            lot.houses[household_id].loaded["development_done"] = "waiting"
    for household_id, rows in _standing(session, lot, Delivery, Delivery.kind):
        if any(row[0] in develops for row in rows):
            lot.houses[household_id].loaded["development_done"] = "done"


def _standing(session: Session, lot: Lot, record: Any, *columns: Any) -> Iterable[tuple[int, Sequence[Any]]]:
    """The standing records of each household that has any, in their order."""
    chosen = listed(dialect_of(session), "ids")
    query = select(record.household_id, *columns).where(record.household_id.in_(chosen), record.superseded.is_(False))
    found: dict[int, list[Any]] = {}
    where = {"ids": as_list(session, sorted(lot.houses))}
    for row in session.execute(query.order_by(record.household_id, record.id), where):
        found.setdefault(row[0], []).append(row[1:])
    return found.items()


def _joined(names: Iterable[str]) -> str:
    return ",".join(sorted(set(names)))


HELP = Source(
    (
        loaded("risks", "household", "致贫返贫风险", "several", RISKS),
        loaded("risk_remark", "household", "风险备注", "text"),
        loaded("disaster_kind", "household", "自然灾害子项", "code", DISASTERS),
        loaded("risk_closed", "household", "消除方式", "code", WAYS),
        loaded("measures", "household", "帮扶措施", "several", {code: kind.label for code, kind in kinds().items()}),
        loaded("development_done", "household", "开发式帮扶措施实施情况", "code", DONE),
    ),
    _helped,
)
