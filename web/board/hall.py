"""What hangs on the public board: a village's notices, and the notice that the code on the paper leads to."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import NotFound
from publicity import masks
from states import board
from states.board import PublicNotice
from states.notices import POSTED
from states.places import changes
from states.regions import Region, children, full_name
from web import now
from web.access import Anyone, Area, access
from web.board.blueprint import bp
from web.database import reading

VILLAGE, TOWNSHIP = 12, 9


@bp.get("/<code>")
@access(Anyone.PUBLIC, Area.OPEN)
def village(code: str) -> str | Response:
    """Show what hangs for a village; of a township, its villages. The address of a former code leads to the present."""
    with reading() as db:
        place = db.get(Region, code) if len(code) in (VILLAGE, TOWNSHIP) else None
        if place is not None and place.abolished_on and code in (gone := changes.successors(db, [code])):
            return redirect(url_for(".village", code=gone[code][0]))
        if place is None or place.abolished_on is not None:
            raise NotFound("board", code)
        full = full_name(db, code, above=code[:6])
        if len(code) == TOWNSHIP:
            villages = [one for one in children(db, code) if one.abolished_on is None]
            return render_template("board/township.html", place=place, full=full, villages=villages)
        found = board.notices_on(db, code, now.today(), masks.name)
        return render_template("board/village.html", place=place, full=full, found=found)


@bp.get("/notice/<number>")
@access(Anyone.PUBLIC, Area.OPEN)
def notice(number: str) -> str:
    """Show one notice; the code on a paper that is no longer in force leads to what became of it."""
    edition = request.args.get("edition", 0, int)
    with reading() as db:
        try:
            found, state = on_board(db, number), POSTED[0]
        except NotFound:
            found, state = board.after(db, number, now.today())
    return render_template("board/notice.html", found=found, state=state, edition=edition)


def on_board(db: Session, number: str) -> PublicNotice:
    """A notice as the public sees it; raises `NotFound` when it does not hang."""
    return board.by_number(db, number, now.today(), masks.name)
