"""Going back: sending a case back to an earlier step with a reason, or taking back one's own step."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import outlook
from engine.back import send_back, withdraw
from engine.outlook import Outlook, StepView
from engine.runs import DONE, OPEN
from states import case_file
from states.households import Household
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.cases.acting import fresh
from web.cases.blueprint import bp
from web.cases.entries import RETURN_REASONS
from web.database import reading, work


@bp.get("/<int:case_id>/send-back")
@access(Permission.REVIEW, Area.RECORD)
def ask_back(case_id: int) -> str:
    """Ask to which step, and why."""
    return _page(case_id, {})


@bp.post("/<int:case_id>/send-back")
@access(Permission.REVIEW, Area.RECORD)
def back(case_id: int) -> Response | tuple[str, int]:
    """Send the case back; the steps after the chosen one wait again."""
    step, code = request.form.get("step", ""), request.form.get("code", "")
    reason = request.form.get("reason", "").strip()[:400]
    problems = {}
    if not step:
        problems["step"] = _("请选择退回到哪一步")
    if code not in RETURN_REASONS:
        problems["code"] = _("请选择原因")
    if not reason:
        problems["reason"] = _("请写明具体原因，经办人要照着改")
    if problems:
        return _page(case_id, problems), 422
    with work() as db:
        only_once.carry_out(db, lambda: _send(db, case_id, step, code, reason))
    flash(_("已退回，原因记入台账"), "success")
    return redirect(url_for(".show", case_id=case_id))


def _send(db: Session, case_id: int, step: str, code: str, reason: str) -> None:
    fresh(db, case_id, step)
    send_back(db, tools.book(), case_id, step, by=who.actor(), at=now.now(), code=code, reason=reason)


@bp.post("/<int:case_id>/withdraw/<step>")
@access(Permission.ADVANCE, Area.RECORD)
def undo(case_id: int, step: str) -> Response:
    """Take back a step one has just finished oneself."""
    with work() as db:
        only_once.carry_out(db, lambda: _withdraw(db, case_id, step))
    flash(_("已撤回，可以重新办理这一步"), "success")
    return redirect(url_for(".show", case_id=case_id))


def _withdraw(db: Session, case_id: int, step: str) -> None:
    fresh(db, case_id, step)
    withdraw(db, tools.book(), case_id, step, by=who.actor(), at=now.now())


def _page(case_id: int, problems: dict[str, str]) -> str:
    household, view = _view(case_id)
    return render_template(
        "cases/send_back.html", household=household, view=view, steps=_before_mine(view), reasons=RETURN_REASONS,
        given=request.form, problems=problems,
    )  # fmt: skip


def _view(case_id: int) -> tuple[Household, Outlook]:
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        return household, outlook.one(db, tools.book(), case_id, who.actor(), now.now())


def _before_mine(view: Outlook) -> list[StepView]:
    """The finished steps that lie before an open step of this person."""
    after = view.move.procedure.descendants if view.move and view.move.procedure else {}
    mine = {one.spec.name for one in view.steps if one.mine and one.row.status == OPEN}
    return [one for one in view.steps if one.row.status == DONE and after[one.spec.name] & mine]
