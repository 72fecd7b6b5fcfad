"""Going on without households whose names cannot be printed: they wait for a notice of their own, with the reason."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states import editions, notice_desk
from states.notice_lines import lines_of
from states.notices import Notice
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import work
from web.notices.blueprint import bp
from web.notices.paper import unfit_of


@bp.post("/<int:notice_id>/set-aside")
@access(Permission.NOTICE, Area.RECORD)
def set_aside(notice_id: int) -> Response:
    """Take them off the list; the others are previewed again."""
    with work() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        only_once.carry_out(db, lambda: _without_them(db, notice))
    flash(_("姓名印不出来的户没有列入，留在等待公示的名单里；改正姓名以后另出一份补充公示"), "warning")
    return redirect(url_for(".preview", notice_id=notice_id))


def _without_them(db: Session, notice: Notice) -> dict[str, Any]:
    unfit = unfit_of(lines_of(db, notice))
    for one in unfit:
        reason = str(_("姓名印不出来，另出补充公示：%(why)s", why=one.problem.message))
        editions.remove_line(db, tools.book(), notice, one.case_id, reason, by=who.actor(), at=now.now())
    return {"lines": [one.case_id for one in unfit]}
