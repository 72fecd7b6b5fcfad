"""One line: marking what a visit found of it, and saying whom it means."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.packs.departments import departments
from states.policy_ledgers import desk, marking
from states.policy_ledgers.marking import SETTLED
from states.policy_ledgers.matching import WHY
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access, may
from web.database import reading, work
from web.policy_ledgers.blueprint import bp
from web.policy_ledgers.forms import MarkForm, SettleForm


@bp.get("/lines/<int:line_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def line(line_id: int) -> str:
    """Show a line, and what can be done about it."""
    return _page(line_id)


@bp.post("/lines/<int:line_id>/mark")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def mark(line_id: int) -> Response | tuple[str, int]:
    """Note what a visit found."""
    form, by, at = MarkForm(), who.actor(), now.now()
    with reading() as db:
        desk.one(db, line_id, by)
    if form.validate_on_submit():
        told = {"adopted": form.adopted.data == "yes", "note": form.note.data or "", "visited_on": form.visited_on.data}
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"mark": marking.mark(db, line_id, by=by, at=at, **told).id})
            flash(_("已标注"), "success")
            return redirect(url_for(".lines", only="open"))
        except BadInput as error:
            form.put(error)
    return _page(line_id, mark=form), 422


@bp.post("/lines/<int:line_id>/settle")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def settle(line_id: int) -> Response | tuple[str, int]:
    """Say whom the line means."""
    form, by, at = SettleForm(), who.actor(), now.now()
    with reading() as db:
        desk.one(db, line_id, by)
    if form.validate_on_submit():
        told = form.number.data or "", form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"line": marking.settle(db, line_id, *told, by=by, at=at).id})
            flash(_("已核对"), "success")
            return redirect(url_for(".line", line_id=line_id))
        except BadInput as error:
            form.put(error)
    return _page(line_id, settle=form), 422


def _page(line_id: int, mark: MarkForm | None = None, settle: SettleForm | None = None) -> str:
    with reading() as db:
        one = desk.one(db, line_id, who.actor())
        place = regions.full_name(db, one.line.area, above=one.line.area[:4])
        titles = departments(db)
    return render_template(
        "policy_ledgers/line.html", one=one, place=place, titles=titles, why=WHY, settled=SETTLED,
        mark=mark or MarkForm(formdata=None, visited_on=now.today()), settle=settle or SettleForm(formdata=None),
        enters=may(Permission.EDIT_HOUSEHOLD),
    )  # fmt: skip
