"""Tracing similar cases: running a query, judging what it found, setting it right along."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.problems import queries, tracing
from states.problems.queries import Part, Query
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.problems import acting
from web.problems.blueprint import bp
from web.problems.forms import AlongForm, JudgeForm, TraceForm

MOST = 500
"""So many households are judged at once."""


@bp.post("/<int:problem_id>/trace")
@access(Permission.ADVANCE, Area.RECORD)
def trace(problem_id: int) -> Response | tuple[str, int]:
    """Run a query over the own area."""
    form, by, at = TraceForm(), who.actor(), now.now()
    acting.found(problem_id)
    form.offer()
    return acting.sent(
        problem_id, "trace", form,
        lambda db, one: tracing.trace(db, one.problem, one.state, _query(form), by=by, at=at),
        _("查询已经办好，请逐户判定是不是同类问题"),
    )  # fmt: skip


def _query(form: TraceForm) -> Query:
    """The query that was chosen; raises `BadInput`."""
    if form.saved.data:
        return queries.of_saved(form.saved.data)
    if form.rule.data:
        return queries.of_rule(form.rule.data)
    rows = (form.field, form.how, form.value), (form.field_2, form.how_2, form.value_2)
    return queries.of_parts([Part(one.data, how.data, value.data or "") for one, how, value in rows if one.data])


@bp.post("/<int:problem_id>/judge")
@access(Permission.ADVANCE, Area.RECORD)
def judge(problem_id: int) -> Response | tuple[str, int]:
    """Say of the ticked households whether they are the same problem."""
    form, by, at, ids = JudgeForm(), who.actor(), now.now(), _ticked()
    acting.found(problem_id)
    form.offer()
    told = ids, form.verdict.data, form.reason.data or ""
    return acting.sent(
        problem_id, "judge", form,
        lambda db, one: tracing.judge(db, one.problem, one.state, *told, by=by, at=at),
        _("已判定%(n)s户", n=len(ids)),
    )  # fmt: skip


@bp.post("/<int:problem_id>/along")
@access(Permission.ADVANCE, Area.RECORD)
def along(problem_id: int) -> Response | tuple[str, int]:
    """Note what was done for the ticked households."""
    form, by, at, ids = AlongForm(), who.actor(), now.now(), _ticked()
    acting.found(problem_id)
    return acting.sent(
        problem_id, "along", form,
        lambda db, one: tracing.rectify_along(
            db, one.problem, one.state, ids, form.measure.data, form.on.data, by=by, at=at
        ),
        _("已登记%(n)s户的整改", n=len(ids)),
    )  # fmt: skip


@bp.post("/<int:problem_id>/finish")
@access(Permission.ADVANCE, Area.RECORD)
def finish(problem_id: int) -> Response:
    """End the tracing."""
    by, at = who.actor(), now.now()
    text = _("举一反三已办结，请整改")
    return acting.done(problem_id, lambda db, one: tracing.finish(db, tools.book(), one.problem, by=by, at=at), text)


def _ticked() -> list[int]:
    return [int(one) for one in request.form.getlist("home") if one.isdecimal() and len(one) < 16][:MOST]
