"""The two check lists: proposed by the program, settled line by line by the village, begun in bulk (XZ21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.actors import Actor
from engine.errors import BadInput
from engine.guards import Blocker
from states import regions
from states.lifecycle import LABELS, WAYS
from states.look_back import check_list, proposing, settling
from states.look_back.check_lines import LISTS, LOOK_BACK, STANDINGS, WAYS_OF
from states.look_back.check_list import Asked
from states.look_back.settling import Settled
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.help import asked as place
from web.look_back.blueprint import bp
from web.words import term


def _confirm(db: Session, ids: list[int], _reason: str, by: Actor, at: datetime) -> Settled:
    return settling.confirm(db, ids, by=by, at=at)


def _strike(db: Session, ids: list[int], reason: str, by: Actor, at: datetime) -> Settled:
    return settling.strike(db, ids, reason, by=by, at=at)


def _begin(db: Session, ids: list[int], _reason: str, by: Actor, at: datetime) -> Settled:
    return settling.begin(db, tools.book(), ids, by=by, at=at)


ACTS: Mapping[str, Callable[[Session, list[int], str, Actor, datetime], Settled]] = {
    "confirm": _confirm,
    "strike": _strike,
    "begin": _begin,
}


def _asked() -> Asked:
    values = request.values
    name = values.get("list", "") if values.get("list", "") in LISTS else LOOK_BACK
    way = values.get("way", "") if values.get("way", "") in WAYS_OF[name] else ""
    standing = values.get("standing", "") if values.get("standing", "") in STANDINGS else ""
    return Asked(name, place.area(), way, standing)


@bp.get("/lists")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def lists() -> str:
    """Show a check list."""
    return _page(_asked(), {}, "", "")


@bp.post("/propose")
@access(Permission.RUN_QUALITY, Area.LIST)
def propose() -> Response:
    """Draw up the lists of a place anew."""
    asked = _asked()
    with work() as db:
        told = only_once.carry_out(db, lambda: {"n": proposing.propose(db, asked.area, by=who.actor(), at=now.now())})
    flash(_("已提出名单，%(n)s条待村级核查", n=told["n"]), "success")
    return redirect(url_for(".lists", list=asked.list, area=asked.area))


@bp.post("/lists")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def settle() -> Response | tuple[str, int]:
    """Confirm, strike, or begin the lines that are ticked; those that cannot be stay, with the reasons."""
    asked, reason = _asked(), request.form.get("reason", "").strip()[:400]
    ids = [int(text) for text in request.form.getlist("line") if text.isdecimal() and len(text) < 16]
    act = ACTS.get(request.form.get("act", ""))
    if act is None or not ids:
        return _page(asked, {}, _("请先勾选名单上的户，再选要办的事"), reason), 422
    held: dict[int, tuple[Blocker, ...]] = {}

    def carry_out() -> dict[str, Any]:
        settled = act(db, ids, reason, who.actor(), now.now())
        held.update(settled.held)
        return {"n": len(settled.done)}

    try:
        with work() as db:
            done = only_once.carry_out(db, carry_out)["n"]
    except BadInput as error:
        return _page(asked, {}, term(error.problems[0].reason), reason), 422
    if done:
        flash(_("已办%(n)s条", n=done), "success")
    if held:
        return _page(asked, held, "", reason), 409
    return redirect(url_for(".lists", list=asked.list, area=asked.area, way=asked.way, standing=asked.standing))


@bp.get("/sheet")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def sheet() -> str:
    """Show a list as a sheet to print, village by village, with room for what is found at the house."""
    asked, by = _asked(), who.actor()
    with reading() as db:
        rows, more = check_list.listed(db, by, asked, request.args.get("after", 0, int), 500)
        places = regions.names(db, {code for one in rows for code in (one.line.area, one.line.area[:12])})
    villages: dict[str, list[check_list.Listed]] = {}
    for one in rows:
        villages.setdefault(one.line.area[:12], []).append(one)
    return render_template(
        "look_back/sheet.html", villages=villages, places=places, asked=asked, lists=LISTS, ways=WAYS, states=LABELS,
        next=url_for(".sheet", list=asked.list, area=asked.area, way=asked.way, after=more) if more else None,
    )  # fmt: skip


def _page(asked: Asked, held: dict[int, tuple[Blocker, ...]], problem: str, reason: str) -> str:
    by = who.actor()
    with reading() as db:
        rows, more = check_list.listed(db, by, asked, request.args.get("after", 0, int))
        counts = check_list.counts(db, by, asked)
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
        places = regions.names(db, {code for one in rows for code in (one.line.area, one.line.area[:12])})
    onward: dict[str, Any] = {"list": asked.list, "area": asked.area, "way": asked.way, "standing": asked.standing}
    return render_template(
        "look_back/lists.html", rows=rows, counts=counts, parts=parts, places=places, asked=asked, lists=LISTS,
        ways=WAYS, standings=STANDINGS, states=LABELS, held=held, problem=problem, reason=reason,
        next=url_for(".lists", **onward, after=more) if more else None,
    )  # fmt: skip
