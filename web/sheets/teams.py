"""The work team of a village: who comes, who takes whose place, who leaves."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.places import teams
from states.places.sheet_kinds import TEAM
from states.places.teams import Sent
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.sheets.blueprint import bp
from web.sheets.desk import asked_year, of, page
from web.sheets.forms import LeaveForm, MemberForm


@bp.post("/team/<code>/join")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def join(code: str) -> Response | tuple[str, int]:
    """Take somebody into the team, in another's place where one is named."""
    (kind, place), form, by, at = of(TEAM, code), MemberForm(), who.actor(), now.now()
    form.offer(_present(code))
    if form.validate_on_submit():
        sent = Sent(form.name.data, form.unit.data, form.post.data, form.since.data)
        old, reason = int(form.replaces.data or 0), form.reason.data or ""
        try:
            with work() as db:

                def act() -> dict[str, int]:
                    if old:
                        return {"id": teams.replace(db, old, sent, reason, by=by, at=at).id}
                    return {"id": teams.join(db, place, sent, by=by, at=at).id}

                only_once.carry_out(db, act)
            flash(_("工作队员已登记"), "success")
            return redirect(url_for(".show", kind=TEAM, code=code))
        except BadInput as error:
            form.put(error)
    return page(kind, place, asked_year(), member=form), 422


@bp.post("/team/<code>/leave")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def leave(code: str) -> Response | tuple[str, int]:
    """Let somebody leave."""
    (kind, place), form, by, at = of(TEAM, code), LeaveForm(), who.actor(), now.now()
    form.offer(_present(code))
    if form.validate_on_submit():
        try:
            with work() as db:
                gone = int(form.row.data)
                only_once.carry_out(
                    db,
                    lambda: {"id": teams.leave(db, gone, form.until.data, form.reason.data, by=by, at=at).id},
                )
            flash(_("已登记离队"), "success")
            return redirect(url_for(".show", kind=TEAM, code=code))
        except BadInput as error:
            form.put(error)
    return page(kind, place, asked_year(), leave=form), 422


def _present(code: str) -> list[tuple[int, str]]:
    with reading() as db:
        return [(one.id, one.name) for one in teams.of_village(db, code)]
