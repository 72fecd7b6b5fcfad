"""What the keeper of a ledger is asked to correct in the next file, because ours was found to be right (BZ05)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states.reconciliation.differences import OURS, Difference, Settlement
from states.reconciliation.ledgers import PRESENCE, Ledger
from states.reconciliation.proposals import is_newest


@dataclass(frozen=True, slots=True)
class Asked:
    """One correction that is asked for: the column it is about, and the sentence for the keeper."""

    column: str
    text: str


def asked(session: Session, ledger: Ledger, by: Actor) -> dict[str, list[Asked]]:
    """The corrections that wait for the keeper in the actor's area, by the line's key."""
    query = (
        select(Difference, Settlement)
        .join(Case, Case.id == Difference.case_id)
        .join(Settlement, Settlement.difference_id == Difference.id)
        .where(Difference.ledger == ledger.id, within(Difference.area, by.area), Case.state == OURS[0])
        .where(is_newest())
        .order_by(Difference.key, Difference.id)
    )
    found: dict[str, list[Asked]] = {}
    for one, settlement in session.execute(query):
        found.setdefault(one.key, []).append(Asked(ledger.title_of(one.field), _text(ledger, one, settlement)))
    return found


def _text(ledger: Ledger, one: Difference, settlement: Settlement) -> str:
    why = f"（依据：{settlement.document}）" if settlement.document else ""
    if one.field == PRESENCE:
        return f"{'贵方没有此人或此户，请补录' if one.ours else '我方没有此人或此户，请核销'}{why}"
    said, ours = ledger.shown(one.field, one.theirs) or "空白", ledger.shown(one.field, one.ours) or "空白"
    return f"“{ledger.title_of(one.field)}”贵方为{said}，应为{ours}{why}"
