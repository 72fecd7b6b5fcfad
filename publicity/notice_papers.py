"""Making the paper of a notice: what it says is read first, then it is printed, then it is noted as printed.

Printing takes long and needs no database, so the halves are apart: `notice_values` and `note_printed` belong into
transactions, `documents.render` between them. `print_notice` does all three for callers who wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.errors import MoveBlocked
from engine.files import FileStore
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from publicity.documents import Printed, render
from publicity.notices import notice_values
from states.notices import Notice
from states.posting import printed


def print_notice(
    session: Session, book: Book, notice: Notice, public_url: str, store: FileStore, *, by: Actor, at: datetime
) -> Printed:
    """Print the notice, keep the PDF, and note it as printed; raises what the three steps raise."""
    name, values = notice_values(session, book, notice, public_url)
    paper = render(name, values)
    store.put(paper.pdf)
    note_printed(session, book, notice, public_url, values, paper, by=by, at=at)
    return paper


def note_printed(
    session: Session,
    book: Book,
    notice: Notice,
    public_url: str,
    values: Mapping[str, Any],
    paper: Printed,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note in the notice's record that this paper was made of it: its digest, and the values it was made from.

    Raises `MoveBlocked` when the notice has changed since the values were read: the paper would say otherwise.
    """
    _, now = notice_values(session, book, notice, public_url)
    if canonical(now) != canonical(values):
        text = N_("印制期间名单或日期有变动，请重新印制")
        raise MoveBlocked("print", [Blocker("changed-meanwhile", text)])
    told = {"document": paper.name, "values": dict(values), "values_digest": paper.values_digest}
    printed(session, book, notice, paper.digest, told, by=by, at=at, values_digest=paper.values_digest)
