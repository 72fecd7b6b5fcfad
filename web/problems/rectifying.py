"""Reporting a problem rectified, with its proof."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.problems import rectifying
from states.problems.rectifying import Done
from states.roles import Permission
from states.uploads import keep
from web import now, tools, who
from web.access import Area, access
from web.problems import acting
from web.problems.blueprint import bp
from web.problems.forms import RectifyForm
from web.uploaded import uploads


@bp.post("/<int:problem_id>/rectify")
@access(Permission.ADVANCE, Area.RECORD)
def rectify(problem_id: int) -> Response | tuple[str, int]:
    """Take in what was done, with photos or scans."""
    form, by, at = RectifyForm(), who.actor(), now.now()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "rectify", form,
        lambda db, one: rectifying.rectify(
            db, tools.book(), one.problem, Done(form.measures.data, form.responsible.data, form.on.data),
            keep(tools.store(), uploads("file")), by=by, at=at,
        ),
        _("已报整改完成，等上一级核查"),
    )  # fmt: skip
