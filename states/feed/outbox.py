"""What is to be sent to whom: the next entries after each subscription's cursor, and what came of sending them.

Taking a batch and noting its outcome are two transactions, with the sending between them. A batch whose outcome was
never noted is sent again under the same id: it may arrive twice, but nothing is left out and nothing overtakes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.ledger import canonical
from states.feed.entries import page
from states.feed.subscription import WAITS, Webhook, WebhookAttempt

BATCH = 100
LEASE = timedelta(seconds=60)
"""For so long nobody else sends to the same subscription; longer than any sending takes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes out at once: its id is the same however often it is sent. `body` may be empty of items."""

    webhook_id: int
    url: str
    secret: str
    message_id: str
    body: bytes
    after: int
    last: int
    items: int
    more: bool


def due(session: Session, at: datetime) -> list[int]:
    """The subscriptions to which something may be sent now."""
    query = select(Webhook).where(Webhook.url != "", Webhook.parked.is_(False), Webhook.removed_at.is_(None))
    return [one.id for one in session.scalars(query.order_by(Webhook.id)) if one.is_due(at)]


def take(session: Session, webhook_id: int, at: datetime) -> Batch | None:
    """The next batch of a subscription, which nobody else takes meanwhile; None where nothing is to be sent now."""
    one = session.get(Webhook, webhook_id, with_for_update=True, populate_existing=True)
    if one is None or not one.is_due(at):
        return None
    found = page(session, one.area, after=one.cursor, limit=BATCH, kinds=one.wants)
    if not found.items:
        one.cursor = found.next
        return Batch(one.id, "", "", "", b"", found.next, found.next, 0, found.more) if found.more else None
    one.leased_until = at + LEASE
    first, last = found.items[0].id, found.next
    items = [asdict(item) for item in found.items]
    body = canonical({"subscription": one.id, "items": items, "next": last}).encode()
    return Batch(
        one.id, one.url, one.secret, f"msg_{one.id}_{first}_{last}", body, one.cursor, last, len(items), found.more
    )


def note(session: Session, batch: Batch, status: int, error: str, at: datetime) -> bool:
    """Note what came of sending a batch: go on from it, or wait and try again; answer whether it arrived."""
    one = session.get_one(Webhook, batch.webhook_id, with_for_update=True, populate_existing=True)
    arrived = not error and 200 <= status < 300
    session.add(
        WebhookAttempt(
            webhook_id=one.id, first=batch.after + 1, last=batch.last, items=batch.items, status=status,
            error=error[:200], at=at,
        )
    )  # fmt: skip
    if one.cursor == batch.after:  # else somebody let it begin anew meanwhile
        one.leased_until = None
        if arrived:
            one.cursor, one.failures, one.next_at, one.last_error, one.arrived_at = batch.last, 0, None, "", at
        else:
            _fail(one, error or f"HTTP {status}", at)
    session.flush()
    return arrived


def _fail(one: Webhook, error: str, at: datetime) -> None:
    one.failures, one.last_error = one.failures + 1, error[:200]
    if one.failures > len(WAITS):
        one.parked, one.next_at = True, None
    else:
        one.next_at = at + WAITS[one.failures - 1]
