"""One proposal: read by a second person, who puts it in force or does not, or taken back by the first."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from engine.errors import BadInput
from states.packs.differences import differences
from states.packs.known import stored
from states.packs.store import of_digest
from states.roles import Permission
from states.wordings import proposals
from states.wordings.proposals import LONGEST, STATES, Proposal
from web import confirm, now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.lab_changes.blueprint import bp


class ReasonForm(Form):
    """Why a proposal is taken back or refused."""

    reason = TextAreaField(_l("原因"), [required(), at_most(LONGEST)])


@bp.get("/changes/<int:number>")
@access(Permission.READ_PACKS, Area.OPEN)
def show(number: int) -> str:
    """Show a proposal with what the checks say of it today."""
    with reading() as db:
        one = proposals.find(db, number)
        packs = [of_digest(db, digest) for digest in one.wordings.values()]
        problems = proposals.problems(db, one) if one.is_open else ()
        parts = _differing(db, one) if one.is_open else None
    mine = one.proposed_by == who.actor().id
    return render_template(
        "lab_changes/show.html", one=one, packs=packs, problems=problems, mine=mine, states=STATES, parts=parts
    )


def _differing(db: Session, one: Proposal) -> list[tuple[str, list[str]]] | None:
    """What the proposal changes against the wording in force, part by part; None where it is a new plan."""
    row = stored(db).get(one.pack_id)
    if row is None:
        return None
    found = differences(of_digest(db, row.digest), of_digest(db, one.digest))
    return [(part, [each.text for each in rows]) for part, rows in groupby(found, key=lambda each: each.part)]


@bp.get("/changes/<int:number>/activate")
@access(Permission.MANAGE_PACKS, Area.OPEN)
def ask_activate(number: int) -> str:
    """Ask before it is put in force."""
    with reading() as db:
        one = proposals.find(db, number)
    points = (
        _("从确认时起，新启动的程序按这一版办"),
        _("正在办理的户不变，仍按原来的一版办完；要改按这一版的，另行迁移"),
        _("启用的就是提出的那一版，摘要 %(digest)s", digest=one.digest[:16]),
    )
    text = _("“%(title)s”由%(who)s提出。", title=one.title, who=one.proposed_by_name)
    return confirm.ask(_("启用方案"), text, _("确认启用"), url_for(".show", number=number), points=points)


@bp.post("/changes/<int:number>/activate")
@access(Permission.MANAGE_PACKS, Area.OPEN)
def activate(number: int) -> Response:
    """Put it in force."""

    def act() -> None:
        proposals.activate(db, number, by=who.actor(), at=now.now())

    try:
        with work() as db:
            only_once.carry_out(db, act)
    except BadInput as error:
        for problem in error.problems:
            flash(str(problem), "danger")
        return redirect(url_for(".show", number=number))
    flash(_("已启用，从现在起生效"), "success")
    return redirect(url_for(".show", number=number))


@bp.get("/changes/<int:number>/refuse")
@access(Permission.MANAGE_PACKS, Area.OPEN)
def ask_refuse(number: int) -> str:
    """Ask for the reason."""
    with reading() as db:
        one = proposals.find(db, number)
    return render_template(
        "lab_changes/refuse.html", one=one, form=ReasonForm(), mine=one.proposed_by == who.actor().id
    )


@bp.post("/changes/<int:number>/refuse")
@access(Permission.MANAGE_PACKS, Area.OPEN)
def refuse(number: int) -> Response | tuple[str, int]:
    """Take it back or refuse it."""
    form = ReasonForm()
    with reading() as db:
        one = proposals.find(db, number)
    mine = one.proposed_by == who.actor().id
    if not form.validate():
        return render_template("lab_changes/refuse.html", one=one, form=form, mine=mine), 422

    def act() -> None:
        proposals.refuse(db, number, form.reason.data, by=who.actor(), at=now.now())

    try:
        with work() as db:
            only_once.carry_out(db, act)
    except BadInput as error:
        form.put(error)
        return render_template("lab_changes/refuse.html", one=one, form=form, mine=mine), 422
    flash(_("已撤回") if mine else _("已记下没有同意和原因"), "success")
    return redirect(url_for(".show", number=number))
