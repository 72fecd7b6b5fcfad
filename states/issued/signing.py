"""The signed copy that comes back: scanned, checked as every upload, and kept beside the paper."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.evidence import Attachment
from engine.words import N_
from states.issued.issuing import check
from states.issued.paper import ISSUED, Paper


def sign(
    session: Session, book: Book, paper: Paper, scan: Attachment, on: date, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Put the scan of the signed copy on record, or a better one; raises `Refused` and `BadInput`."""
    if not paper.issued_on <= on <= office_day(at):
        raise BadInput(Problem("signed_on", N_("签章日期要在印发之后、今天以前")))
    check(session, paper, "sign", by)
    paper.signed_digest, paper.signed_type = scan.digest, scan.media_type
    paper.signed_on, paper.signed_by_name = on, by.name
    session.flush()
    [case] = hold(session, [paper.case_id])
    if case.state == ISSUED[0]:
        advance(session, book, paper.case_id, "sign", by=by, at=at)
    told = {"paper": paper.id, "digest": scan.digest, "on": on}
    ledger.append_many(session, [(one, "scanned", told) for one in hold(session, [paper.case_id])], by, at)
