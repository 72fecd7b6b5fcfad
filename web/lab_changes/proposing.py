"""Proposing a wording: the file is checked, then kept for another person to put in force."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Problem
from states.packs.checking import named
from states.roles import Permission
from states.toml_texts import decoded
from states.wordings import proposals
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.lab_changes.blueprint import bp
from web.uploaded import kept, uploads


@bp.get("/changes/new")
@access(Permission.MANAGE_PACKS, Area.NONE)
def ask_propose() -> str:
    """Ask for the file."""
    return render_template("lab_changes/new.html", problems=())


@bp.post("/changes/new")
@access(Permission.MANAGE_PACKS, Area.NONE)
def check() -> str | tuple[str, int]:
    """Say everything that is wrong with the file, or what it brings; nothing is proposed yet."""
    sent = uploads("file")
    if not sent:
        return _refused([Problem("", _("请选择方案文件"))])
    [file] = sent[:1]
    try:
        text = decoded(file.data, file.name)
        with reading() as db:
            name = named(file.name.removesuffix(".toml"), text)
            brought = proposals.read(db, name, text)
    except BadInput as error:
        return _refused(error.problems, file.name)
    digest = tools.store().put(file.data)  # kept as sent, so that what is proposed is what was checked
    return render_template(
        "lab_changes/checked.html", one=brought[name], along=[pack for one, pack in brought.items() if one != name],
        digest=digest, file=file.name,
    )  # fmt: skip


@bp.post("/changes/propose")
@access(Permission.MANAGE_PACKS, Area.NONE)
def propose() -> Response | tuple[str, int]:
    """Propose what was checked."""
    data, file = kept()

    def act() -> dict[str, Any]:
        text = decoded(data, file)
        name = named(file.removesuffix(".toml"), text)
        return {"id": proposals.propose(db, name, text, by=who.actor(), at=now.now()).id}

    try:
        with work() as db:
            done = only_once.carry_out(db, act)
    except BadInput as error:
        return _refused(error.problems, file)
    flash(_("已提出，还没有生效；请另一个人核对后启用"), "success")
    return redirect(url_for(".show", number=done["id"]))


def _refused(problems: Any, file: str = "") -> tuple[str, int]:
    return render_template("lab_changes/new.html", problems=problems, file=file), 422
