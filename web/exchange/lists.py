"""The data desk's section 导入导出: what came in, what can go out, and the forms for the households."""

from __future__ import annotations

from tempfile import TemporaryFile

from flask import render_template, request
from werkzeug.wrappers import Response

from publicity.collecting import village_number, village_values
from states import openings, regions
from states.codes import codes
from states.exchange import batches, exports
from states.exchange.site_layouts import in_force, one_of
from states.lifecycle import LABELS
from states.roles import Permission
from states.workbooks import XLSX, csv_lines, write_rows
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.exchange.asked import shown_filter
from web.exchange.blueprint import bp
from web.files import parts
from web.papers import as_pdf

TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@bp.get("/data/exchange")
@access(Permission.EXPORT, Area.LIST)
def index() -> str:
    """Show the batches with their outcome, the layouts, and the forms by village."""
    by = who.actor()
    with reading() as db:
        taken = batches.latest(db, by)
        villages = regions.below(db, by.area, "village")[:300]
        layouts = [layout for layout in in_force(db).values() if "export" in layout.use]
    return render_template(
        "exchange/index.html",
        taken=taken,
        villages=villages,
        layouts=layouts,
        labels=LABELS,
        categories=codes("category", now.today()).labels,
    )


@bp.get("/households/export")
@access(Permission.EXPORT, Area.LIST, logs_opening=True)
def export() -> Response:
    """Hand out the list that the filter shows; identity numbers in full are an opening, and are logged."""
    kind = "csv" if request.args.get("format") == "csv" else "xlsx"
    return _sent(request.args.get("layout", "household-register"), kind, shown_filter())


@bp.get("/data/exchange/forms/<code>.xlsx")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def forms_file(code: str) -> Response:
    """Hand out the yearly collection of a village as a file, from last December's data (BZ02, TZ06)."""
    with reading() as db:
        number = village_number(db, code, who.actor(), now.today())
    december = now.today().replace(year=now.today().year - 1, month=12, day=31)
    asked = exports.Filter(area=code, collected=True, as_of=december, with_room=True)
    return _sent("collection-form", "xlsx", asked, number)


@bp.get("/data/exchange/forms/<code>.pdf")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def forms_paper(code: str) -> Response:
    """Print the yearly collection of a village, one sheet a household (TZ06)."""
    with work() as db:
        document, values = village_values(db, code, who.actor(), now.today())
        openings.note(db, who.signed_in().id, f"forms:{code}", now.wall())
    return as_pdf(tools.typeset(document, values).pdf, f"{values['number']}.pdf")


def _sent(layout_id: str, kind: str, asked: exports.Filter, name: str = "") -> Response:
    """The list as a file, written beside the memory and sent from there; raises `NotFound` for no such layout."""
    by = who.actor()
    with reading() as db:
        layout = one_of(db, layout_id, "export")
        out = TemporaryFile()  # noqa: SIM115 - closed when the answer is sent
        rows = exports.rows(db, by, layout, asked)
        if kind == "csv":
            out.writelines(csv_lines(exports.headings(layout, asked), rows))
        else:
            write_rows(out, exports.headings(layout, asked), rows, layout.title)
    if exports.sees_numbers(layout, by):
        with work() as db:
            openings.note(db, who.signed_in().id, f"export:{layout.id}:{asked.area or by.area}", now.wall())
    out.seek(0)
    response = Response(parts(out), mimetype=TYPES[kind])
    response.call_on_close(out.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name or layout.id}.{kind}"'
    return response
