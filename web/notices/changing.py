"""Changing a notice: another day, a household less, or none at all. Each asks for a reason, and so asks once more."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, TextAreaField

from engine.errors import NotFound, Refused
from states import editions, notice_desk
from states.notice_lines import NoticeLine, lines_of
from states.notices import DRAFTED, POSTED, Notice
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.notices.blueprint import bp
from web.words import message


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(_l("原因"), [required(), at_most(400)])


class ReplanForm(ReasonForm):
    """Another day of posting, and why."""

    planned_on = DateField(_l("改为这一天张贴"), [required()])


@bp.get("/<int:notice_id>/replan")
@access(Permission.NOTICE, Area.RECORD)
def ask_replan(notice_id: int) -> str:
    """Ask for another day of posting."""
    notice, state = _found(notice_id)
    return _replan_page(notice, state, ReplanForm(planned_on=max(notice.planned_on, now.today())))


@bp.post("/<int:notice_id>/replan")
@access(Permission.NOTICE, Area.RECORD)
def replan(notice_id: int) -> str | Response | tuple[str, int]:
    """Plan another day; a printed paper gives way to a new edition."""
    form = ReplanForm()
    notice, state = _found(notice_id)

    def act(db: Session, found: Notice) -> Notice:
        day, reason = form.planned_on.data, form.reason.data
        return editions.replan(db, tools.book(), found, day, reason, by=who.actor(), at=now.now())

    return _carry_out(notice, form, act, _("张贴日已改"), lambda: _replan_page(notice, state, form))


@bp.get("/<int:notice_id>/lines/<int:position>/remove")
@access(Permission.NOTICE, Area.RECORD)
def ask_remove(notice_id: int, position: int) -> str:
    """Ask before a household is taken off the list."""
    notice, state = _found(notice_id)
    return _remove_page(notice, state, _line(notice, position), ReasonForm())


@bp.post("/<int:notice_id>/lines/<int:position>/remove")
@access(Permission.NOTICE, Area.RECORD)
def remove(notice_id: int, position: int) -> str | Response | tuple[str, int]:
    """Take a household off the list."""
    form = ReasonForm()
    notice, state = _found(notice_id)
    line = _line(notice, position)

    def act(db: Session, found: Notice) -> Notice:
        reason = form.reason.data
        return editions.remove_line(db, tools.book(), found, line.case_id, reason, by=who.actor(), at=now.now())

    told = _("已从名单中去掉“%(head)s”户", head=line.shown["head"])
    return _carry_out(notice, form, act, told, lambda: _remove_page(notice, state, line, form))


@bp.get("/<int:notice_id>/cancel")
@access(Permission.NOTICE, Area.RECORD)
def ask_cancel(notice_id: int) -> str:
    """Ask before a notice is given up."""
    notice, _state = _found(notice_id)
    return _cancel_page(notice, ReasonForm())


@bp.post("/<int:notice_id>/cancel")
@access(Permission.NOTICE, Area.RECORD)
def cancel(notice_id: int) -> str | Response | tuple[str, int]:
    """Give a notice up."""
    form = ReasonForm()
    notice, _state = _found(notice_id)

    def act(db: Session, found: Notice) -> Notice:
        editions.cancel(db, tools.book(), found, form.reason.data, by=who.actor(), at=now.now())
        return found

    return _carry_out(notice, form, act, _("公示已作废，名单上的农户可以重新列入"), lambda: _cancel_page(notice, form))


def _carry_out(notice: Notice, form: ReasonForm, act: Any, told: str, again: Any) -> str | Response | tuple[str, int]:
    if not form.validate_on_submit():
        return again(), 422
    try:
        with work() as db:
            found, _state = notice_desk.find(db, notice.id, who.actor())
            done = only_once.carry_out(db, lambda: {"notice": act(db, found).id})
    except Refused as refused:
        form.form_errors.extend(message(blocker) for blocker in refused.blockers)
        return again(), 409
    if done["notice"] != notice.id:
        told = _("%(told)s。印好的旧版已作废，请预览并印制第%(n)s版，重新张贴", told=told, n=notice.edition + 1)
    flash(told, "success")
    return redirect(url_for(".show", notice_id=done["notice"]))


def _found(notice_id: int) -> tuple[Notice, str]:
    with reading() as db:
        return notice_desk.find(db, notice_id, who.actor())


def _line(notice: Notice, position: int) -> NoticeLine:
    with reading() as db:
        for line in lines_of(db, notice):
            if line.position == position:
                return line
    raise NotFound("line", position)


def _new_edition_points(notice: Notice, state: str) -> tuple[str, ...]:
    if state == DRAFTED[0]:
        return ()
    points = [_("已印好的第%(n)s版作废，要重新印制、重新张贴", n=notice.edition)]
    if state == POSTED[0]:
        goes_on = notice.after_interruption == "go-on"
        points.append(_("已公示的天数继续有效") if goes_on else _("公示期重新计算"))
    return tuple(points)


def _replan_page(notice: Notice, state: str, form: ReplanForm) -> str:
    points = _new_edition_points(notice, state)
    return _page(notice, form, _("改张贴日"), "", _("改张贴日"), points)


def _remove_page(notice: Notice, state: str, line: NoticeLine, form: ReasonForm) -> str:
    text = _("“%(head)s”户将从名单上去掉，不会随这份公示进入下一步。", head=line.shown["head"])
    return _page(notice, form, _("去掉一户"), text, _("去掉这一户"), _new_edition_points(notice, state), danger=True)


def _cancel_page(notice: Notice, form: ReasonForm) -> str:
    text = _("作废后不能恢复，编号不再使用；名单上的农户可以重新列入别的公示。")
    return _page(notice, form, _("作废公示"), text, _("作废"), danger=True)


def _page(
    notice: Notice, form: ReasonForm, title: str, text: str, button: str, points: tuple[str, ...] = (), *,
    danger: bool = False,
) -> str:  # fmt: skip
    return render_template(
        "notices/reason.html", notice=notice, form=form, title=title, text=text, button=button, points=points,
        danger=danger,
    )  # fmt: skip
