"""Every wording of every pack in the database, and how many cases of an area run under each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.runs import Run
from states.packs.store import StoredPack


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a pack: since when and until when it was the present one, and the cases that follow it.

    `running` are the procedures under way that began with it.
    """

    id: str
    title: str
    digest: str
    added_at: datetime
    retired_at: datetime | None
    cases: int
    running: int


def wordings(session: Session, by: Actor) -> list[Wording]:
    """The wordings by pack, the present one first, then those that cases still follow."""
    inside = within(Case.area, by.area)
    follow = _counted(session, select(Case.definition, func.count()).where(inside).group_by(Case.definition))
    under_way = select(Run.definition, func.count()).join(Case, Case.run_id == Run.id).where(inside)
    runs = _counted(session, under_way.group_by(Run.definition))
    columns = (StoredPack.id, StoredPack.title, StoredPack.digest, StoredPack.added_at, StoredPack.retired_at)
    order = (StoredPack.id, StoredPack.retired_at.is_not(None), StoredPack.added_at.desc())
    return [
        Wording(*row, follow.get(row.digest, 0), runs.get(row.digest, 0))
        for row in session.execute(select(*columns).order_by(*order))
        if row.retired_at is None or row.digest in follow or row.digest in runs
    ]


def _counted(session: Session, query: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(query)}
