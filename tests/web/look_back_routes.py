"""The routes of the look-back with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

P = Permission
ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /look-back": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /look-back/fill": (P.EDIT_HOUSEHOLD, Area.LIST),
    "POST /look-back/fill": (P.EDIT_HOUSEHOLD, Area.LIST),
    "GET /look-back/lists": (P.READ_HOUSEHOLD, Area.LIST),
    "POST /look-back/lists": (P.EDIT_HOUSEHOLD, Area.LIST),
    "POST /look-back/propose": (P.RUN_QUALITY, Area.LIST),
    "GET /look-back/sheet": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /look-back/stability": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /look-back/overdue": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /look-back/household/<int:case_id>": (P.READ_HOUSEHOLD, Area.RECORD),
    "POST /look-back/household/<int:case_id>/fill": (P.EDIT_HOUSEHOLD, Area.RECORD),
}

LOG_AN_OPENING = frozenset({"GET /look-back/household/<int:case_id>"})
"""The GET routes among them that write one line into the access log."""
