"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from states import passwords, sign_ins, users
from states.sign_ins import Result
from web import now, who
from web.access import Anyone, access
from web.database import reading, work
from web.extensions import limiter, sign_in_limit
from web.forms import Form, at_most, required
from web.safe import back_to

bp = Blueprint("sign_in", __name__)
HALF = "half"
"""In the session: who gave the right password and still owes the second step."""


class SignInForm(Form):
    """User name and password."""

    username = StringField(_l("用户名"), [required(), at_most(64)])
    password = PasswordField(_l("密码"), [required(), at_most(passwords.LONGEST)])
    next = HiddenField()


@bp.get("/sign-in")
@access(Anyone.PUBLIC)
def form() -> str | Response:
    """Show the sign-in page."""
    if who.user() is not None:
        return redirect(back_to(request.args.get("next")))
    return render_template("sign_in.html", form=SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
@limiter.limit(sign_in_limit)
@access(Anyone.PUBLIC)
def enter() -> str | Response | tuple[str, int]:
    """Sign in, or say no in the same words whatever the reason."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in.html", form=form), 422
    with reading() as db:
        person = users.named(db, form.username.data)
    matched = passwords.matches(person.password_hash if person else None, form.password.data)
    at = now.wall()
    with work() as db:
        result = sign_ins.settle(db, person.id if person else None, matched, request.remote_addr or "", at)
    if person is None or result.failed:
        form.form_errors.append(_("用户名或密码不对。连续输错5次，账号会锁定15分钟。"))
        return render_template("sign_in.html", form=form), 422
    if result is Result.SECOND_STEP:
        session.clear()
        session[HALF] = {"key": who.SignedIn(person).get_id(), "at": at.timestamp(), "next": form.next.data}
        return redirect(url_for("second_step.form"))
    who.enter(person, at)
    return redirect(back_to(form.next.data))


@bp.post("/sign-out")
@access(Anyone.PUBLIC)
def leave() -> Response:
    """Sign out here; other devices stay signed in."""
    who.leave()
    flash(_("已退出登录"), "success")
    return redirect(url_for("sign_in.form"))
