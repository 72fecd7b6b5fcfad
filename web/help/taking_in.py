"""Taking in a department's list of help given."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.help.delivery_list import HEADINGS, take_deliveries
from states.roles import Permission
from states.workbooks import BadWorkbook, read
from web import now, only_once, who
from web.access import Area, access
from web.database import work
from web.help.blueprint import bp
from web.uploaded import uploads
from web.words import fill, term

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
    sent, by, at = uploads("file"), who.actor(), now.now()
    if not sent:
        return _page([_("请选择要导入的表格文件")]), 422
    try:
        sheet = read(sent[0].data, sent[0].name, tuple(HEADINGS.values()))
        with work() as db:
            told = only_once.carry_out(db, lambda: asdict(take_deliveries(db, sheet, by, at)))
    except BadWorkbook as error:
        return _page([fill(error.text, error.facts)]), 422
    except BadInput as error:
        return _page([f"{one.where} {term(one.reason)}" for one in error.problems]), 422
    flash(_("归入措施%(planned)s条，账外%(outside)s条，已有%(again)s条没有重复导入", **told), "success")
    return redirect(url_for(".index", kind="outside"))


def _page(problems: list[str]) -> str:
    return render_template("help/deliveries.html", problems=problems[:SHOWN], headings=list(HEADINGS.values()))
