"""The pages that wait for a person; those whose codes name household and form are filed many at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import NotFound
from states.roles import Permission
from states.scans import deciding, desk
from states.scans.page import REASONS
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.scans.blueprint import bp
from web.scans.naming import form_title


@bp.get("/queue")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def queue() -> str:
    """List the pages, oldest first."""
    by = who.actor()
    with reading() as db:
        found = desk.queue(db, by, request.args.get("after", 0, int))
        waiting = desk.queued(db, by)
    more = found[desk.PAGE - 1].page.id if len(found) > desk.PAGE else 0
    return render_template(
        "scans/queue.html", found=found[: desk.PAGE], more=more, waiting=waiting, reasons=REASONS,
        form_title=form_title,
    )  # fmt: skip


@bp.post("/queue")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def accept() -> Response:
    """File the ticked pages under the households and forms that their codes name."""
    ids = sorted({int(one) for one in request.form.getlist("leaf") if one.isdecimal() and len(one) < 16})
    by, at, book = who.actor(), now.now(), tools.book()

    with work() as db:
        found = [one.page for one in desk.shown(db, ids, by)]
        if len(found) != len(ids):
            raise NotFound("scan", ids)
        told = only_once.carry_out(
            db, lambda: {"filed": deciding.file_as_read(db, book, found, by=by, at=at) if found else 0}
        )
    if ids:
        flash(_("已归档%(n)s页", n=told["filed"]), "success")
    else:
        flash(_("请先勾选要归档的页"), "warning")
    return redirect(url_for(".queue"))
