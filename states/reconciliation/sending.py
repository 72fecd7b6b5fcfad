"""Sending our lines to the keeper of a ledger, in the ledger's own layout (BZ05)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from states.reconciliation.files import SentLedger
from states.reconciliation.ledgers import Ledger, ledgers
from states.reconciliation.ours import Ours, ours
from states.workbooks import write


def layout(session: Session, ledger: Ledger, by: Actor) -> tuple[list[str], list[list[str]]]:
    """Our lines of the actor's area as the ledger writes them: the key and its own columns, nothing more."""
    mine = ours(session, ledger, by.area)
    fields = [field for field in ledger.fields if field.name != "id_no"]
    keep = {key: one for key, one in mine.items() if one.expected or ledger.expects is None}
    lines = [
        [_key(key, one), *(field.shown(one.facts[field.name]) for field in fields)]
        for key, one in sorted(keep.items(), key=lambda item: (item[1].area, item[0]))
    ]
    return [ledger.key[0], *(field.title for field in fields)], lines


def send(session: Session, ledger: Ledger, *, by: Actor, at: datetime) -> tuple[SentLedger, bytes]:
    """Write our lines as a workbook and record that they went out; raises `Refused` when there are none."""
    headings, lines = layout(session, ledger, by)
    if not lines:
        raise Refused(N_("推送台账"), [Blocker("nothing", N_("您的管辖范围内没有要推送的户或人"))])
    data = write(headings, lines)
    sent = SentLedger(
        ledger=ledger.id,
        area=by.area,
        rows=len(lines),
        digest=hashlib.sha256(data).hexdigest(),
        sent_on=office_day(at),
        sent_by=by.id,
        sent_by_name=by.name,
        sent_at=at,
    )
    session.add(sent)
    session.flush()
    return sent, data


def find(session: Session, sent_id: int, by: Actor) -> SentLedger:
    """What was sent from the actor's area; raises `NotFound`."""
    found = session.get(SentLedger, sent_id)
    if found is None or not by.covers(found.area) or found.ledger not in {ledger.id for ledger in ledgers(by)}:
        raise NotFound("sent", sent_id)
    return found


def _key(key: str, one: Ours) -> str:
    return one.facts.get("id_no", key)
