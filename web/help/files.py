"""A table as a file to take away: xlsx, or CSV in which no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

from states.workbooks import Cell, write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def table_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], form: str) -> Response:
    """The file: `form` is csv, or xlsx for anything else."""
    if form == "csv":
        text = io.StringIO()
        sheet = csv.writer(text)
        sheet.writerow(headings)
        sheet.writerows([[_safe(cell) for cell in row] for row in rows])
        answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    else:
        answer = Response(write(headings, rows), mimetype=XLSX)
    ending = "csv" if form == "csv" else "xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
