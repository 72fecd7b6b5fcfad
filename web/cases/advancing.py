"""Finishing a step of one case."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine import outlook
from engine.advance import advance
from engine.errors import NotFound
from engine.outlook import FINISHED, Outlook
from states import case_file
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.cases.acting import version
from web.cases.blueprint import bp
from web.database import reading, work
from web.words import term


@bp.get("/<int:case_id>/finish/<step>")
@access(Permission.ADVANCE, Area.RECORD)
def ask_finish(case_id: int, step: str) -> str:
    """Ask before the step, with room for a remark; a move that cannot be undone is named."""
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        view = outlook.one(db, tools.book(), case_id, who.actor(), now.now())
    spec = next((one for one in view.steps if one.spec.name == step), None)
    if spec is None:
        raise NotFound("step", step)
    return render_template(
        "cases/finish.html",
        household=household,
        view=view,
        step=spec,
        last=_is_last(view, step),
        final=_final(view, step),
    )


@bp.post("/<int:case_id>/finish/<step>")
@access(Permission.ADVANCE, Area.RECORD)
def finish(case_id: int, step: str) -> Response | str:
    """Finish the step; the last one makes the move."""
    by, at = who.actor(), now.now()
    with reading() as db:
        case_file.household(db, case_id, by)
        view = outlook.one(db, tools.book(), case_id, by, at)
    if _final(view, step) and "sure" not in request.form and view.facts.version == version():
        return ask_finish(case_id, step)
    with work() as db:
        note = request.form.get("note", "").strip()[:400]
        told = {"version": version(), "key": once.key(), "note": note, "sure": "sure" in request.form}
        done = advance(db, tools.book(), case_id, step, by=by, at=at, **told)  # type: ignore[arg-type]
        definition = tools.book().definition(db, view.facts.definition)
    if done.move:
        flash(_("程序办完，状态变为“%(state)s”", state=term(definition.labels[done.target])), "success")
    else:
        flash(_("已办完这一步"), "success")
    return redirect(url_for(".show", case_id=case_id))


def _is_last(view: Outlook, step: str) -> bool:
    return all(one.task == FINISHED or one.spec.name == step for one in view.steps)


def _final(view: Outlook, step: str) -> bool:
    """Whether the step would make a move that cannot be undone."""
    return bool(view.move and view.move.irreversible and _is_last(view, step))
