"""One page before a person: the picture, whose it is and which form, and the way back."""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import openings, regions, uploads
from states.roles import Permission
from states.scans import deciding, desk
from states.scans.page import LABELS, OPEN, QUEUED, REASONS
from states.search import search
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.scans.blueprint import bp
from web.scans.naming import form_title, forms, kinds_of
from web.words import term

HITS, ZOOMS = 12, (1, 2, 3)


@bp.get("/pages/<int:page_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def page(page_id: int) -> str:
    """Show the picture, and what can be done with it."""
    return _shown(page_id, {})


@bp.get("/pages/<int:page_id>/image")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def image(page_id: int) -> Answer:
    """The picture, turned if asked; that somebody looked is logged."""
    with reading() as db:
        found = deciding.find(db, page_id, who.actor())
    data = uploads.turned(tools.store().get(found.image), _turn())
    with work() as db:
        openings.note(db, who.signed_in().id, f"scan:{page_id}", now.wall())
    answer = Answer(data, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="scan-{page_id}.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@bp.post("/pages/<int:page_id>/file")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def file(page_id: int) -> Response | tuple[str, int]:
    """File the page under the chosen household, as the chosen form."""
    by, at, book, form = who.actor(), now.now(), tools.book(), request.form.get("form", "")
    number = request.form.get("number", "")[:32]
    with reading() as db:
        image = deciding.find(db, page_id, by).image
    if turn := _turn():
        image = tools.store().put(uploads.turned(tools.store().get(image), turn))
    try:
        with work() as db:
            found = deciding.find(db, page_id, by, held=True)
            found.image = image
            only_once.carry_out(
                db,
                lambda: {"head": deciding.file(db, book, found, number, form, kinds_of(form), by=by, at=at).head_name},
            )
    except BadInput as bad:
        return _shown(page_id, {one.where: term(one.reason) for one in bad.problems}), 422
    return _on(page_id)


@bp.post("/pages/<int:page_id>/discard")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def discard(page_id: int) -> Response:
    """Leave the page unfiled."""
    by, at = who.actor(), now.now()
    with work() as db:
        found = deciding.find(db, page_id, by, held=True)
        only_once.carry_out(db, lambda: deciding.discard(found, by=by, at=at))
    return _on(page_id)


@bp.post("/pages/<int:page_id>/undo")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def undo(page_id: int) -> Response:
    """Take the decision back."""
    by, at = who.actor(), now.now()
    with work() as db:
        found = deciding.find(db, page_id, by, held=True)
        only_once.carry_out(db, lambda: deciding.undo(db, found, by=by, at=at))
    flash(_("已撤销，这一页又在待人工归档里"), "success")
    return redirect(url_for(".page", page_id=page_id))


def _on(page_id: int) -> Response:
    """On to the next page that waits, which tells of this one; to the list when there is none."""
    with reading() as db:
        waiting = desk.queue(db, who.actor(), page_id, 1) or desk.queue(db, who.actor(), 0, 1)
    if waiting:
        return redirect(url_for(".page", page_id=waiting[0].page.id, done=page_id))
    return redirect(url_for(".page", page_id=page_id))


def _shown(page_id: int, problems: dict[str, str]) -> str:
    by, words = who.actor(), request.values.get("q", "").strip()[:60]
    with reading() as db:
        deciding.find(db, page_id, by)
        [one] = desk.shown(db, [page_id], by)
        done = desk.shown(db, [request.args.get("done", 0, int)], by)
        hits = search(db, by, words, limit=HITS).hits if words else ()
        places = regions.names(db, {code for hit in hits for code in (hit.group_code, hit.group_code[:12])})
        waiting = desk.queued(db, by)
    homes = list({hit.number: hit for hit in hits}.values())
    zoom = request.values.get("zoom", 1, int)
    return render_template(
        "scans/page.html", one=one, page=one.page, done=done[0] if done else None, homes=homes, places=places,
        words=words, waiting=waiting, turn=_turn(), zoom=zoom if zoom in ZOOMS else 1, zooms=ZOOMS, forms=forms(),
        form_title=form_title, labels=LABELS, reasons=REASONS, problems=problems, open=one.page.status in OPEN,
        queued=one.page.status == QUEUED, number=request.form.get("number") or one.number or "",
        form=request.form.get("form") or one.page.form,
    )  # fmt: skip


def _turn() -> int:
    """How far the picture is turned clockwise: quarters of a circle."""
    return request.values.get("turn", 0, int) % 4
