"""Closing a notice whose days are over: who goes on, and who waits and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states import closing, notice_desk
from states.notice_lines import waiting
from states.notices import CLOSED
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.notices.blueprint import bp


@bp.get("/<int:notice_id>/close")
@access(Permission.NOTICE, Area.RECORD)
def ask_close(notice_id: int) -> str:
    """Show what closing would do, household by household, before it is done."""
    by = who.actor()
    with reading() as db:
        notice, state = notice_desk.find(db, notice_id, by)
        tail = notice_desk.held(db, tools.book(), notice, by, now.now())
    going, staying = [one for one in tail if not one.blockers], [one for one in tail if one.blockers]
    return render_template(
        "notices/close.html", notice=notice, going=going, waiting=staying, again=state == CLOSED[0],
        over=notice.is_over(now.today()),
    )  # fmt: skip


@bp.post("/<int:notice_id>/close")
@access(Permission.NOTICE, Area.RECORD)
def close(notice_id: int) -> Response:
    """Close the notice; whoever nothing holds goes on, and the others stay on its page with their reasons."""
    with work() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        outcome = closing.close(db, tools.book(), notice, by=who.actor(), at=now.now(), key=once.key())
        left = len(waiting(db, notice))
    if left:
        text = _("已办结：%(moved)s户进入下一步，%(left)s户暂缓，原因见下", moved=len(outcome.moved), left=left)
        flash(text, "warning")
    else:
        flash(_("已办结：%(moved)s户全部进入下一步", moved=len(outcome.moved)), "success")
    return redirect(url_for(".show", notice_id=notice_id))
