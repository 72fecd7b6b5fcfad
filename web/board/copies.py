"""The masked copy of the paper, for whoever looks: printed once, then handed out of memory."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from flask import Response

from engine.errors import NotFound
from publicity.file_copies import Told, web_copy
from states import board
from web import tools
from web.access import Anyone, Area, access
from web.board.blueprint import bp
from web.board.hall import on_board
from web.database import reading
from web.papers import as_pdf

KEPT = 64
_papers: OrderedDict[str, bytes] = OrderedDict()
_printing = Lock()


@bp.get("/notice/<number>/copy.pdf")
@access(Anyone.PUBLIC, Area.OPEN)
def copy(number: str) -> Response:
    """The masked copy, while the list is shown: the same households, edition and check code as on the wall."""
    with reading() as db:
        shown = on_board(db, number)
        if not shown.lines:
            raise NotFound("notice", number)
        notice = board.hanging_notice(db, number)
        told, digest = web_copy(notice), notice.printed_digest
    return as_pdf(_paper(digest, told), f"{shown.number}-{shown.edition}-网上版.pdf")


def _paper(digest: str, told: Told) -> bytes:
    """The copy of the paper with this digest; many readers at once wait for one printing."""
    with _printing:
        if digest not in _papers:
            _papers[digest] = tools.typeset(*told).pdf
            while len(_papers) > KEPT:
                _papers.popitem(last=False)
        _papers.move_to_end(digest)
        return _papers[digest]
