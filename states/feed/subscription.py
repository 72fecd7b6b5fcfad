"""A subscription of another system: what of the ledger it learns, where it is sent, and how far that has come."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant

WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long is waited after each failure in a row; after the last one the subscription is parked."""


class Webhook(Base):
    """A subscription; without an address it is only polled, and what is polled is signed with its secret.

    `cursor` is the last entry that arrived: the ledger itself is the outbox, so nothing that happens is lost. `kinds`
    is a JSON list of kinds of cases, empty for all. `leased_until` keeps two rounds from sending the same at once.
    """

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(400), default="")
    area: Mapped[str] = mapped_column(code(14), index=True)
    kinds: Mapped[str] = mapped_column(Text, default="[]")
    secret: Mapped[str] = mapped_column(String(80))
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    failures: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    parked: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    created_by: Mapped[str] = mapped_column(String(64))
    created_by_name: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    removed_by: Mapped[str] = mapped_column(String(64), default="")
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def wants(self) -> frozenset[str]:
        """The kinds of cases that it learns of; empty for all."""
        return frozenset(json.loads(self.kinds))

    def is_due(self, at: datetime) -> bool:
        """Whether something may be sent now."""
        waits = any(moment is not None and moment > at for moment in (self.next_at, self.leased_until))
        return bool(self.url) and not self.parked and self.removed_at is None and not waits


class WebhookAttempt(Base):
    """One time that something was sent: the entries from `first` to `last`, and what the other side said."""

    __tablename__ = "webhook_attempt"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    items: Mapped[int]
    status: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_webhook_attempt_webhook_id", "webhook_id", "id"),)
