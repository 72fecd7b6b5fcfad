"""Reviewing, locking, sending back and unlocking one household's income."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states.income import reviewing, sheets
from states.income.sheets import Sheet
from states.income.statements import WITH_REASON, definition
from states.packs.schema import LEVELS
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.income.blueprint import bp
from web.words import term

LABELS = {move.name: move.label for move in definition(LEVELS).moves}
UNLOCK = "unlock"


@bp.post("/<int:case_id>/act/<name>")
@access(Permission.REVIEW_INCOME, Area.RECORD)
def act(case_id: int, name: str) -> Response:
    """Review or lock; a refusal shows every reason."""
    if name in WITH_REASON:
        raise NotFound("act", name)
    _move(_sheet(case_id), name, "")
    flash(_("已办理：%(act)s", act=term(LABELS.get(name, name))), "success")
    return redirect(url_for(".show", case_id=case_id, year=request.form.get("year")))


@bp.get("/<int:case_id>/back/<name>")
@access(Permission.REVIEW_INCOME, Area.RECORD)
def ask_back(case_id: int, name: str) -> str:
    """Ask why it goes back."""
    return _ask(_sheet(case_id), _back(name))


@bp.post("/<int:case_id>/back/<name>")
@access(Permission.REVIEW_INCOME, Area.RECORD)
def back(case_id: int, name: str) -> Response | tuple[str, int]:
    """Send it back, with the reason."""
    return _with_reason(_sheet(case_id), _back(name))


@bp.get("/<int:case_id>/unlock")
@access(Permission.UNLOCK_INCOME, Area.RECORD)
def ask_unlock(case_id: int) -> str:
    """Ask why it is unlocked."""
    return _ask(_sheet(case_id), UNLOCK)


@bp.post("/<int:case_id>/unlock")
@access(Permission.UNLOCK_INCOME, Area.RECORD)
def unlock(case_id: int) -> Response | tuple[str, int]:
    """Unlock it, with the reason."""
    return _with_reason(_sheet(case_id), UNLOCK)


def _back(name: str) -> str:
    if name not in WITH_REASON or name == UNLOCK:
        raise NotFound("act", name)
    return name


def _ask(sheet: Sheet, name: str, problem: str = "", given: str = "") -> str:
    return render_template(
        "income/reason.html", sheet=sheet, label=LABELS[name], problem=problem, given=given, unlocks=name == UNLOCK
    )


def _with_reason(sheet: Sheet, name: str) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")
    try:
        _move(sheet, name, reason)
    except BadInput as error:
        return _ask(sheet, name, term(error.problems[0].reason), reason), 422
    flash(_("已办理：%(act)s", act=term(LABELS[name])), "success")
    return redirect(url_for(".show", case_id=sheet.household.case_id, year=sheet.terms.year))


def _move(sheet: Sheet, name: str, reason: str) -> None:
    version = request.form.get("version", type=int)
    with work() as db:
        reviewing.move(
            db, tools.book(), sheet.household.case_id, sheet.terms.year, name, reason=reason, by=who.actor(),
            at=now.now(), version=version, key=once.key(),
        )  # fmt: skip


def _sheet(case_id: int) -> Sheet:
    with reading() as db:
        year = request.values.get("year", 0, int) or None
        sheet = sheets.of_household(db, tools.book(), case_id, who.actor(), now.now(), year)
    if sheet.statement is None:
        raise NotFound("income", case_id)
    return sheet
