"""Asking for a job, inside the transaction of what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.hot import dialect_of
from engine.jobs.job import QUEUED, Job
from engine.ledger import canonical


def enqueue(
    session: Session,
    kind: str,
    params: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    key: str,
    title: str = "",
    area: str | None = None,
) -> Job:
    """Put a job into the queue: there once the transaction is committed, gone with it.

    The same key by the same actor is the same job. `area` is the place whose rows it reads, by default the actor's.
    """
    values = {
        "kind": kind,
        "title": title[:200],
        "area": by.area if area is None else area,
        "params": canonical(params),
        "key": key,
        "asked_by": by.id,
        "asked_by_name": by.name,
        "asked_role": by.role,
        "asked_area": by.area,
        "asked_department": by.department,
        "asked_at": at,
        "state": QUEUED,
    }
    insert = (postgresql if dialect_of(session) == "postgresql" else sqlite).insert(Job)
    session.execute(insert.values(values).on_conflict_do_nothing(index_elements=["asked_by", "key"]))
    return session.scalars(select(Job).where(Job.asked_by == by.id, Job.key == key)).one()
