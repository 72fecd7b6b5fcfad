"""The second step of signing in, for accounts with a second factor."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from states import second_factor, sign_ins
from web import now, who
from web.access import Anyone, access
from web.database import work
from web.extensions import limiter, sign_in_limit
from web.forms import Form, at_most, required
from web.safe import back_to
from web.sign_in import HALF

bp = Blueprint("second_step", __name__)
GOOD_FOR = 300  # seconds between the password and the code


class CodeForm(Form):
    """The six digits on the telephone."""

    code = StringField(
        _l("动态验证码"),
        [required(), at_most(10)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True},
    )


@bp.get("/sign-in/code")
@access(Anyone.PUBLIC)
def form() -> str | Response:
    """Ask for the code."""
    return render_template("second_step.html", form=CodeForm()) if _half() else _again()


@bp.post("/sign-in/code")
@limiter.limit(sign_in_limit)
@access(Anyone.PUBLIC)
def enter() -> str | Response | tuple[str, int]:
    """Finish signing in."""
    half, at = _half(), now.wall()
    waiting = who.holder(half["key"]) if half else None
    if half is None or waiting is None:
        return _again()
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("second_step.html", form=form), 422
    step = second_factor.step_of(waiting.totp_secret, form.code.data, at)
    with work() as db:
        result = sign_ins.settle_code(db, waiting.id, step, request.remote_addr or "", at)
    if result is sign_ins.Result.LOCKED:
        return _again()
    if result.failed:
        form.code.errors = [_("验证码不对或已用过，请等下一个再输")]
        return render_template("second_step.html", form=form), 422
    who.enter(waiting, at)
    return redirect(back_to(half["next"]))


def _half() -> dict[str, str] | None:
    """What the password step left behind, while it is fresh."""
    half: dict[str, str] | None = session.get(HALF)
    return half if half and now.wall().timestamp() - float(half["at"]) < GOOD_FOR else None


def _again() -> Response:
    session.pop(HALF, None)
    flash(_("请重新登录"), "warning")
    return redirect(url_for("sign_in.form"))
