"""Keying a second time without seeing the first, and settling where the two differ."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput, Refused
from states.changes import deciding, keying, shown
from states.changes.change import ONCE
from states.evidence.record import KINDS
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import AgreeForm, KeyForm
from web.database import reading, work
from web.words import say as _
from web.words import term


@bp.get("/keying")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def keyings() -> str:
    """List what must be keyed a second time, and where two keyings differ."""
    after = request.args.get("after", 0, int)
    with reading() as db:
        lines, more = shown.waiting(db, who.actor(), keying=True, after=after)
    return render_template(
        "changes/keying.html", lines=lines, once_=ONCE, me=who.actor().id, first=url_for(".keyings") if after else None,
        next=url_for(".keyings", after=more) if more else None,
    )  # fmt: skip


@bp.get("/<int:change_id>/key")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_key(change_id: int) -> str:
    """Ask for the value; the first one is not shown."""
    return _page(change_id, KeyForm())


@bp.post("/<int:change_id>/key")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def key(change_id: int) -> Response | tuple[str, int]:
    """Keep it."""
    form, by, at = KeyForm(), who.actor(), now.now()
    if not form.validate_on_submit():
        return _page(change_id, form), 422
    try:
        with work() as db:
            change = deciding.find(db, change_id, by)
            written = form.written.data
            told = only_once.carry_out(db, lambda: {"same": keying.key_again(db, change, written, by=by, at=at)})
    except BadInput as error:
        form.put(error)
        return _page(change_id, form), 422
    except Refused as error:
        return _page(change_id, form, refused=error.blockers), 409
    if told["same"]:
        flash(_("两遍录入一致，可以核对了"), "success")
    else:
        flash(_("两遍录入不一致，已列入待核定"), "warning")
    return redirect(url_for(".keyings"))


@bp.get("/<int:change_id>/agree")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def ask_agree(change_id: int) -> str:
    """Show both keyings."""
    form = AgreeForm()
    _offer(form, change_id)
    return _page(change_id, form)


@bp.post("/<int:change_id>/agree")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def agree(change_id: int) -> Response | tuple[str, int]:
    """Settle which is right."""
    form, by, at = AgreeForm(), who.actor(), now.now()
    _offer(form, change_id)
    if not form.validate_on_submit():
        return _page(change_id, form), 422
    proof = int(form.evidence.data) if form.evidence.data else None
    told: dict[str, Any] = {"value": form.value.data or "", "evidence": proof, "by": by, "at": at}
    try:
        with work() as db:
            change, choice = deciding.find(db, change_id, by), form.choice.data
            only_once.carry_out(db, lambda: keying.agree(db, change, choice, form.reason.data, **told))
    except BadInput as error:
        form.put(error)
        return _page(change_id, form), 422
    except Refused as error:
        return _page(change_id, form, refused=error.blockers), 409
    flash(_("已核定，可以核对了"), "success")
    return redirect(url_for(".keyings"))


def _offer(form: AgreeForm, change_id: int) -> None:
    with reading() as db:
        change = deciding.find(db, change_id, who.actor())
        proofs = keying.proofs(db, change)
    field = keying.field_of(change)
    both = change.keying != ONCE  # before the second keying nobody sees the first
    values = [("first", change.keyed), ("second", change.second or "")] if both else []
    form.choice.choices = [
        *(SelectChoice(name, _label(name, field.shown(value))) for name, value in values),
        SelectChoice("third", _("两个都不对，用第三个值")),
    ]
    form.evidence.choices = [
        SelectChoice("", "—"),
        *(SelectChoice(str(p.evidence_id), f"{term(KINDS[p.kind].title)} {p.happened_on}") for p in proofs),
    ]


def _label(name: str, value: str) -> str:
    return _("第一遍：%(value)s", value=value) if name == "first" else _("第二遍：%(value)s", value=value)


def _page(change_id: int, form: KeyForm | AgreeForm, **more: Any) -> str:
    with reading() as db:
        line = shown.one(db, change_id, who.actor())
    field = keying.field_of(line.change)
    keys = isinstance(form, KeyForm)
    named = {"who": line.who, "field": term(field.label)}
    title = _("第二遍录入：%(who)s的%(field)s", **named) if keys else _("核定：%(who)s的%(field)s", **named)
    if keys and (known := field.codes(now.today())):
        more["hint"] = _("可填：%(values)s", values="、".join(known.labels.values()))
    path = [(url_for("data.index"), _("数据")), (url_for(".keyings"), _("两人各录一遍"))]
    return render_template(
        "changes/form.html", form=form, title=title, back=url_for(".keyings"), path=path,
        act=_("提交") if keys else _("核定"), **more,
    )  # fmt: skip
