"""Taking in a department's list of help given."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.help.delivery_list import HEADINGS, take_deliveries
from states.roles import Permission
from web import now, who, whole_sheets
from web.access import Area, access
from web.help.blueprint import bp

SHOWN = 200


@bp.get("/deliveries")
@access(Permission.IMPORT, Area.LIST)
def ask_deliveries() -> str:
    """Ask for the list."""
    return _page([])


@bp.post("/deliveries")
@access(Permission.IMPORT, Area.LIST)
def deliveries() -> Response | tuple[str, int]:
    """Take it in as a whole or not at all."""
    by, at = who.actor(), now.now()
    told, problems = whole_sheets.take(HEADINGS.values(), lambda db, sheet: asdict(take_deliveries(db, sheet, by, at)))
    if problems:
        return _page(problems), 422
    flash(_("归入措施%(planned)s条，账外%(outside)s条，已有%(again)s条没有重复导入", **told), "success")
    return redirect(url_for(".index", kind="outside"))


def _page(problems: list[str]) -> str:
    return render_template("help/deliveries.html", problems=problems[:SHOWN], headings=list(HEADINGS.values()))
