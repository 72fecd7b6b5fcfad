"""The village ledger and the two ledgers of natural changes, on the page and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states import openings, regions
from states.changes import ledgers
from states.changes.change import PARTS, SOURCES
from states.changes.ledgers import DECREASE, INCREASE, VILLAGE, Period, Place
from states.regions import Region
from states.roles import Permission
from states.workbooks import XLSX
from web import now, who
from web.access import Area, access, may
from web.changes.blueprint import bp
from web.changes.forms import day_of
from web.database import reading, work
from web.files import parts

PAGE = 50


@bp.get("/ledger")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def ledger() -> str:
    """Show the entries of a period."""
    kind, area, period = _asked()
    after = _place(request.args.get("after", ""))
    with reading() as db:
        lines, more = ledgers.page(db, who.actor(), kind, area, period, after, PAGE)
        here = villages(db)
    same: dict[str, Any] = {"kind": kind, "area": area or None, "since": period.since, "until": period.until}
    onward = url_for(".ledger", **same, after=f"{more[0].isoformat()}_{more[1]}") if more else None
    return render_template(
        "changes/ledger.html", lines=lines, kind=kind, area=area, period=period, villages=here, parts=PARTS,
        sources=SOURCES, next=onward, first=url_for(".ledger", **same) if after else None,
        kinds={VILLAGE: _("村级台账"), INCREASE: _("自然增加（附件1）"), DECREASE: _("自然减少（附件2）")},
    )  # fmt: skip


@bp.get("/ledger.xlsx")
@access(Permission.EXPORT, Area.LIST, logs_opening=True)
def export() -> Response:
    """The form that is handed in; identity numbers in full are an opening, and are logged."""
    (kind, area, period), by = _asked(), who.actor()
    in_full, out = may(Permission.PRINT), TemporaryFile()  # noqa: SIM115 - closed when the answer is sent
    with reading() as db:
        ledgers.write_form(out, db, by, kind, area, period, in_full=in_full)
    if in_full and kind != VILLAGE:
        with work() as db:
            openings.note(db, who.signed_in().id, f"export:{kind}:{area or by.area}", now.wall())
    out.seek(0)
    response = Response(parts(out), mimetype=XLSX)
    response.call_on_close(out.close)
    name = f"{kind}-{period.since}-{period.until}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def villages(db: Session) -> Sequence[Region]:
    """The villages from which the person signed in may choose."""
    return regions.below(db, who.actor().area[:12], "village")


def area_asked() -> str:
    """The area that was asked for, inside the actor's own; else all of it."""
    area = request.args.get("area", "")
    return area if area.isdecimal() and who.actor().covers(area) else ""


def _place(text: str) -> Place | None:
    """Where the page begins, as the address says; a garbled one is the beginning."""
    at, _line, change = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(change)) if moment.tzinfo and len(change) < 16 else None
    except ValueError:
        return None


def _asked() -> tuple[str, str, Period]:
    today = now.today()
    kind = request.args.get("kind", "")
    since = day_of(request.args.get("since", "")) or date(today.year, 1, 1)
    until = day_of(request.args.get("until", "")) or today
    return kind if kind in ledgers.NATURES else VILLAGE, area_asked(), Period(since, until)
