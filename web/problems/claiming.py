"""Claiming a problem, giving it back, handing it to another unit."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.problems import claiming, taking
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.problems import acting
from web.problems.blueprint import bp
from web.problems.forms import HandOutForm, ReasonForm


@bp.post("/<int:problem_id>/claim")
@access(Permission.ADVANCE, Area.RECORD)
def claim(problem_id: int) -> Response:
    """Take it on."""
    by, at = who.actor(), now.now()
    text = _("已认领，请在本辖区举一反三")
    return acting.done(problem_id, lambda db, one: claiming.claim(db, tools.book(), one.problem, by=by, at=at), text)


@bp.post("/<int:problem_id>/disclaim")
@access(Permission.ADVANCE, Area.RECORD)
def disclaim(problem_id: int) -> Response | tuple[str, int]:
    """Give it back with the reason."""
    form, by, at = ReasonForm(), who.actor(), now.now()
    acting.found(problem_id)
    reason = form.reason.data or ""
    return acting.sent(
        problem_id, "disclaim", form,
        lambda db, one: claiming.disclaim(db, tools.book(), one.problem, reason, by=by, at=at),
        _("已退回分办单位"),
    )  # fmt: skip


@bp.post("/<int:problem_id>/hand-out")
@access(Permission.IMPORT, Area.RECORD)
def hand_out(problem_id: int) -> Response | tuple[str, int]:
    """Hand it to another unit."""
    form, by, at = HandOutForm(), who.actor(), now.now()
    acting.found(problem_id)
    with reading() as db:
        form.offer(taking.offered(db, by, now.today()))
    return acting.sent(
        problem_id, "hand_out", form,
        lambda db, one: claiming.hand_out(db, tools.book(), one.problem, form.area.data, by=by, at=at),
        _("已重新分办"),
    )  # fmt: skip


@bp.post("/<int:problem_id>/dismiss")
@access(Permission.IMPORT, Area.RECORD)
def dismiss(problem_id: int) -> Response | tuple[str, int]:
    """Find that it is nobody's here."""
    form, by, at = ReasonForm(), who.actor(), now.now()
    acting.found(problem_id)
    reason = form.reason.data or ""
    return acting.sent(
        problem_id, "dismiss", form,
        lambda db, one: claiming.dismiss(db, tools.book(), one.problem, reason, by=by, at=at),
        _("已认定不属于本地"),
    )  # fmt: skip
