"""The findings that a filter shows, as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states import regions
from states.quality import desk
from states.quality.rulebook import PROOFS, SEVERITIES
from states.roles import Permission
from states.workbooks import write
from web import who
from web.access import Area, access
from web.database import reading
from web.quality.asked import asked
from web.quality.blueprint import bp
from web.words import term

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/findings.xlsx")
@access(Permission.EXPORT, Area.LIST)
def export() -> Response:
    """Hand out what the filter shows, and nothing outside the area."""
    by = who.actor()
    with reading() as db:
        found, _more = desk.listed(db, by, asked(by), limit=None)
        places = regions.names(db, {one.finding.area[:12] for one in found})
    headings = (
        _("村"),
        _("户编号"),
        _("户主"),
        _("规则"),
        _("严重程度"),
        _("疑点"),
        _("状态"),
        _("查出日期"),
        _("凭据"),
    )
    rows = [
        (
            places.get(one.finding.area[:12], ""),
            one.number,
            one.head_name,
            one.finding.rule,
            term(SEVERITIES[one.finding.severity]),
            one.sentence,
            term(one.label),
            one.finding.found_on.isoformat(),
            term(PROOFS.get(one.finding.proof, "")),
        )
        for one in found
    ]
    response = Response(write(headings, rows, _("疑点清单")), mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_('疑点清单'))}.xlsx"
    return response
