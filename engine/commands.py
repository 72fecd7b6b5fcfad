"""Idempotency: a command that comes twice under one key does one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base, Instant
from engine.hot import dialect_of


class Command(Base):
    """A command that was carried out, and what came of it."""

    __tablename__ = "command"

    actor_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(Text, default="")


def claim(session: Session, key: str | None, by: Actor, at: datetime) -> dict[str, Any] | None:
    """Take the key for this transaction, or answer with what came of it the first time."""
    if not key:
        return None
    insert = (postgresql if dialect_of(session) == "postgresql" else sqlite).insert(Command)
    values = {"actor_id": by.id, "key": key, "at": at, "outcome": "{}"}
    taken = session.execute(insert.values(values).on_conflict_do_nothing().returning(Command.key)).first()
    if taken:
        return None
    found = session.scalar(select(Command.outcome).where(Command.actor_id == by.id, Command.key == key))
    return dict(json.loads(found or "{}"))


def remember(session: Session, key: str | None, by: Actor, outcome: Mapping[str, Any]) -> None:
    """Keep what came of the command, for the second time it arrives."""
    if key:
        session.execute(
            update(Command)
            .where(Command.actor_id == by.id, Command.key == key)
            .values(outcome=json.dumps(dict(outcome), ensure_ascii=False))
        )
