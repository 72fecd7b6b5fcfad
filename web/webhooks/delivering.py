"""Delivering: what every subscription has not received yet, in order; short, and safe to run twice at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from engine.db import reading, work
from engine.errors import BadInput
from states import instance
from states.feed import outbox
from states.feed.outbox import Batch
from states.feed.signing import headers
from states.feed.subscription import Webhook
from web.settings import Settings
from web.webhooks.addresses import Doors, doors
from web.webhooks.posting import post

BATCHES = 20
"""So many batches go to one subscription in a round, so that none waits for long behind another."""
Clock = Callable[[], datetime]


@dataclass(slots=True)
class Delivered:
    """What came of a round: entries that arrived, and how many sendings failed."""

    arrived: int = 0
    failed: int = 0


def send(db: Engine, settings: Settings) -> Delivered:
    """Go one round with what the installation allows: for the worker and for the command."""
    with reading(db) as session:
        training = instance.is_training(session)
    return deliver(db, doors(settings.webhook_networks, training=training), lambda: datetime.now(UTC))


def deliver(db: Engine, doors: Doors, wall: Clock) -> Delivered:
    """Send to every subscription what is due; `wall` tells the real time, whatever date is practised."""
    told = Delivered()
    with reading(db) as session:
        due = outbox.due(session, wall())
    for webhook_id in due:
        for _n in range(BATCHES):
            with work(db) as session:
                batch = outbox.take(session, webhook_id, wall())
            if batch is None or (batch.items and not _one(db, doors, batch, wall, told)) or not batch.more:
                break
    return told


def test(webhook: Webhook, doors: Doors, at: datetime) -> tuple[int, str]:
    """Send a signed message without entries; answer the status, and why nothing arrived. The cursor stays."""
    body = json.dumps({"subscription": webhook.id, "items": [], "next": webhook.cursor}).encode()
    return _sent(webhook.url, webhook.secret, f"test_{webhook.id}_{int(at.timestamp())}", body, doors, at)


def _one(db: Engine, doors: Doors, batch: Batch, wall: Clock, told: Delivered) -> bool:
    status, error = _sent(batch.url, batch.secret, batch.message_id, batch.body, doors, wall())
    with work(db) as session:
        arrived = outbox.note(session, batch, status, error, wall())
    told.arrived += batch.items if arrived else 0
    told.failed += not arrived
    return arrived


def _sent(url: str, secret: str, message_id: str, body: bytes, doors: Doors, at: datetime) -> tuple[int, str]:
    try:
        target = doors.target(url)
    except BadInput as error:
        return 0, error.problems[0].reason
    return post(target, body, headers(secret, message_id, int(at.timestamp()), body))
