"""The receipt that is handed over the counter, made out anew each time."""

from __future__ import annotations

from flask import Response, url_for

from publicity.letters.objection import receipt_values
from states import objection_desk
from states.notices import Notice
from states.roles import Permission
from web import tools, who
from web.access import Area, access
from web.database import reading
from web.objections.blueprint import bp
from web.papers import as_pdf


@bp.get("/<int:objection_id>/receipt.pdf")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def receipt(objection_id: int) -> Response:
    """Make out the receipt; nothing of what was said, or of whom, stands on it."""
    with reading() as db:
        voice = objection_desk.find(db, objection_id, who.actor())
        notice = db.get_one(Notice, voice.objection.notice_id)
        document, values = receipt_values(voice, notice, url_for("board.ask_receipt", _external=True))
    return as_pdf(tools.typeset(document, values).pdf, f"{values['number']}.pdf")
