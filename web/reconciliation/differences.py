"""The worklist of differences, settling the ticked ones, and one difference with its history."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput, NotFound, Problem
from engine.evidence import Evidence
from engine.words import N_
from states import openings, regions
from states.changes.change import CHANGE
from states.evidence.record import KINDS as KINDS_OF_EVIDENCE
from states.reconciliation import desk, proposals
from states.reconciliation.differences import DIFFERENCE, KINDS, MOVED, REMEDIES
from states.reconciliation.ledgers import ledgers
from states.reconciliation.settling import AT_ONCE, settle
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.reconciliation.blueprint import bp
from web.reconciliation.forms import SettleForm
from web.safe import back_to
from web.words import day, message, term

PARTS = {4: "county", 6: "township", 9: "village"}


@bp.get("/differences")
@access(Permission.READ_RECONCILIATION, Area.LIST)
def worklist() -> str:
    """List the differences that the address asks for."""
    by, asked = who.actor(), _asked()
    with reading() as db:
        found, more = desk.listed(db, by, asked=asked, after=max(0, request.args.get("after", 0, int)))
        proposed = proposals.of_differences(db, [line.difference.id for line in found])
        parts = regions.below(db, by.area, PARTS.get(len(by.area), "village")) if by.role != "department" else ()
    return render_template(
        "reconciliation/differences.html", found=found, asked=asked, parts=parts, ledgers=ledgers(by), kinds=KINDS,
        labels=DIFFERENCE.labels, moved=MOVED, proposed=proposed, change_states=CHANGE.labels,
        remedies=REMEDIES, next=url_for(".worklist", **asked, after=more) if more else None,
    )  # fmt: skip


@bp.post("/differences/settle")
@access(Permission.RECONCILE, Area.LIST)
def settle_ticked() -> str | Response | tuple[str, int]:
    """Settle the ticked differences; asks for the verdict first."""
    by, at, form = who.actor(), now.now(), SettleForm()
    ids = sorted({int(one) for one in request.form.getlist("row") if one.isdecimal() and len(one) < 16})
    if not ids or len(ids) > AT_ONCE:
        raise BadInput(Problem("row", N_("请先勾选要核定的差异，一次最多2000条")))
    with reading() as db:
        found = desk.chosen(db, by, ids)
        proofs = [SelectChoice(one.id, _named(one)) for one in desk.proofs(db, found)]
    form.offer(proofs)
    if len(found) != len(ids):
        raise NotFound("difference", len(ids))
    back = back_to(request.form.get("back"), "reconciliation.worklist")
    if request.form.get("sure") != "yes":
        form = SettleForm(formdata=None)
        form.offer(proofs)
        return _page(form, found, back)
    if not form.validate_on_submit():
        return _page(form, found, back), 422
    try:
        with work() as db:
            done = only_once.carry_out(db, lambda: _settled(db, ids, form, by, at))
    except BadInput as error:
        form.put(error)
        return _page(form, found, back), 422
    if done["moved"]:
        flash(_("已核定%(n)s条", n=done["moved"]), "success")
    for text, n in done["held"].items():
        flash(_("%(n)s条没有核定：%(why)s", n=n, why=text), "warning")
    return redirect(back)


@bp.get("/differences/<int:difference_id>")
@access(Permission.READ_RECONCILIATION, Area.RECORD, logs_opening=True)
def difference(difference_id: int) -> str:
    """Show the three values side by side, and how they came about; noted in the access log."""
    by = who.actor()
    with work() as db:
        line = desk.find(db, difference_id, by)
        openings.note(db, who.signed_in().id, f"difference:{difference_id}", now.wall())
        proposed = proposals.of_differences(db, [difference_id]).get(difference_id, [])
        seen, settled = desk.sightings(db, line.difference), desk.settlements(db, line.difference)
        place = regions.full_name(db, line.difference.area, above=line.difference.area[:4])
    return render_template(
        "reconciliation/difference.html", line=line, one=line.difference, seen=seen, settled=settled, place=place,
        kinds=KINDS, moved=MOVED, labels=DIFFERENCE.labels, remedies=REMEDIES, proposed=proposed,
        change_states=CHANGE.labels, is_ours=by.role != "department",
    )  # fmt: skip


def _settled(db: Session, ids: list[int], form: SettleForm, by: Any, at: Any) -> dict[str, Any]:
    outcome = settle(db, tools.book(), ids, form.verdict(), by=by, at=at)
    held: dict[str, int] = {}
    for blockers in outcome.held.values():
        for blocker in blockers:
            held[message(blocker)] = held.get(message(blocker), 0) + 1
    return {"moved": len(outcome.moved), "held": held}


def _named(one: Evidence) -> str:
    return f"{term(KINDS_OF_EVIDENCE[one.kind].title)} {day(one.happened_on)} {one.recorded_by_name}"


def _page(form: SettleForm, found: list[desk.Line], back: str) -> str:
    return render_template("reconciliation/settle.html", form=form, found=found, back=back, kinds=KINDS)


def _asked() -> dict[str, Any]:
    by = who.actor()
    area = request.args.get("area", "")
    known: dict[str, set[str]] = {
        "ledger": {ledger.id for ledger in ledgers(by)},
        "field": {field.name for ledger in ledgers(by) for field in ledger.fields} | {"listed"},
        "kind": set(KINDS),
        "moved": set(MOVED) - {""},
        "state": set(DIFFERENCE.labels),
        "remedy": set(REMEDIES),
        "area": {area} if area.isdecimal() and by.covers(area) else set(),
    }
    return {name: value for name, values in known.items() if (value := request.args.get(name, "")) in values}
