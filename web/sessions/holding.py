"""Noting who came, taking in the signed list, recording that a session was held or called off."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.roles import Permission
from states.sessions import desk, holding, roll
from states.sessions.session import StaffSession
from states.uploads import keep
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.sessions.blueprint import bp
from web.sessions.desk import page
from web.sessions.forms import CallOffForm, HoldForm, PeopleForm
from web.uploaded import uploads


@bp.post("/<int:session_id>/people")
@access(Permission.REVIEW, Area.RECORD)
def attend(session_id: int) -> Response | tuple[str, int]:
    """Take in the list of who came."""
    form, by, at = PeopleForm(), who.actor(), now.now()
    _find(session_id)
    if form.validate_on_submit():
        try:
            people = roll.read(form.people.data)
            return _done(session_id, lambda db, one: holding.attend(db, one, people, by=by, at=at), _("参训名单已登记"))
        except BadInput as error:
            form.put(error)
    return page(session_id, people=form), 422


@bp.post("/<int:session_id>/signed")
@access(Permission.REVIEW, Area.RECORD)
def sign(session_id: int) -> Response:
    """Take in the signed list."""
    by, at = who.actor(), now.now()
    _find(session_id)
    kept = keep(tools.store(), uploads("file"))
    return _done(session_id, lambda db, one: holding.sign(db, one, kept, by=by, at=at), _("签到表已上传"))


@bp.post("/<int:session_id>/hold")
@access(Permission.REVIEW, Area.RECORD)
def hold(session_id: int) -> Response | tuple[str, int]:
    """Record that it was held."""
    form, by, at = HoldForm(), who.actor(), now.now()
    _find(session_id)
    if form.validate_on_submit():
        try:
            said = form.assessment.data
            return _done(
                session_id, lambda db, one: holding.hold(db, tools.book(), one, said, by=by, at=at), _("已登记举办")
            )
        except BadInput as error:
            form.put(error)
    return page(session_id, hold=form), 422


@bp.post("/<int:session_id>/call-off")
@access(Permission.REVIEW, Area.RECORD)
def call_off(session_id: int) -> Response | tuple[str, int]:
    """Call it off."""
    form, by, at = CallOffForm(), who.actor(), now.now()
    _find(session_id)
    if form.validate_on_submit():
        try:
            why = form.reason.data
            return _done(
                session_id, lambda db, one: holding.call_off(db, tools.book(), one, why, by=by, at=at), _("培训已取消")
            )
        except BadInput as error:
            form.put(error)
    return page(session_id, call_off=form), 422


def _find(session_id: int) -> None:
    with reading() as db:
        desk.find(db, session_id, who.actor())


def _done(session_id: int, act: Callable[[Session, StaffSession], object], text: str) -> Response:
    with work() as db:
        one = desk.find(db, session_id, who.actor()).session

        def carried() -> None:
            act(db, one)

        only_once.carry_out(db, carried)
    flash(text, "success")
    return redirect(url_for("sessions.show", session_id=session_id))
