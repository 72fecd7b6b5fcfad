"""Finishing many steps at once: asked once more, then each goes on or is held with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from engine.advance import advance_many
from engine.errors import BadInput, Problem
from engine.guards import Blocker
from engine.words import N_
from states import desk
from states.case_list import named
from states.desk import Row
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.worklist.blueprint import bp

MOST = 2000


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with the households that it holds."""

    blocker: Blocker
    heads: tuple[str, ...]


@bp.post("/confirm")
@access(Permission.ADVANCE, Area.LIST)
def confirm() -> str:
    """Show what will be finished, and what cannot be and why; nothing is written."""
    chosen = _chosen()
    with reading() as db:
        rows = _rows(db, chosen)
    ready = [row for row in rows if row.can_finish]
    held = [(row.head_name, blocker) for row in rows for blocker in row.blockers]
    return render_template(
        "worklist/confirm.html", ready=ready, steps=_by_step(ready), held=_grouped(held),
        kept_out=len(rows) - len(ready), back=_back(),
    )  # fmt: skip


@bp.post("/finish")
@access(Permission.ADVANCE, Area.LIST)
def finish() -> str:
    """Finish them in one transaction and tell what became of each; the same form sent twice does it once."""
    chosen, by, at, key = _chosen(), who.actor(), now.now(), once.key()
    note = request.form.get("note", "").strip()[:400]
    moved: list[tuple[str, str]] = []
    held: list[tuple[int, str, str, Blocker]] = []
    again = False
    with work() as db:
        seen = {(row.case_id, row.step): row for row in _rows(db, chosen)}
        heads = named(db, [case_id for _step, case_id in chosen])
        for step in dict.fromkeys(step for step, _case in chosen):
            ids = [case_id for (case_id, name), row in seen.items() if name == step and not row.is_notice]
            if not ids:
                continue
            told = {
                "key": f"{key}:{step}"[:64],
                "note": note,
                "sure": False,
            }  # what cannot be undone is done one by one
            outcome = advance_many(db, tools.book(), ids, step, by=by, at=at, **told)  # type: ignore[arg-type]
            again = again or outcome.again
            moved += [(heads[one.case_id][1], seen[one.case_id, step].title) for one in outcome.moved]
            held += [(id_, step, heads[id_][1], b) for id_, blockers in outcome.held.items() for b in blockers]
    return render_template(
        "worklist/result.html", moved=moved, held=_grouped((head, blocker) for _i, _s, head, blocker in held),
        still=dict.fromkeys((case_id, step) for case_id, step, _h, _b in held), again=again, back=_back(),
    )  # fmt: skip


def _chosen() -> list[tuple[str, int]]:
    """The steps and cases that were ticked."""
    found = []
    for value in request.form.getlist("row"):
        case_id, _colon, step = value.partition(":")
        if case_id.isdecimal() and len(case_id) < 16 and step:
            found.append((step, int(case_id)))
    if not found:
        raise BadInput(Problem("", N_("请先勾选要办理的农户")))
    if len(found) > MOST:
        raise BadInput(Problem("", N_("一次最多办理2000户，请分批办理")))
    return list(dict.fromkeys(found))


def _rows(db: Session, chosen: list[tuple[str, int]]) -> list[Row]:
    rows: list[Row] = []
    for step in dict.fromkeys(step for step, _case in chosen):
        ids = [case_id for name, case_id in chosen if name == step]
        rows += desk.chosen(db, tools.book(), step, ids, who.actor(), now.now())
    return rows


def _by_step(rows: list[Row]) -> list[tuple[str, int]]:
    titles: dict[str, int] = {}
    for row in rows:
        titles[row.title] = titles.get(row.title, 0) + 1
    return list(titles.items())


def _grouped(held: Iterable[tuple[str, Blocker]]) -> list[Reason]:
    """Reasons with all whom they hold, the most frequent first."""
    found: dict[str, tuple[Blocker, list[str]]] = {}
    for head, blocker in held:
        found.setdefault(blocker.message, (blocker, []))[1].append(head)
    return sorted((Reason(b, tuple(heads)) for b, heads in found.values()), key=lambda one: -len(one.heads))


def _back() -> str:
    """The list from which the form came, on which what was ticked stays so."""
    back = request.form.get("back", "")
    return back if back.startswith(url_for(".index")) and "\\" not in back else url_for(".index")
