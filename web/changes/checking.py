"""What waits to be checked: side by side, one at a time or many; what is refused says why."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Problem
from engine.guards import Blocker
from engine.outlook import one as outlook
from engine.words import N_
from states.changes import deciding, shown
from states.changes.change import CHANGE, NATURES, PARTS, SOURCES
from states.reconciliation import ledgers, proposals
from states.regions import full_name, names
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import ReasonForm
from web.database import reading, work

MOST = 500


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List what waits."""
    nature, part = request.args.get("nature", ""), request.args.get("part", "")
    nature, part = nature if nature in NATURES else "", part if part in PARTS else ""
    after = request.args.get("after", 0, int)
    with reading() as db:
        lines, more = shown.waiting(db, who.actor(), nature=nature, part=part, keying=False, after=after)
        places = names(db, {code for one in lines for code in (one.change.area, one.change.area[:12])})
    asked: dict[str, Any] = {name: value for name, value in (("nature", nature), ("part", part)) if value}
    return render_template(
        "changes/index.html", lines=lines, places=places, natures=NATURES, parts=PARTS, sources=SOURCES, nature=nature,
        part=part, first=url_for(".index", **asked) if after else None, me=who.actor().id,
        next=url_for(".index", **asked, after=more) if more else None,
    )  # fmt: skip


@bp.post("/verify")
@access(Permission.VERIFY_CHANGE, Area.LIST)
def verify() -> str:
    """Let those that were ticked enter the register; tell which were held and why."""
    ids = {int(value) for value in request.form.getlist("change") if value.isdecimal() and len(value) < 16}
    if not ids:
        raise BadInput(Problem("", N_("请先勾选要核对的变更")))
    if len(ids) > MOST:
        raise BadInput(Problem("", N_("一次最多核对500条，请分批办理")))
    by, at = who.actor(), now.now()
    held: dict[int, tuple[Blocker, ...]] = {}

    def act() -> dict[str, int]:
        done = deciding.verify_many(db, tools.book(), ids, by=by, at=at)
        held.update(done.held)
        return {"moved": len(done.moved)}

    with work() as db:
        told = only_once.carry_out(db, act)
        kept = shown.of_cases(db, list(held), by)
    lines = [(line, held[line.change.case_id]) for line in kept]
    unknown = [blocker for number, blockers in held.items() if number < 0 for blocker in blockers]
    return render_template("changes/result.html", moved=told["moved"], held=lines, unknown=unknown, natures=NATURES)


@bp.get("/<int:change_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(change_id: int) -> str:
    """Show a change, and what can be done about it."""
    return _page(change_id, ReasonForm())


@bp.post("/<int:change_id>/verify")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def verify_one(change_id: int) -> Response:
    """Let it enter the register."""
    by, at = who.actor(), now.now()
    with work() as db:
        change = deciding.find(db, change_id, by)
        only_once.carry_out(db, lambda: deciding.verify(db, tools.book(), change, by=by, at=at))
    flash(_("已核对入册"), "success")
    return redirect(url_for(".show", change_id=change_id))


@bp.post("/<int:change_id>/reject")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def reject(change_id: int) -> Response | tuple[str, int]:
    """Refuse it, with a reason."""
    form, by, at = ReasonForm(), who.actor(), now.now()
    if form.validate_on_submit():
        try:
            with work() as db:
                change = deciding.find(db, change_id, by)
                reason = form.reason.data
                only_once.carry_out(db, lambda: deciding.reject(db, tools.book(), change, reason, by=by, at=at))
            flash(_("已登记核对不通过"), "success")
            return redirect(url_for(".show", change_id=change_id))
        except BadInput as error:
            form.put(error)
    return _page(change_id, form), 422


@bp.post("/<int:change_id>/withdraw")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def withdraw(change_id: int) -> Response:
    """Take back what one has proposed."""
    by, at = who.actor(), now.now()
    with work() as db:
        change = deciding.find(db, change_id, by)
        only_once.carry_out(db, lambda: deciding.withdraw(db, tools.book(), change, by=by, at=at))
    flash(_("已撤回"), "success")
    return redirect(url_for(".show", change_id=change_id))


def _page(change_id: int, form: ReasonForm) -> str:
    by = who.actor()
    with reading() as db:
        line = shown.one(db, change_id, by)
        moves = outlook(db, tools.book(), line.change.case_id, by, now.now()).moves
        place = full_name(db, line.change.area, above=line.change.area[:4])
        basis = proposals.basis_of(db, change_id)
    acts = {move.name: blockers for move, blockers in moves if by.role in move.by}
    return render_template(
        "changes/show.html", line=line, one=line.change, acts=acts, place=place, form=form, natures=NATURES,
        parts=PARTS, sources=SOURCES, labels=CHANGE.labels, basis=basis,
        ledger=ledgers.by_id().get(basis.difference.ledger) if basis else None,
    )  # fmt: skip
