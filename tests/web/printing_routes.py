"""The routes of printing with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "GET /print": (Permission.PRINT, Area.LIST),
    "GET /print/<code>/households/<paper>": (Permission.PRINT, Area.RECORD),
    "POST /print/<code>/households/<paper>": (Permission.PRINT, Area.RECORD),
    "GET /print/<code>/village/<paper>": (Permission.PRINT, Area.RECORD),
    "GET /print/household/<int:case_id>": (Permission.PRINT, Area.RECORD),
}

LOG_AN_OPENING: frozenset[str] = frozenset({"GET /print/<code>/village/<paper>"})
