"""The accounts of an area: list, open, reset, close, move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from engine.errors import BadInput
from states import passwords, regions, users
from states.packs.departments import departments
from states.roles import ROLES, Permission
from web import confirm, now, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.words import term

bp = Blueprint("people", __name__, url_prefix="/users")


class MoveForm(Form):
    """Where a person works."""

    area = StringField(_l("地区编码"), [at_most(14)], description=_l("到村12位，到乡镇9位，到县市6位"))
    department = SelectField(_l("部门"), description=_l("只有部门审核岗位要填"), validate_choice=False)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        with reading() as db:
            known = departments(db)
        self.department.choices = [("", "—"), *((code, term(label)) for code, label in known.items())]


class AddressForm(Form):
    """Where the daily digest goes."""

    email = StringField(_l("邮箱"), [at_most(254)], description=_l("每天的提醒发到这里；没有的留空"))


class AccountForm(MoveForm):
    """A new account."""

    username = StringField(_l("用户名"), [required(), at_most(32)], description=_l("小写字母和数字，登录时用"))
    name = StringField(_l("姓名"), [required(), at_most(60)])
    role = SelectField(_l("岗位"), [required()])
    email = StringField(_l("邮箱"), [at_most(254)], description=_l("每天的提醒发到这里；没有的留空"))

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = [(role.code, term(role.title)) for role in ROLES.values()]


@bp.get("")
@access(Permission.READ_USERS, Area.LIST)
def index() -> str:
    """List the accounts."""
    words = request.args.get("q", "").strip()
    with reading() as db:
        people = users.listed(db, who.actor(), words)
        places = regions.names(db, {person.area for person in people})
    return render_template("people.html", people=people, places=places, words=words)


@bp.get("/new")
@access(Permission.MANAGE_USERS, Area.LIST)
def new() -> str:
    """Ask for a new account's facts."""
    return render_template("person_new.html", form=AccountForm())


@bp.post("/new")
@access(Permission.MANAGE_USERS, Area.LIST)
def add() -> str | tuple[str, int]:
    """Open an account and show its one-time password, once."""
    form = AccountForm()
    if not form.validate_on_submit():
        return render_template("person_new.html", form=form), 422
    data = form.data
    account = users.Account(
        data["username"], data["name"], data["role"], data["area"].strip(), data["department"] or "",
        data["email"] or "",
    )  # fmt: skip
    secret = passwords.one_time()
    try:
        with work() as db:
            person = users.add(db, account, secret, by=who.actor(), at=now.wall())
    except BadInput as error:
        form.put(error)
        return render_template("person_new.html", form=form), 422
    return render_template("one_time_password.html", user=person, password=secret.text)


@bp.get("/<int:user_id>")
@access(Permission.READ_USERS, Area.RECORD)
def show(user_id: int) -> str:
    """Show an account."""
    with reading() as db:
        person = users.get(db, user_id, who.actor())
        place, changes = regions.full_name(db, person.area), users.changes(db, person)
    return render_template("person.html", user=person, place=place, changes=changes, at=now.wall())


@bp.get("/<int:user_id>/reset")
@access(Permission.MANAGE_USERS, Area.RECORD)
def ask_reset(user_id: int) -> str:
    """Ask before resetting."""
    person = _person(user_id)
    text = _("将为%(name)s生成一次性密码。", name=person.name)
    points = (_("原密码立即失效，各设备上的登录都退出"), _("两步登录被取消，本人可重新开启"), _("账号若已锁定则解锁"))
    return confirm.ask(_("重置密码"), text, _("重置密码"), url_for(".show", user_id=user_id), points=points)


@bp.post("/<int:user_id>/reset")
@access(Permission.MANAGE_USERS, Area.RECORD)
def reset(user_id: int) -> str:
    """Hand out a one-time password."""
    return _handed_out(user_id, users.reset)


@bp.get("/<int:user_id>/deactivate")
@access(Permission.MANAGE_USERS, Area.RECORD)
def ask_deactivate(user_id: int) -> str:
    """Ask before closing."""
    person = _person(user_id)
    text = _("停用后%(name)s不能再登录，办过的事和记录都保留。", name=person.name)
    return confirm.ask(_("停用账号"), text, _("停用账号"), url_for(".show", user_id=user_id), danger=True)


@bp.post("/<int:user_id>/deactivate")
@access(Permission.MANAGE_USERS, Area.RECORD)
def deactivate(user_id: int) -> Response:
    """Close an account."""
    with work() as db:
        person = users.get(db, user_id, who.actor())
        users.deactivate(db, person, by=who.actor(), at=now.wall())
    flash(_("%(name)s的账号已停用", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id))


@bp.post("/<int:user_id>/reactivate")
@access(Permission.MANAGE_USERS, Area.RECORD)
def reactivate(user_id: int) -> str:
    """Open a closed account again, with a one-time password."""
    return _handed_out(user_id, users.reactivate)


@bp.get("/<int:user_id>/move")
@access(Permission.MANAGE_USERS, Area.RECORD)
def ask_move(user_id: int) -> str:
    """Ask where the person works now."""
    person = _person(user_id)
    return render_template("person_move.html", user=person, form=MoveForm(obj=person))


@bp.post("/<int:user_id>/move")
@access(Permission.MANAGE_USERS, Area.RECORD)
def move(user_id: int) -> Response | tuple[str, int]:
    """Give an account another area."""
    form, person = MoveForm(), _person(user_id)
    try:
        if form.validate_on_submit():
            with work() as db:
                person = users.get(db, user_id, who.actor())
                users.move(
                    db, person, form.area.data.strip(), form.department.data or "", by=who.actor(), at=now.wall()
                )
            flash(_("已调整%(name)s的地区", name=person.name), "success")
            return redirect(url_for(".show", user_id=user_id))
    except BadInput as error:
        form.put(error)
    return render_template("person_move.html", user=person, form=form), 422


@bp.get("/<int:user_id>/address")
@access(Permission.MANAGE_USERS, Area.RECORD)
def ask_address(user_id: int) -> str:
    """Ask where the daily digest goes."""
    person = _person(user_id)
    return render_template("person_address.html", user=person, form=AddressForm(obj=person))


@bp.post("/<int:user_id>/address")
@access(Permission.MANAGE_USERS, Area.RECORD)
def address(user_id: int) -> Response | tuple[str, int]:
    """Change where the daily digest goes."""
    form, person = AddressForm(), _person(user_id)
    try:
        if form.validate_on_submit():
            with work() as db:
                person = users.get(db, user_id, who.actor())
                users.write_to(db, person, form.email.data or "", by=who.actor(), at=now.wall())
            flash(_("已更改%(name)s的邮箱", name=person.name), "success")
            return redirect(url_for(".show", user_id=user_id))
    except BadInput as error:
        form.put(error)
    return render_template("person_address.html", user=person, form=form), 422


def _handed_out(user_id: int, act: Callable[..., None]) -> str:
    secret = passwords.one_time()
    with work() as db:
        person = users.get(db, user_id, who.actor())
        act(db, person, secret, by=who.actor(), at=now.wall())
    return render_template("one_time_password.html", user=person, password=secret.text)


def _person(user_id: int) -> users.User:
    with reading() as db:
        return users.get(db, user_id, who.actor())
