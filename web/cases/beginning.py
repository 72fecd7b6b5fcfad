"""Beginning a procedure for a household, and breaking one off."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.definition import Definition, Move
from engine.errors import BadInput, NotFound, Problem, UnknownAct
from engine.start import break_off, start
from engine.words import N_
from states.roles import Permission
from states.wordings import choosing
from web import drawing, now, only_once, tools, who
from web.access import Area, access
from web.cases.acting import fresh, household
from web.cases.blueprint import bp
from web.database import reading, work
from web.words import term


@bp.get("/<int:case_id>/start/<move>")
@access(Permission.ADVANCE, Area.RECORD)
def ask_start(case_id: int, move: str) -> str:
    """Show the way that begins, before it begins."""
    found, case = household(case_id)
    with reading() as db:
        definition = choosing.to_begin(db, case.area, case.state, case.definition, now.today())
    wanted = _move(definition, move, case.state)
    graph = drawing.procedure(wanted.procedure, {}, _("程序的各个步骤"), term) if wanted.procedure else ""
    others = [
        one
        for one in definition.moves_from(case.state)
        if one.way == wanted.way and one is not wanted and one.procedure and (not one.by or who.actor().role in one.by)
    ]
    return render_template(
        "cases/start.html", household=found, case=case, move=wanted, definition=definition, graph=graph, others=others
    )


@bp.post("/<int:case_id>/start/<move>")
@access(Permission.ADVANCE, Area.RECORD)
def begin(case_id: int, move: str) -> Response:
    """Begin the procedure under the plan in force here today."""
    with work() as db:
        only_once.carry_out(db, lambda: _begin(db, case_id, move))
    flash(_("程序已启动，请按步骤办理"), "success")
    return redirect(url_for(".show", case_id=case_id))


def _begin(db: Session, case_id: int, move: str) -> dict[str, Any]:
    case = fresh(db, case_id, move)
    definition = choosing.to_begin(db, case.area, case.state, case.definition, now.today())
    if _move(definition, move, case.state).irreversible and "sure" not in request.form:
        raise BadInput(Problem("sure", N_("这一变动办成后不能撤销，请先勾选确认")))
    by, at, lead_on = who.actor(), now.now(), _lead_on()
    runs = start(db, tools.book(), [case_id], move, by=by, at=at, definition=definition, lead_on=lead_on)
    return {"run": runs[case_id]}


def _lead_on() -> date | None:
    """The day of the lead as it was filled in; none where the form does not ask for it."""
    written = request.form.get("lead_on", "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(Problem("lead_on", N_("线索日期请写成“2023-11-06”这样"))) from None


def _move(definition: Definition, name: str, state: str) -> Move:
    move = definition.by_name.get(name)
    if move is None:
        raise NotFound("move", name)
    if state not in move.sources or move.procedure is None:
        raise UnknownAct(move.label, definition.labels.get(state, state))
    return move


@bp.get("/<int:case_id>/break-off")
@access(Permission.ADVANCE, Area.RECORD)
def ask_break_off(case_id: int) -> str:
    """Ask for the reason."""
    found, case = household(case_id)
    return render_template("cases/break_off.html", household=found, case=case, reason="", problem="")


@bp.post("/<int:case_id>/break-off")
@access(Permission.ADVANCE, Area.RECORD)
def end(case_id: int) -> Response | tuple[str, int]:
    """End the procedure without its move; the household stays in its state."""
    reason = request.form.get("reason", "").strip()[:400]
    if not reason:
        found, case = household(case_id)
        problem = _("终止要写明原因")
        return render_template("cases/break_off.html", household=found, case=case, reason="", problem=problem), 422
    with work() as db:
        only_once.carry_out(db, lambda: _break_off(db, case_id, reason))
    flash(_("已终止办理，原因记入台账"), "success")
    return redirect(url_for(".show", case_id=case_id))


def _break_off(db: Session, case_id: int, reason: str) -> None:
    fresh(db, case_id, "break_off")
    break_off(db, [case_id], by=who.actor(), at=now.now(), reason=reason)
