"""A school's roll laid against ours on the busy township, and ours sent out, so that reconciliation shows something."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.book import Book
from states.practice.days import at
from states.practice.staff import OPERATORS
from states.reconciliation import ledgers
from states.reconciliation.files import Round
from states.reconciliation.looking import look
from states.reconciliation.sending import layout, send
from states.reconciliation.taking import take
from states.workbooks import read, write
from tests.web.desks.conftest import POSTED_ON


def compare(session: Session, book: Book) -> Round:
    """Send our roll out, and take in the school's, with one pupil in another class and one left out."""
    by = OPERATORS[0]
    ledger = ledgers.find("school", by)
    headings, lines = layout(session, ledger, by)
    changed = [[*lines[0][:-1], "硕士"], *lines[2:]]
    looked = look(session, ledger, read(write(headings, changed), "名册.xlsx"), POSTED_ON, by, POSTED_ON)
    made = take(session, book, looked, by=by, at=at(POSTED_ON))
    send(session, ledger, by=by, at=at(POSTED_ON))
    return made
