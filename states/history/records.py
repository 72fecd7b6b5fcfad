"""Records that are superseded and never edited, as they stood at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.history.standing import end_of
from states.kept import Kept

Record = TypeVar("Record", bound=Kept)


def records_on(
    session: Session, kind: type[Record], household_ids: Sequence[int], day: date
) -> dict[int, list[Record]]:
    """The records of each household that had been entered by the end of a day and not superseded; one statement."""
    entered = select(kind).where(kind.household_id.in_(household_ids), kind.entered_at < end_of(day))
    rows = session.scalars(entered.order_by(kind.id)).all()
    gone = {one.supersedes for one in rows}
    found: dict[int, list[Record]] = {}
    for row in rows:
        if row.id not in gone:
            found.setdefault(row.household_id, []).append(row)
    return found
