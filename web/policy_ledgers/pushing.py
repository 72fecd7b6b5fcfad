"""Pushing a ledger: the workbook is looked through first, then taken as a whole or handed back with remarks."""

from __future__ import annotations

from tempfile import TemporaryFile

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.exchange.remarks import hand_back
from states.policy_ledgers import workbook
from states.policy_ledgers.pushing import Push, push
from states.policy_ledgers.workbook import Looked
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.policy_ledgers.blueprint import bp
from web.policy_ledgers.forms import PushForm
from web.uploaded import kept, uploads
from web.words import fill

SHOWN = 30


@bp.get("/new")
@access(Permission.PUSH_POLICY_LEDGER)
def ask() -> str:
    """Ask for the quarter, the policy and the file."""
    return _page(_form())


@bp.get("/form.xlsx")
@access(Permission.PUSH_POLICY_LEDGER)
def blank() -> Answer:
    """The empty form."""
    return _file(workbook.blank(), "policy-ledger.xlsx")


@bp.post("/new")
@access(Permission.PUSH_POLICY_LEDGER, Area.LIST)
def look() -> Response | str | tuple[str, int]:
    """Look through the file and tell whom it means; a report that nothing changed is taken at once."""
    form, sent = _form(), uploads("file")
    if not form.validate_on_submit():
        return _page(form), 422
    if form.zero.data:
        return _take(form, None)
    if not sent:
        form.form_errors.append(_("请选择台账文件；没有调整的勾选零报告"))
        return _page(form), 422
    try:
        with reading() as db:
            looked = _look(db, sent[0].data, sent[0].name)
    except BadWorkbook as error:
        form.form_errors.append(fill(error.text, error.facts))
        return _page(form), 422
    page = _page(form, looked, tools.store().put(sent[0].data))
    return (page, 422) if looked.problems else page


@bp.post("/remarks")
@access(Permission.PUSH_POLICY_LEDGER, Area.LIST)
def remarks() -> Answer:
    """Hand the file back with a remark beside each cell that is wrong."""
    with reading() as db:
        looked = _look(db, *kept())
    with TemporaryFile() as out:
        hand_back(looked.sheet, looked, out)
        out.seek(0)
        return _file(out.read(), "remarks.xlsx")


@bp.post("/take")
@access(Permission.PUSH_POLICY_LEDGER, Area.LIST)
def take() -> Response | tuple[str, int]:
    """Take the file that was looked at."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    with reading() as db:
        looked = _look(db, *kept())
    if looked.problems:
        return _page(form, looked, request.form.get("digest", "")), 409
    return _take(form, looked)


def _take(form: PushForm, looked: Looked | None) -> Response | tuple[str, int]:
    by, at, policy = who.actor(), now.now(), (form.policy.data or "").strip() if looked else ""
    given = Push(form.quarter, policy, looked.drafts if looked else (), form.reason.data or "")
    try:
        with work() as db:
            made = push(db, tools.book(), given, by=by, at=at, key=once.key())
    except BadInput as error:
        form.put(error)
        digest = request.form.get("digest", "")
        return _page(form, looked, digest if looked and digest else _again(looked)), 422
    text = _("已推送%(n)s条，对到农户%(m)s条", n=made.lines, m=made.matched) if made.lines else _("已作零报告")
    flash(text, "success")
    return redirect(url_for(".show", policy_id=made.id))


def _again(looked: Looked | None) -> str:
    return looked.sheet.digest if looked else ""


def _look(db: Session, data: bytes, name: str) -> Looked:
    return workbook.look(db, data, name, by=who.actor(), at=now.now())


def _form() -> PushForm:
    form = PushForm()
    form.offer(now.today())
    return form


def _page(form: PushForm, looked: Looked | None = None, digest: str = "") -> str:
    return render_template("policy_ledgers/new.html", form=form, looked=looked, digest=digest, shown=SHOWN)


def _file(data: bytes, name: str) -> Answer:
    response = Answer(data, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
