"""The full copy of a notice for the file: it holds what must not hang, so that each household is noted as opened."""

from __future__ import annotations

from flask import Response

from publicity.file_copies import file_copy
from states import notice_desk, openings
from states.notice_lines import lines_of
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import work
from web.notices.blueprint import bp
from web.papers import as_pdf


@bp.get("/<int:notice_id>/file-copy.pdf")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def full_copy(notice_id: int) -> Response:
    """Make out the full list."""
    with work() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        document, values = file_copy(db, notice)
        for line in lines_of(db, notice):
            openings.note(db, who.signed_in().id, f"household:{line.household_id}", now.wall())
    return as_pdf(tools.typeset(document, values).pdf, f"{notice.number}-{notice.edition}-存档.pdf", attached=True)
