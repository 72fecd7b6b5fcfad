"""Joining a household, leaving it, and moving to another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound, Refused
from states import case_file
from states.changes import natural
from states.households import Household
from states.members import Member
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import JoinForm, LeaveForm, Moving, TransferForm
from web.database import reading, work


@bp.get("/household/<int:case_id>/join")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_join(case_id: int) -> str:
    """Ask who joined."""
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
    form = JoinForm()
    form.offer()
    return _page(form, home, _("自然增加"))


@bp.post("/household/<int:case_id>/join")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def join(case_id: int) -> Response | tuple[str, int]:
    """Propose it."""
    form = JoinForm()
    form.offer()
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())

    def act(db: Session, told: dict[str, Any]) -> None:
        names = ("name", "relation", "id_no", "sex", "birth_on", "ethnicity")
        newcomer = natural.Newcomer(**{name: form[name].data or "" for name in names})
        natural.join(db, home.id, newcomer, form.reason.data, form.happened_on.data, **told)

    return _sent(form, home, _("自然增加"), act)


@bp.get("/household/<int:case_id>/leave/<int:member_id>")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_leave(case_id: int, member_id: int) -> str:
    """Ask why and when."""
    home, member, others = _member(case_id, member_id)
    form = LeaveForm()
    form.offer(others)
    return _page(form, home, _("%(name)s自然减少", name=member.name))


@bp.post("/household/<int:case_id>/leave/<int:member_id>")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def leave(case_id: int, member_id: int) -> Response | tuple[str, int]:
    """Propose it."""
    home, member, others = _member(case_id, member_id)
    form = LeaveForm()
    form.offer(others)

    def act(db: Session, told: dict[str, Any]) -> None:
        natural.leave(db, member.id, form.reason.data, form.happened_on.data, new_head=form.heir, **told)

    return _sent(form, home, _("%(name)s自然减少", name=member.name), act)


@bp.get("/household/<int:case_id>/transfer/<int:member_id>")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_transfer(case_id: int, member_id: int) -> str:
    """Ask where to."""
    home, member, others = _member(case_id, member_id)
    form = TransferForm()
    form.offer(others)
    return _page(form, home, _("%(name)s转移到另一登记户", name=member.name))


@bp.post("/household/<int:case_id>/transfer/<int:member_id>")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def transfer(case_id: int, member_id: int) -> Response | tuple[str, int]:
    """Propose it."""
    home, member, others = _member(case_id, member_id)
    form = TransferForm()
    form.offer(others)

    def act(db: Session, told: dict[str, Any]) -> None:
        where, on = (form.number.data, form.relation.data), form.happened_on.data
        natural.transfer(db, member.id, *where, on, new_head=form.heir, **told)

    return _sent(form, home, _("%(name)s转移到另一登记户", name=member.name), act)


def _member(case_id: int, member_id: int) -> tuple[Household, Member, list[Member]]:
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
        here = select(Member).where(Member.household_id == home.id, Member.left_on.is_(None)).order_by(Member.id)
        members = list(db.scalars(here))
    member = next((one for one in members if one.id == member_id), None)
    if member is None:
        raise NotFound("member", member_id)
    return home, member, [one for one in members if one is not member]


def _sent(
    form: Moving, home: Household, title: str, act: Callable[[Session, dict[str, Any]], None]
) -> Response | tuple[str, int]:
    if not form.validate_on_submit():
        return _page(form, home, title), 422
    told = {"by": who.actor(), "at": now.now(), "source": form.source.data}
    try:
        with work() as db:
            only_once.carry_out(db, lambda: act(db, told))
    except BadInput as error:
        form.put(error)
        return _page(form, home, title), 422
    except Refused as error:
        return _page(form, home, title, refused=error.blockers), 409
    flash(_("已提出，由另一个人核对后入册"), "success")
    return redirect(url_for(".household", case_id=home.case_id))


def _page(form: Moving, home: Household, title: str, **more: Any) -> str:
    back = url_for(".household", case_id=home.case_id)
    path = [(url_for("cases.show", case_id=home.case_id), home.head_name), (back, _("成员变动"))]
    return render_template("changes/form.html", form=form, title=title, back=back, path=path, act=_("提出"), **more)
