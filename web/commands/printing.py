"""Printing from the shell: the paper is set outside any transaction, then noted."""

from __future__ import annotations

from datetime import date

from engine.book import Book
from engine.db import work
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from publicity.documents.registry import Printed, render
from publicity.notice_papers import note_printed
from publicity.notices import notice_values
from states import notice_desk
from states.notices import DRAFTED, NOTICE
from states.roles import Permission
from web.commands import acting
from web.commands.installation import Installation


def print_notice(
    here: Installation, book: Book, notice_id: int, address: str, username: str, on: date | None
) -> Printed:
    """Print a notice and keep the paper; `address` is where the public board is found, for the code on the paper."""
    with work(here.db) as session:
        by, _ = acting.actor(session, username, Permission.NOTICE), acting.time(here, session, on)
        notice, state = notice_desk.find(session, notice_id, by)
        if state != DRAFTED[0]:
            text = "这份公示的状态是“%(state)s”，不能再印制"
            raise Refused("print", [Blocker("notice-state", text, {"state": NOTICE.labels[state]})])
        public = f"{address.rstrip('/')}/board/notice/{notice.number}"
        document, values = notice_values(session, book, notice, public)
    paper = render(document, values)
    FileStore(here.settings.evidence).put(paper.pdf)
    with work(here.db) as session:
        notice, _state = notice_desk.find(session, notice_id, by)
        note_printed(session, book, notice, public, values, paper, by=by, at=here.now(session))
    return paper
