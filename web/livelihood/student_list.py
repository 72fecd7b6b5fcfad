"""The 雨露计划 list from outside against ours: take one in, see where they differ."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.livelihood.student_list import DIFFERENCES, HEADINGS, differences, take_list
from states.roles import Permission
from states.workbooks import BadWorkbook, read
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.livelihood.blueprint import bp
from web.uploaded import uploads
from web.words import fill, term

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
    sent, by, at = uploads("file"), who.actor(), now.now()
    if not sent:
        return _page([_("请选择要导入的表格文件")]), 422
    try:
        sheet = read(sent[0].data, sent[0].name, tuple(HEADINGS.values()))
        with work() as db:
            told = only_once.carry_out(db, lambda: {"n": take_list(db, sheet, by, at)})
    except BadWorkbook as error:
        return _page([fill(error.text, error.facts)]), 422
    except BadInput as error:
        return _page([f"{one.where} {term(one.reason)}" for one in error.problems]), 422
    flash(_("已导入%(n)s名学生", n=told["n"]), "success")
    return redirect(url_for(".students"))


def _page(problems: list[str] | None = None) -> str:
    with reading() as db:
        found = differences(db, who.actor())
    return render_template(
        "livelihood/students.html", found=found[:SHOWN], more=max(0, len(found) - SHOWN), kinds=DIFFERENCES,
        problems=(problems or [])[:SHOWN], headings=list(HEADINGS.values()),
    )  # fmt: skip
