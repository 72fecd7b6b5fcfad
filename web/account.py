"""A person's own account: password and second factor."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from engine.errors import BadInput
from states import passwords, second_factor, users
from web import now, who
from web.access import FILES, Anyone, access
from web.database import reading, work
from web.extensions import limiter, sign_in_limit
from web.forms import Form, at_most, required
from web.site import site

bp = Blueprint("account", __name__, url_prefix="/account")
PENDING = "pending_secret"
WITHOUT_NEW_PASSWORD = FILES | {
    "account.password",
    "account.change_password",
    "sign_in.leave",
    "languages.choose",
    "health.check",
}


class PasswordForm(Form):
    """The present password, and the new one twice."""

    present = PasswordField(_l("现在的密码"), [required()], render_kw={"autocomplete": "current-password"})
    password = PasswordField(_l("新密码"), [required()], render_kw={"autocomplete": "new-password"})
    again = PasswordField(_l("再输一次新密码"), [required()], render_kw={"autocomplete": "new-password"})


class EnrolForm(Form):
    """The code that proves that the telephone has the secret."""

    code = StringField(_l("手机上显示的6位数字"), [required(), at_most(10)], render_kw={"inputmode": "numeric"})


class RemoveForm(Form):
    """The password, so that an unwatched screen is not enough."""

    present = PasswordField(_l("现在的密码"), [required()], render_kw={"autocomplete": "current-password"})


def insist_on_new_password() -> Response | None:
    """Before each request: a one-time or over-aged password has to be changed first."""
    person = who.user()
    if person is None or request.endpoint is None or request.endpoint in WITHOUT_NEW_PASSWORD:
        return None
    if person.must_change or person.password_is_older_than(site().settings.password_days, now.wall()):
        return redirect(url_for("account.password"))
    return None


@bp.get("")
@access(Anyone.SIGNED_IN)
def index() -> str:
    """Show the person's own account."""
    return render_template("account.html", remove=RemoveForm(), user=who.signed_in())


@bp.get("/password")
@access(Anyone.SIGNED_IN)
def password() -> str:
    """Ask for a new password."""
    return render_template("password.html", form=PasswordForm(), first=who.signed_in().must_change)


@bp.post("/password")
@limiter.limit(sign_in_limit)
@access(Anyone.SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    """Change the password: every session ends, and this one begins anew."""
    form, person, at = PasswordForm(), who.signed_in(), now.wall()
    if form.validate_on_submit() and (secret := _new_secret(form, person)):
        with work() as db:
            user = users.get(db, person.id, who.actor())
            users.change_password(db, user, secret, at)
        who.enter(user, at)
        flash(_("密码已更改，其他设备上的登录都已退出"), "success")
        return redirect(url_for("home.index"))
    return render_template("password.html", form=form, first=person.must_change), 422


def _new_secret(form: PasswordForm, person: users.User) -> passwords.Secret | None:
    """The new password, or `None` with the reasons beside the fields."""
    if not passwords.matches(person.password_hash, form.present.data):
        form.present.errors = [_("现在的密码不对")]
        return None
    if form.password.data != form.again.data:
        form.again.errors = [_("两次输入的新密码不一样")]
        return None
    with reading() as db:
        former = users.former_passwords(db, person)
    try:
        return passwords.chosen(form.password.data, person.username, former)
    except BadInput as error:
        form.put(error)
        return None


@bp.get("/second-factor")
@access(Anyone.SIGNED_IN)
def second_step() -> str:
    """Show the QR code to scan."""
    secret = session.setdefault(PENDING, second_factor.new_secret())
    return _second_factor_page(EnrolForm(), secret)


@bp.post("/second-factor")
@access(Anyone.SIGNED_IN)
def enrol() -> str | Response | tuple[str, int]:
    """Switch the second factor on."""
    form, at, secret = EnrolForm(), now.wall(), session.get(PENDING)
    if secret is None:
        return redirect(url_for("account.second_step"))
    step = second_factor.step_of(secret, form.code.data or "", at) if form.validate_on_submit() else None
    if step is None:
        form.code.errors = form.code.errors or [_("验证码不对，请核对手机时间后重试")]
        return _second_factor_page(form, secret), 422
    with work() as db:
        second_factor.enrol(db, users.get(db, who.signed_in().id, who.actor()), secret, step, at)
    session.pop(PENDING)
    flash(_("两步登录已开启，下次登录要输入手机上的动态验证码"), "success")
    return redirect(url_for("account.index"))


@bp.post("/second-factor/remove")
@limiter.limit(sign_in_limit)
@access(Anyone.SIGNED_IN)
def remove() -> Response | tuple[str, int]:
    """Switch the second factor off."""
    form, person = RemoveForm(), who.signed_in()
    if not form.validate_on_submit() or not passwords.matches(person.password_hash, form.present.data):
        form.present.errors = form.present.errors or [_("现在的密码不对")]
        return render_template("account.html", remove=form, user=person), 422
    with work() as db:
        second_factor.remove(db, users.get(db, person.id, who.actor()), now.wall())
    flash(_("两步登录已关闭"), "success")
    return redirect(url_for("account.index"))


def _second_factor_page(form: EnrolForm, secret: str) -> str:
    picture = second_factor.picture(secret, who.signed_in().username)
    return render_template("second_factor.html", form=form, secret=secret, picture=picture)
