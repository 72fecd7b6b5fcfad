"""The households of an area by place and state, and the search for people among them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from engine import tallies
from states import case_list, regions
from states.codes import codes
from states.lifecycle import LABELS, WAYS
from states.roles import Permission
from states.search import Place, search
from web import who
from web.access import Area, access
from web.database import reading
from web.register.blueprint import bp

PAGE = 50
PARTS = {6: "village", 9: "village", 12: "group"}


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the households, or find some of them."""
    words = request.args.get("q", "").strip()[:60]
    return _found(words) if words else _listed()


def _listed() -> str:
    by = who.actor()
    area, state = request.args.get("area", ""), request.args.get("state", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    state = state if state in LABELS else ""
    after = request.args.get("after", 0, int)
    with reading() as db:
        rows = case_list.listed(db, by, area=area, state=state, after=after, limit=PAGE + 1)
        counts = tallies.count(db, case_list.KIND, area or by.area)
        parts = regions.below(db, by.area, PARTS.get(len(by.area), "village"))
        places = regions.names(db, {code for row in rows for code in (row.area, row.area[:12])})
    more = rows[PAGE - 1].case_id if len(rows) > PAGE else None
    asked: dict[str, Any] = {name: value for name, value in (("area", area), ("state", state)) if value}
    return _page(
        rows=rows[:PAGE], counts=counts, parts=parts, places=places, area=area, state=state, words="",
        next=url_for(".index", **asked, after=more) if more else None, hits=None,
    )  # fmt: skip


def _found(words: str) -> str:
    """A page of people: who is asked for by name finds the household."""
    by = who.actor()
    after = _place(request.args.get("after", ""))
    with reading() as db:
        found = search(db, by, words, limit=PAGE, after=after)
        places = regions.names(db, {code for hit in found.hits for code in (hit.group_code, hit.group_code[:12])})
    place = found.after
    more = url_for(".index", q=words, after=f"{place.column}~{place.member_id}~{place.value}") if place else None
    return _page(
        hits=found.hits, places=places, words=words, next=more, rows=(), counts={}, parts=(), area="", state=""
    )


def _page(**shown: Any) -> str:
    base = url_for("cases.show", case_id=0)[:-1]
    moves = {name: way.label for name, way in WAYS.items()}
    return render_template("register/index.html", labels=LABELS, moves=moves, codes=codes, case_base=base, **shown)


def _place(text: str) -> Place | None:
    column, _mark, rest = text.partition("~")
    number, _mark, value = rest.partition("~")
    return Place(column, value, int(number)) if number.isdecimal() and len(number) < 16 else None
