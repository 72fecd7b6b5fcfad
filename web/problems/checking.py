"""Checking a problem at the level above: passed, sent back, closed, given longer."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.problems import rectifying
from states.roles import Permission
from states.uploads import keep
from web import now, tools, who
from web.access import Area, access
from web.problems import acting
from web.problems.blueprint import bp
from web.problems.forms import CheckForm, CloseForm, ExtendForm, SendBackForm
from web.uploaded import uploads


@bp.post("/<int:problem_id>/check")
@access(Permission.REVIEW, Area.RECORD)
def check(problem_id: int) -> Response | tuple[str, int]:
    """Find that it is rectified."""
    form, by, at = CheckForm(), who.actor(), now.now()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "check", form,
        lambda db, one: rectifying.check(db, tools.book(), one.problem, form.found.data, by=by, at=at),
        _("核查通过，等销号"),
    )  # fmt: skip


@bp.post("/<int:problem_id>/send-back")
@access(Permission.REVIEW, Area.RECORD)
def send_back(problem_id: int) -> Response | tuple[str, int]:
    """Send it back with the reason and a new day."""
    form, by, at = SendBackForm(), who.actor(), now.now()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "send_back", form,
        lambda db, one: rectifying.send_back(
            db, tools.book(), one.problem, form.reason.data, form.due_on.data, by=by, at=at
        ),
        _("已退回重新整改"),
    )  # fmt: skip


@bp.post("/<int:problem_id>/close")
@access(Permission.REVIEW, Area.RECORD)
def close(problem_id: int) -> Response | tuple[str, int]:
    """Close it with its proof."""
    form, by, at = CloseForm(), who.actor(), now.now()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "close", form,
        lambda db, one: rectifying.close(
            db, tools.book(), one.problem, form.said.data, keep(tools.store(), uploads("file")), by=by, at=at
        ),
        _("已销号"),
    )  # fmt: skip


@bp.post("/<int:problem_id>/extend")
@access(Permission.REVIEW, Area.RECORD)
def extend(problem_id: int) -> Response | tuple[str, int]:
    """Let it have longer."""
    form, by, at = ExtendForm(), who.actor(), now.now()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "extend", form,
        lambda db, one: rectifying.extend(
            db, one.problem, one.state, form.until.data, form.reason.data, by=by, at=at
        ),
        _("已延期"),
    )  # fmt: skip
