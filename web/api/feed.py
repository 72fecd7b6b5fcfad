"""The ledger for other systems that come and fetch it: entry after entry from a cursor, signed on demand."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from flask import Response
from pydantic import Field

from engine.errors import NotFound
from states.feed import entries, managing, signing
from states.feed.entries import Item
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import GREATEST, Query
from web.database import reading

EntryId = Annotated[int, Field(ge=0, le=GREATEST)]
Kind = Literal["", "household", "notice", "objection", "lead", "change", "finding", "difference", "policy_ledger"]


class FeedQuery(Query):
    """From which entry on; `subscription` is the number of the one with whose secret the answer is signed."""

    after: EntryId = 0
    limit: int = Field(default=100, ge=1, le=500)
    kind: Kind = ""
    subscription: EntryId = 0


class FeedItem(Answer):
    """What happened to a case: nobody's name, and the seal under which the entry stands in the ledger.

    `event` is the kind of entry, `act`, `move` and `state` what it says of itself; `area` is where the case lay then.
    """

    id: int
    at: str
    case_id: int
    case_kind: str
    area: str
    sequence: int
    event: str
    act: str
    move: str
    state: str
    role: str
    seal: str


class Feed(Answer):
    """Entries in the order of their ids; `next` is the cursor to go on from, `more` whether to do so at once."""

    items: list[FeedItem]
    next: int
    more: bool


@bp.get("/feed", responses={200: Feed})
@access(Permission.READ_FEED, Area.LIST)
def feed(query: FeedQuery) -> Response:
    """The entries after a cursor, of cases in the account's area; the same cursor gives the same full page again.

    With a subscription the answer carries `webhook-id`, `webhook-timestamp` and `webhook-signature`: HMAC-SHA256 with
    its secret over `id.timestamp.body`, and is narrowed to the area and kinds of the subscription.
    """
    by = who.actor()
    kinds: set[str] = {query.kind} if query.kind else set()
    with reading() as db:
        area, secret = by.area, ""
        if query.subscription:
            one = managing.find(db, query.subscription, by)
            if one.removed_at is not None:
                raise NotFound("webhook", one.id)
            area, secret, kinds = one.area, one.secret, _both(kinds, one.wants)
        found = entries.page(db, area, after=query.after, limit=query.limit, kinds=kinds)
    told = answer(Feed(items=[_item(one) for one in found.items], next=found.next, more=found.more))
    if secret:
        name = f"feed_{query.subscription}_{query.after}_{found.next}"
        at = int(now.wall().timestamp())
        told.headers.update(signing.headers(secret, name, at, told.get_data()))
    return told


def _both(asked: set[str], wanted: frozenset[str]) -> set[str]:
    """The kinds that are asked for among those of the subscription; an empty set is all of them."""
    if asked and wanted and not asked & wanted:
        raise NotFound("kind", min(asked))
    return asked or set(wanted)


def _item(one: Item) -> FeedItem:
    return FeedItem(**asdict(one))
