"""Checking a pack that somebody hands in or pastes: every fault with its line. Nothing of it is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from engine.errors import Problem
from states.packs.checking import faults, together_with
from states.packs.known import texts
from states.roles import Permission
from web.access import Area, access
from web.database import reading
from web.lab.blueprint import bp
from web.uploaded import uploads

LONGEST = 400_000
LINE = re.compile(r"^(.*):(\d+)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with the line that it is about, where the file is the one handed in."""

    where: str
    line: str
    reason: str


@bp.get("/check")
@access(Permission.READ_PACKS, Area.NONE)
def check() -> str:
    """Ask for a pack."""
    return render_template("lab/check.html", faults=None, text="", error="")


@bp.post("/check")
@access(Permission.READ_PACKS, Area.NONE)
def look_through() -> str | tuple[str, int]:
    """Say everything that is wrong with it."""
    name, text, error = _handed_in()
    if error:
        return render_template("lab/check.html", faults=None, text=text, error=error), 422
    with reading() as db:
        known = texts(db)
    found = [_with_line(one, name, text, known) for one in faults(name, text, known)]
    return render_template("lab/check.html", faults=found, text=text, error="", name=name)


def _handed_in() -> tuple[str, str, str]:
    """What the file or else the field holds, under which name, and what is wrong with that."""
    text, name = request.form.get("text", ""), "pasted"
    if files := uploads("file"):
        name = files[0].name.removesuffix(".toml") or name
        try:
            text = files[0].data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return name, "", _("文件不是 UTF-8 编码的文本")
    if not text.strip():
        return name, "", _("请选一个方案文件，或者把方案的内容贴进来")
    if len(text) > LONGEST:
        return name, "", _("方案过长，请核对是不是选错了文件")
    return name, text.replace("\r\n", "\n"), ""


def _with_line(problem: Problem, name: str, text: str, known: dict[str, str]) -> Fault:
    own = together_with(name, text, known)[0]
    place = LINE.match(problem.where)
    lines = text.splitlines()
    if place and place[1] == f"{own}.toml" and int(place[2]) <= len(lines):
        return Fault(problem.where, lines[int(place[2]) - 1].strip(), problem.reason)
    return Fault(problem.where, "", problem.reason)
