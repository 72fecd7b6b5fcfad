"""表样投入使用: a text is checked, laid beside what holds now and beside the register, then taken into use."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from engine.errors import BadInput, NotFound, Problem
from states import code_book
from states.code_editions import CodeEdition
from states.exchange import differing, exports, site_data
from states.exchange.layouts import Layout
from states.exchange.site_layouts import in_force
from states.roles import Permission
from states.site_editions import LONGEST, SiteEdition
from states.toml_texts import decoded
from web import now, only_once, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.exchange.blueprint import bp
from web.forms import Form, at_most, required
from web.uploaded import kept, uploads

FIRST = 5
"""So many lines of the register are shown as the new layout would hand them out."""


class WithdrawForm(Form):
    """Why an edition is withdrawn."""

    reason = TextAreaField(_l("撤回的原因"), [required(), at_most(LONGEST)])


@bp.get("/data/exchange/layouts/check")
@access(Permission.CHECK_FORMS, Area.NONE)
def ask_check() -> str:
    """Ask for the file."""
    return render_template("exchange/check.html", problems=())


@bp.post("/data/exchange/layouts/check")
@access(Permission.CHECK_FORMS, Area.LIST)
def check() -> str | tuple[str, int]:
    """Say everything that is wrong with the file, or what it changes; nothing is taken into use."""
    sent = uploads("file")
    if not sent:
        return _refused([Problem("", _("请选择表样或代码表文件"))])
    [file] = sent[:1]
    try:
        with reading() as db:
            found = site_data.check(db, decoded(file.data, file.name), file.name)
            told = _differing(db, found)
            lines = _first(db, found)
    except BadInput as error:
        return _refused(error.problems, file.name)
    digest = tools.store().put(file.data)  # kept as sent, so that what is taken into use is what was looked at
    return render_template(
        "exchange/checked.html", one=found, is_layout=isinstance(found, Layout), told=told, lines=lines,
        digest=digest, file=file.name,
    )  # fmt: skip


@bp.post("/data/exchange/layouts/take")
@access(Permission.MANAGE_FORMS, Area.NONE)
def take_into_use() -> Response | tuple[str, int]:
    """Take what was shown into use."""
    data, name = kept()

    def act() -> dict[str, Any]:
        found = site_data.check(db, decoded(data, name), name)
        row = site_data.add(db, found, by=who.actor(), at=now.now())
        return {"title": row.title, "edition": row.edition}

    try:
        with work() as db:
            done = only_once.carry_out(db, act)
    except BadInput as error:
        return _refused(error.problems, name)
    flash(_("“%(title)s”%(edition)s版已投入使用", **done), "success")
    return redirect(url_for(".layouts"))


@bp.get("/data/exchange/layouts/<digest>/withdraw")
@access(Permission.MANAGE_FORMS, Area.OPEN)
def ask_withdraw(digest: str) -> str:
    """Ask why, and say what will hold then."""
    with reading() as db:
        row = _of_the_site(db, digest)
    return render_template("exchange/withdraw.html", row=row, form=WithdrawForm())


@bp.post("/data/exchange/layouts/<digest>/withdraw")
@access(Permission.MANAGE_FORMS, Area.OPEN)
def withdraw(digest: str) -> Response | tuple[str, int]:
    """Withdraw an edition of the site."""
    form = WithdrawForm()
    with reading() as db:
        row = _of_the_site(db, digest)
    if not form.validate():
        return render_template("exchange/withdraw.html", row=row, form=form), 422

    def act() -> None:
        one = _of_the_site(db, digest)
        site_data.withdraw(db, one.kind, one.name, one.edition, form.reason.data, by=who.actor(), at=now.now())

    try:
        with work() as db:
            only_once.carry_out(db, act)
    except BadInput as error:
        form.put(error)
        return render_template("exchange/withdraw.html", row=row, form=form), 422
    flash(_("“%(title)s”%(edition)s版已撤回", title=row.title, edition=row.edition), "success")
    return redirect(url_for(".layouts"))


def _of_the_site(db: Session, digest: str) -> SiteEdition:
    """The site's edition that the address names; raises `NotFound` for one that is the program's own."""
    row = site_data.of_digest(db, digest)[1]
    if row is None:
        raise NotFound("edition", digest)
    return row


def _differing(db: Session, found: Layout | CodeEdition) -> list[differing.Differing]:
    """What it changes against the one that holds now."""
    if isinstance(found, Layout):
        return differing.of_layouts(in_force(db).get(found.id), found)
    today = now.today()
    return differing.of_codes(code_book.book().current(found.list, today), found, today)


def _first(db: Session, found: Layout | CodeEdition) -> list[list[str]]:
    """The register's first lines as a layout would hand them out, for those who may see them."""
    if not isinstance(found, Layout) or not may(Permission.EXPORT):
        return []
    return exports.first(db, who.actor(), found, FIRST)


def _refused(problems: Any, file: str = "") -> tuple[str, int]:
    return render_template("exchange/check.html", problems=problems, file=file), 422
