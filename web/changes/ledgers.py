"""The village ledger and the two ledgers of natural changes, on the page and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states import regions
from states.changes import ledgers
from states.changes.change import PARTS, SOURCES
from states.changes.ledgers import DECREASE, INCREASE, VILLAGE, Period
from states.regions import Region
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import day_of
from web.database import reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/ledger")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def ledger() -> str:
    """Show the entries of a period."""
    kind, area, period = _asked()
    with reading() as db:
        lines = ledgers.entries(db, who.actor(), kind, area, period)
        parts = villages(db)
    return render_template(
        "changes/ledger.html", lines=lines, kind=kind, area=area, period=period, villages=parts, parts=PARTS,
        sources=SOURCES,
        kinds={VILLAGE: _("村级台账"), INCREASE: _("自然增加（附件1）"), DECREASE: _("自然减少（附件2）")},
    )  # fmt: skip


@bp.get("/ledger.xlsx")
@access(Permission.EXPORT, Area.LIST)
def export() -> Response:
    """The same entries as a workbook."""
    kind, area, period = _asked()
    with reading() as db:
        data = ledgers.workbook(db, who.actor(), kind, area, period)
    response = Response(data, mimetype=XLSX)
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


def _asked() -> tuple[str, str, Period]:
    today = now.today()
    kind = request.args.get("kind", "")
    since = day_of(request.args.get("since", "")) or date(today.year, 1, 1)
    until = day_of(request.args.get("until", "")) or today
    return kind if kind in ledgers.NATURES else VILLAGE, area_asked(), Period(since, until)
