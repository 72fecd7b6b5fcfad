"""What every act on a problem begins and ends with: the record in the own area, one transaction, the way back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.problems import desk
from states.problems.desk import Shown
from web import only_once, who
from web.database import reading, work
from web.forms import Form
from web.problems.desk import page

Act = Callable[[Session, Shown], object]


def found(problem_id: int) -> Shown:
    """The problem, if it lies in the own area; raises `NotFound`."""
    with reading() as db:
        return desk.find(db, problem_id, who.actor())


def done(problem_id: int, act: Act, text: str) -> Response:
    """Act at once, without a form."""
    with work() as db:
        shown = desk.find(db, problem_id, who.actor())
        only_once.carry_out(db, lambda: _nothing(act(db, shown)))
    flash(text, "success")
    return redirect(url_for("problems.show", problem_id=problem_id))


def sent(problem_id: int, name: str, form: Form, act: Act, text: str) -> Response | tuple[str, int]:
    """Act as the form says, or show it again with what is wrong."""
    if form.validate_on_submit():
        try:
            return done(problem_id, act, text)
        except BadInput as error:
            form.put(error)
    return page(problem_id, **{name: form}), 422


def _nothing(_answer: object) -> None:
    return None
