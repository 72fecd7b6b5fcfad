"""The routes about reports with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /reports": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /reports/draft": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /reports/draft": (Permission.PRINT, Area.LIST),
    "GET /reports/draft.pdf": (Permission.PRINT, Area.LIST),
    "GET /reports/draft.docx": (Permission.PRINT, Area.LIST),
    "GET /reports/figure": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /reports/issue": (Permission.PRINT, Area.LIST),
    "POST /reports/issue": (Permission.PRINT, Area.LIST),
    "GET /reports/issued/<int:paper_id>/report.docx": (Permission.READ_PAPERS, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
