"""Handing out what a list shows: as a file at once, a long one as a job in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.jobs.asking import enqueue
from states.exchange import exporting
from states.listings import file, records
from states.listings.book import LISTINGS, find
from states.listings.listing import AT_ONCE, Line, Listing, Look
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.files import parts

bp = Blueprint("lists", __name__, url_prefix="/lists")
KINDS = ("xlsx", "csv")


class TooLong(Exception):
    """The list has more lines than anybody waits for."""


def init_app(app: Flask) -> None:
    """Teach the templates where a list goes out."""
    app.jinja_env.globals.update(outgoing=outgoing, further=further)


def outgoing(name: str, **more: object) -> dict[str, str] | None:
    """The addresses of a list as `xlsx` and `csv`, with what its page was asked; None where it may not be taken out.

    `more` are parameters that the page's address does not spell out.
    """
    listing = find(name)
    if not (may(Permission.EXPORT) and may(listing.needs)):
        return None
    sent = {**request.args, **{key: str(value) for key, value in more.items() if value is not None}}
    asked: dict[str, Any] = {**listing.asked(sent, who.actor())}
    return {kind: url_for(f"lists.{name}", **asked, format=kind) for kind in KINDS}


def further() -> list[tuple[str, str]]:
    """The names and titles of the lists of what stands on record of households."""
    return [(one.id, one.title) for one in records.LISTINGS]


def _look(db: Session, listing: Listing) -> Look:
    return Look(db, tools.book(), who.actor(), now.now(), listing.asked(request.values, who.actor()))


def _kind() -> str:
    return "csv" if request.values.get("format") == "csv" else "xlsx"


def _hand_out(listing: Listing) -> Response | str:
    """The file; of a long list the page that offers to write it in the background."""
    out, kind = TemporaryFile(), _kind()  # noqa: SIM115 - closed when the answer is sent
    with reading() as db:
        look = _look(db, listing)
        name = file.name(listing, look, kind)
        try:
            file.write(out, kind, listing, look, _at_once(listing.lines(look)))
        except TooLong:
            out.close()
            head = file.head(listing, look)
            return render_template(
                "listings/background.html", listing=listing, look=look, kind=kind, head=head, most=AT_ONCE
            )
    out.seek(0)
    response = Response(parts(out), mimetype=file.TYPES[kind])
    response.call_on_close(out.close)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _begin(listing: Listing) -> Response:
    """Put the list into the queue."""
    with work() as db:
        look = _look(db, listing)
        params = {"list": listing.id, "format": _kind(), "asked": dict(look.asked)}
        title = f"{file.place(look)}，{listing.title}"
        area = look.area
        job = enqueue(db, exporting.KIND, params, by=look.by, at=look.at, key=once.key(), title=title, area=area)
    return redirect(url_for("jobs.show", job_id=job.id))


def _at_once(lines: Iterator[Line]) -> Iterator[Line]:
    for n, line in enumerate(lines):
        if n == AT_ONCE:
            raise TooLong
        yield line


def _view(listing: Listing) -> Callable[[], Response | str]:
    """The view of one list: what its page asks for, and the permission to take lists out."""

    @access(Permission.EXPORT, Area.LIST, also=listing.needs)
    def view() -> Response | str:
        return _begin(listing) if request.method == "POST" else _hand_out(listing)

    return view


for one in LISTINGS.values():
    bp.add_url_rule(f"/{one.id}", one.id, _view(one), methods=["GET", "POST"])
