"""The objections against households and what came of them.

Who spoke up is kept secret: neither a name nor a way to reach them goes into a household's file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from states.dossiers.plain import fields
from states.objections import CHANNELS, OBJECTION, Objection

OF_OBJECTION = (
    "receipt", "channel", "text", "late", "filed_at", "finding", "answer", "settled_at", "settled_by_name", "run_id",
)  # fmt: skip


def objections_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The objections by the case of the household, oldest first; one statement."""
    query = select(Objection, Case.state).join(Case, Case.id == Objection.case_id)
    rows = session.execute(query.where(Objection.target_case_id.in_(list(case_ids))).order_by(Objection.id))
    found: dict[int, list[dict[str, Any]]] = {}
    for one, state in rows:
        found.setdefault(one.target_case_id, []).append(
            {
                "objection": one.id,
                "case": one.case_id,
                "notice": one.notice_id,
                "state": state,
                "state_label": OBJECTION.labels[state],
                "channel_label": CHANNELS.get(one.channel, one.channel),
                **fields(one, OF_OBJECTION),
            }
        )
    return found
