"""表样和代码表: which editions hold, what stands in one, and its text, to be edited and handed in again."""

from __future__ import annotations

from flask import Response, render_template

from states import code_book, site_codes
from states.exchange import site_data, site_layouts
from states.exchange.layouts import Layout
from states.roles import Permission
from web import now
from web.access import Area, access
from web.database import reading
from web.exchange.blueprint import bp


@bp.get("/data/exchange/layouts")
@access(Permission.READ_FORMS, Area.NONE)
def layouts() -> str:
    """Show every edition of every layout and of every code list."""
    with reading() as db:
        forms = site_layouts.standing(db)
        lists = site_codes.standing(db, now.today())
    return render_template("exchange/layouts.html", forms=forms, lists=lists)


@bp.get("/data/exchange/layouts/<digest>")
@access(Permission.READ_FORMS, Area.OPEN)
def edition(digest: str) -> str:
    """Show one edition: its columns, or its codes as they may be chosen today."""
    with reading() as db:
        found, row = site_data.of_digest(db, digest)
    today = now.today()
    if isinstance(found, Layout):
        return render_template("exchange/layout.html", one=found, row=row, digest=digest)
    current = code_book.book().current(found.list, today)
    offered = found.labels_on(today) if current and current.digest == digest else {}
    return render_template("exchange/codes.html", one=found, row=row, digest=digest, offered=offered)


@bp.get("/data/exchange/layouts/<digest>.toml")
@access(Permission.READ_FORMS, Area.OPEN)
def edition_file(digest: str) -> Response:
    """Hand out the text of an edition, to be edited and handed in again."""
    with reading() as db:
        found, _row = site_data.of_digest(db, digest)
    name = found.id if isinstance(found, Layout) else found.list
    response = Response(found.text, mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return response
