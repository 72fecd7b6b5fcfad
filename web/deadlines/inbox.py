"""The reminders of a post, those sent inside an area, and the mark that they were read."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states import regions
from states.reminders import inbox as reminders
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading, work
from web.deadlines.blueprint import bp

MOST = 200


@bp.get("/reminders")
@access(Permission.READ_ROOM, Area.LIST)
def inbox() -> str:
    """The reminders that came to the post, or with `sent` those about the area."""
    by, sent = who.actor(), request.args.get("sent", "") == "1"
    with reading() as db:
        found, more = reminders.listed(db, by, sent=sent, before=request.args.get("before", 0, int))
        names = regions.names(db, {code for one in found for code in (one.area, one.owing_area)})
        unread = reminders.unread(db, by)
    return render_template(
        "deadlines/reminders.html", found=found, more=more, sent=sent, names=names, unread=unread,
        told=reminders.told,
    )  # fmt: skip


@bp.post("/reminders/read")
@access(Permission.HAND_IN, Area.LIST)
def read() -> Response:
    """Mark those that were ticked as read."""
    ids = [int(one) for one in request.form.getlist("reminder") if one.isdecimal()][:MOST]
    with work() as db:
        done = reminders.mark_read(db, ids, who.actor(), now.now())
    flash(_("%(n)s条已标为已读", n=done), "success")
    return redirect(url_for(".inbox"))
