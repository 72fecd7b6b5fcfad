"""What finished procedures lack, by village and household, and filling it in bulk (XZ08)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.guards import Blocker
from states import case_list, regions
from states.look_back import filling, gaps
from states.roles import Permission
from web import confirm, now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.help import asked
from web.look_back.blueprint import bp

A_TOWNSHIP = 9
"""Above a township gaps are counted only where somebody asks for a part."""


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the households whose finished procedures lack something, with how far each is filled."""
    return _page({})


@bp.get("/fill")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def ask_fill() -> str:
    """Ask before the gaps of a whole place are opened to be filled."""
    with reading() as db:
        place = regions.full_name(db, asked.area())
    text = _("%(place)s缺程序的户，缺哪一步就开哪一步；已有的不重来，状态和原来的日期不变。", place=place)
    points = (_("一次会议、一份公示可以补很多户"), _("写现在实际办的日期，历史里标明“补录”"))
    return confirm.ask(_("成批启动补程序"), text, _("启动"), url_for(".index", area=asked.area()), points=points)


@bp.post("/fill")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def fill() -> Response | tuple[str, int]:
    """Open the gaps of every household of a place that is not in a procedure."""
    held: dict[int, tuple[Blocker, ...]] = {}

    def act() -> dict[str, Any]:
        begun = filling.begin_area(db, tools.book(), asked.area(), by=who.actor(), at=now.now())
        held.update(begun.held)
        return {"n": len(begun.runs)}

    with work() as db:
        done = only_once.carry_out(db, act)
    flash(_("已启动%(n)s户的补程序", n=done["n"]), "success")
    return (_page(held), 409) if held else redirect(url_for(".index", area=asked.area()))


@bp.post("/household/<int:case_id>/fill")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def fill_one(case_id: int) -> Response | tuple[str, int]:
    """Open the gaps of one household."""
    held: dict[int, tuple[Blocker, ...]] = {}

    def act() -> dict[str, Any]:
        begun = filling.begin(db, tools.book(), [case_id], by=who.actor(), at=now.now())
        held.update(begun.held)
        return {"n": len(begun.runs)}

    with work() as db:
        only_once.carry_out(db, act)
    return (_page(held), 409) if held else redirect(url_for("cases.show", case_id=case_id))


def _page(held: dict[int, tuple[Blocker, ...]]) -> str:
    by, at, area, book = who.actor(), now.now(), asked.area(), tools.book()
    with reading() as db:
        rows, more = gaps.gaps(db, book, by, area, at, request.args.get("after", 0, int))
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
        places = _places(db, rows, {part.code: part.name for part in parts})
        counts = gaps.counts(db, book, by, area, at) if len(area) >= A_TOWNSHIP else {}
        names = regions.names(db, counts)
        named = case_list.named(db, sorted(held))
    papers = sorted({name for n in counts.values() for name in n if name})
    return render_template(
        "look_back/gaps.html", rows=rows, parts=parts, places=places, counts=counts, names=names, papers=papers,
        area=area, held=held, named=named, next=url_for(".index", area=area, after=more) if more else None,
    )  # fmt: skip


def _places(db: Session, rows: list[gaps.Checked], known: dict[str, str]) -> dict[str, str]:
    areas = {code for one in rows for code in (one.of.area, one.of.area[:12])}
    return known | regions.names(db, areas)
