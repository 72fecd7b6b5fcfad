"""改完再导回: a list that was exported and edited is laid beside the register, then what differs is proposed."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.exchange import returning
from states.exchange.returning import Returned
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook, Sheet
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.exchange.blueprint import bp
from web.uploaded import kept, uploads
from web.words import fill

SHOWN = 200


class MovedOn(Exception):
    """The list would propose something else now than what was shown."""

    def __init__(self, looked: Returned) -> None:
        self.looked = looked
        super().__init__(looked.file)


@bp.get("/data/exchange/edits")
@access(Permission.PROPOSE_CHANGE, Area.LIST)
def edits() -> str:
    """Ask for the list."""
    return _page()


@bp.post("/data/exchange/edits")
@access(Permission.PROPOSE_CHANGE, Area.LIST)
def look_at_edits() -> str | tuple[str, int]:
    """Lay the list beside the register and tell what differs; nothing is proposed."""
    sent = uploads("file")
    if not sent:
        return _page(problem=_("请选择改过的表格文件")), 422
    file = sent[0]
    try:
        looked, _sheet = _preview(file.data, file.name)
    except BadWorkbook as error:
        return _page(problem=fill(error.text, error.facts)), 422
    digest = tools.store().put(file.data)  # kept as sent, so that what is proposed is what was looked at
    return (_page(looked, digest=digest), 422) if looked.problems else _page(looked, digest=digest)


@bp.post("/data/exchange/edits/remarks")
@access(Permission.PROPOSE_CHANGE, Area.LIST)
def remark_edits() -> Response:
    """Hand the list back with what was edited and what is wrong beside each cell."""
    looked, sheet = _preview(*kept())
    with TemporaryFile() as out:
        returning.hand_back(sheet, looked, out)
        out.seek(0)
        response = Response(out.read(), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="edits.xlsx"'
    return response


@bp.post("/data/exchange/edits/propose")
@access(Permission.PROPOSE_CHANGE, Area.LIST)
def propose_edits() -> Response | tuple[str, int]:
    """Propose what was shown; where the register or the changes moved on meanwhile, show it anew."""
    file, by = kept(), who.actor()

    def act() -> dict[str, Any]:
        looked = returning.preview(db, returning.read(db, *file), by, now.today())
        if looked.seal != request.form.get("seal"):
            raise MovedOn(looked)
        made, held = returning.propose(db, looked, by=by, at=now.now())
        return {"n": made, "held": [[one.row, one.column, one.message] for one in held]}

    try:
        with work() as db:
            done = only_once.carry_out(db, act)
    except MovedOn as moved:
        told = _("检查之后登记册或待核对的变更有了变动，请按现在的内容再看一遍")
        return _page(moved.looked, problem=told, digest=request.form["digest"]), 409
    flash(_("已提出%(n)s条变更，由另一个人核对后入册", n=done["n"]), "success")
    for row, column, why in done["held"][:20]:
        flash(_("第%(row)s行“%(column)s”没有提出：%(why)s", row=row, column=column, why=why), "warning")
    return redirect(url_for("changes.index"))


def _preview(data: bytes, name: str) -> tuple[Returned, Sheet]:
    with reading() as db:
        sheet = returning.read(db, data, name)
        return returning.preview(db, sheet, who.actor(), now.today()), sheet


def _page(looked: Returned | None = None, problem: str = "", digest: str = "") -> str:
    return render_template("exchange/edits.html", looked=looked, problem=problem, digest=digest, shown=SHOWN)
