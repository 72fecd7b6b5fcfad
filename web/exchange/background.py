"""Exporting in the background: how long the list is, and the job that writes it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.jobs.asking import enqueue
from states import regions
from states.exchange import exporting, exports
from states.exchange.layouts import Layout
from states.exchange.site_layouts import one_of
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.exchange.asked import shown_filter
from web.exchange.blueprint import bp


@bp.get("/data/exchange/background")
@access(Permission.EXPORT, Area.LIST)
def ask_export() -> str:
    """Tell how many lines the list has, and ask whether to write it in the background."""
    layout, asked, kind = _asked()
    with reading() as db:
        lines = exports.counted(db, who.actor(), layout, asked)
        place = regions.names(db, [asked.area]).get(asked.area, "") if asked.area else ""
    return render_template(
        "exchange/background.html", layout=layout, asked=asked, kind=kind, lines=lines, place=place,
        in_full=exports.sees_numbers(layout, who.actor()),
    )  # fmt: skip


@bp.post("/data/exchange/background")
@access(Permission.EXPORT, Area.LIST)
def begin_export() -> Response:
    """Put the export into the queue."""
    (layout, asked, kind), by = _asked(), who.actor()
    params = {"layout": layout.digest, "format": kind, "filter": exports.kept(asked)}
    area = asked.area or by.area
    with work() as db:
        place = regions.names(db, [area]).get(area, area)
        title = _("%(place)s，%(layout)s", place=place, layout=layout.title) if place else layout.title
        job = enqueue(db, exporting.KIND, params, by=by, at=now.now(), key=once.key(), title=title, area=area)
    return redirect(url_for("jobs.show", job_id=job.id))


def _asked() -> tuple[Layout, exports.Filter, str]:
    kind = "csv" if request.values.get("format") == "csv" else "xlsx"
    with reading() as db:
        layout = one_of(db, request.values.get("layout", "household-register"), "export")
    return layout, shown_filter(), kind
