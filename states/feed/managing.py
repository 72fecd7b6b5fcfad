"""Subscriptions: adding one, letting it begin anew from an entry or a day, taking it back, and looking at them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import OFFICE
from engine.errors import BadInput, NotFound, Problem
from engine.ledger import Entry
from engine.words import N_
from states.feed.signing import new_secret
from states.feed.subscription import Webhook, WebhookAttempt

KINDS = {
    "household": N_("农户案卷"),
    "notice": N_("公示"),
    "objection": N_("异议"),
    "lead": N_("线索"),
    "change": N_("变更"),
    "finding": N_("疑点"),
    "difference": N_("台账差异"),
    "policy_ledger": N_("部门台账"),
}
"""The kinds of cases that a subscription may be narrowed to."""
PAGE = 50


def add(
    session: Session, name: str, url: str, area: str, *, kinds: Collection[str] = (), by: Actor, at: datetime
) -> Webhook:
    """Add a subscription that begins with what happens from now on; its secret is in the answer.

    Whether anything may be sent to the address is judged by whoever sends. Raises `BadInput`.
    """
    problems = []
    if not 2 <= len(name.strip()) <= 60:
        problems.append(Problem("name", N_("请写明是哪个系统，2到60个字")))
    if not by.covers(area):
        problems.append(Problem("area", N_("地区不在您的管辖范围内")))
    if unknown := set(kinds) - KINDS.keys():
        problems.append(Problem("kinds", N_("没有这类案卷：%s") % "、".join(sorted(unknown))))
    if problems:
        raise BadInput(*problems)
    made = Webhook(
        name=name.strip(), url=url.strip(), area=area, kinds=json.dumps(sorted(kinds)), secret=new_secret(),
        cursor=session.scalar(select(func.max(Entry.id))) or 0, created_by=by.id, created_by_name=by.name,
        created_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def listed(session: Session, by: Actor) -> Sequence[Webhook]:
    """The subscriptions of the actor's area, those that were taken back last."""
    query = select(Webhook).where(within(Webhook.area, by.area))
    return session.scalars(query.order_by(Webhook.removed_at.is_not(None), Webhook.id)).all()


def find(session: Session, webhook_id: int, by: Actor) -> Webhook:
    """A subscription of the actor's area; raises `NotFound`."""
    query = select(Webhook).where(Webhook.id == webhook_id, within(Webhook.area, by.area))
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound("webhook", webhook_id)
    return found


def attempts(session: Session, webhook: Webhook) -> Sequence[WebhookAttempt]:
    """The latest times that something was sent, newest first."""
    mine = select(WebhookAttempt).where(WebhookAttempt.webhook_id == webhook.id)
    return session.scalars(mine.order_by(WebhookAttempt.id.desc()).limit(PAGE)).all()


def behind(session: Session, some: Sequence[Webhook]) -> dict[int, int]:
    """By how many entries of the whole ledger each is behind: an upper bound of what is to come."""
    top = session.scalar(select(func.max(Entry.id))) or 0
    return {one.id: max(0, top - one.cursor) for one in some}


def replay(session: Session, webhook_id: int, after: int, *, by: Actor) -> Webhook:
    """Send everything after an entry once more, in order, and wake a parked subscription. Raises `NotFound`."""
    found = find(session, webhook_id, by)
    if found.removed_at is not None:
        raise NotFound("webhook", webhook_id)
    found.cursor, found.failures, found.next_at, found.parked, found.last_error = max(0, after), 0, None, False, ""
    found.leased_until = None
    session.flush()
    return found


def before_day(session: Session, day: date) -> int:
    """The last entry that was written before a day of the office; 0 for none."""
    begin = datetime.combine(day, time(), OFFICE)
    return session.scalar(select(func.max(Entry.id)).where(Entry.at < begin)) or 0


def remove(session: Session, webhook_id: int, *, by: Actor, at: datetime) -> Webhook:
    """Take a subscription back: nothing is sent or signed for it any more. Raises `NotFound`."""
    found = find(session, webhook_id, by)
    if found.removed_at is None:
        found.removed_at, found.removed_by = at, by.id
        session.flush()
    return found
