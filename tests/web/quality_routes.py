"""The routes about data quality with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /quality": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /quality/household/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /quality/findings/<int:finding_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /quality/findings/<int:finding_id>/claim": (Permission.CORRECT_FINDING, Area.RECORD),
    "POST /quality/findings/<int:finding_id>/waive": (Permission.WAIVE_FINDING, Area.RECORD),
    "GET /quality/rounds": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /quality/run": (Permission.RUN_QUALITY, Area.LIST),
    "POST /quality/years": (Permission.RUN_QUALITY, Area.LIST),
    "GET /quality/patterns": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /quality/spot-checks": (Permission.WAIVE_FINDING, Area.LIST),
    "GET /quality/villages": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /quality/villages/<code>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /quality/villages/<code>": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /quality/village-sheets/<int:sheet_id>/verify": (Permission.VERIFY_CHANGE, Area.RECORD),
    "GET /quality/parameters": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /quality/parameters": (Permission.SET_PARAMETER, Area.LIST),
    "GET /quality/rules": (Permission.READ_PACKS, Area.NONE),
}

LOG_AN_OPENING = frozenset({"GET /quality/household/<int:case_id>", "GET /quality/findings/<int:finding_id>"})
"""The GET routes about data quality that write one line into the access log."""
