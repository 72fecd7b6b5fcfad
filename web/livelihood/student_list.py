"""The 雨露计划 list from outside against ours: take one in, see where they differ."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.livelihood.student_list import DIFFERENCES, HEADINGS, differences, take_list
from states.roles import Permission
from web import now, who, whole_sheets
from web.access import Area, access
from web.database import reading
from web.livelihood.blueprint import bp

SHOWN = 200


@bp.get("/students")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def students() -> str:
    """Show where the list and ours differ."""
    return _page()


@bp.post("/students")
@access(Permission.IMPORT, Area.LIST)
def take_students() -> Response | tuple[str, int]:
    """Take in a new list in the place of the former one, as a whole or not at all."""
    by, at = who.actor(), now.now()
    told, problems = whole_sheets.take(HEADINGS.values(), lambda db, sheet: {"n": take_list(db, sheet, by, at)})
    if problems:
        return _page(problems), 422
    flash(_("已导入%(n)s名学生", n=told["n"]), "success")
    return redirect(url_for(".students"))


def _page(problems: list[str] | None = None) -> str:
    with reading() as db:
        found = differences(db, who.actor())
    return render_template(
        "livelihood/students.html", found=found[:SHOWN], more=max(0, len(found) - SHOWN), kinds=DIFFERENCES,
        problems=(problems or [])[:SHOWN], headings=list(HEADINGS.values()),
    )  # fmt: skip
