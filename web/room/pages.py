"""The front page of the campaign room: what is due today, in three days and overdue, who is late, and what was sent."""

from __future__ import annotations

from flask import Blueprint, render_template

from states import regions
from states.deadlines import desk
from states.deadlines.desk import STATES
from states.reminders import inbox
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading

bp = Blueprint("room", __name__, url_prefix="/room")
SHOWN = (desk.OVERDUE, desk.TODAY, desk.SOON)
FEW = 8


@bp.get("")
@access(Permission.READ_ROOM, Area.LIST)
def index() -> str:
    """What this post has to do first, who is late below, the newest reminders, and the sections."""
    by, today = who.actor(), now.today()
    with reading() as db:
        overview = desk.overview(db, by, today)
        titles = desk.step_titles(db, by) if overview.steps else {}
        reminders, _ = inbox.listed(db, by, unread=True, limit=FEW)
        unread = inbox.unread(db, by)
        names = regions.names(db, {one.owing_area for one in reminders})
    return render_template(
        "room/index.html", overview=overview, titles=titles, reminders=reminders, unread=unread, told=inbox.told,
        names=names,
        shown={code: STATES[code] for code in SHOWN}, few=FEW,
    )  # fmt: skip
