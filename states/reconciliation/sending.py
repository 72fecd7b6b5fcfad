"""Sending our lines to the keeper of a ledger, in its own layout, with what the keeper is to correct (BZ05)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from states.reconciliation.asking import Asked, asked
from states.reconciliation.beside import beside
from states.reconciliation.files import SentLedger
from states.reconciliation.ledgers import Ledger, ledgers
from states.reconciliation.ours import Ours
from states.workbooks import Cell, Mark, mark

CORRECT = "请更正"
"""The heading of the column in which the keeper is asked to correct a line; nobody compares it when it comes back."""


def layout(session: Session, ledger: Ledger, by: Actor) -> tuple[list[str], list[list[str]]]:
    """Our lines of the actor's area as the ledger writes them: the key and its own columns, nothing more."""
    mine = beside(session, ledger, by.area)
    fields = [field for field in ledger.fields if field.name != "id_no"]
    lines = [
        [_key(key, one), *(field.shown(one.facts[field.name]) for field in fields)]
        for key, one in sorted(_kept(ledger, mine).items(), key=lambda item: (item[1].area, item[0]))
    ]
    return [ledger.key[0], *(field.title for field in fields)], lines


def send(session: Session, ledger: Ledger, *, by: Actor, at: datetime) -> tuple[SentLedger, bytes]:
    """Write our lines as a workbook and record that they went out; raises `Refused` when there are none."""
    headings, lines = layout(session, ledger, by)
    wanted = asked(session, ledger, by)
    if not lines and not wanted:
        raise Refused(N_("推送台账"), [Blocker("nothing", N_("您的管辖范围内没有要推送的户或人"))])
    data = _workbook(headings, lines, wanted)
    sent = SentLedger(
        ledger=ledger.id,
        area=by.area,
        rows=len(lines),
        asked=len(wanted),
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


def _kept(ledger: Ledger, mine: Mapping[str, Ours]) -> dict[str, Ours]:
    return {key: one for key, one in mine.items() if one.expected or ledger.expects is None}


def _key(key: str, one: Ours) -> str:
    return one.facts.get("id_no", key)


def _workbook(headings: Sequence[str], lines: Sequence[Sequence[str]], wanted: Mapping[str, Sequence[Asked]]) -> bytes:
    """The lines, and beside each what is to be corrected; somebody we do not have stands below with nothing else."""
    out, here = io.BytesIO(), {line[0][:18] for line in lines}
    strangers: list[list[Cell]] = [[key, *("" for _ in headings[1:])] for key in sorted(wanted.keys() - here)]
    rows = [_remarked(headings, line, wanted.get(str(line[0])[:18], ())) for line in [*lines, *strangers]]
    mark(out, [*headings, CORRECT], rows)
    return out.getvalue()


def _remarked(
    headings: Sequence[str], line: Sequence[Cell], some: Sequence[Asked]
) -> tuple[Sequence[Cell], dict[int, Mark]]:
    marks = {headings.index(one.column): Mark("changed", one.text) for one in some if one.column in headings}
    return [*line, "；".join(one.text for one in some)], marks
