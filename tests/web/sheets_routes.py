"""The routes about yearly sheets with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /sheets": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /sheets/<kind>/<code>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /sheets/<kind>/<code>": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /sheets/<kind>/<code>/form.pdf": (Permission.PRINT, Area.RECORD),
    "POST /sheets/<kind>/<code>/owes": (Permission.MANAGE_GRIDS, Area.RECORD),
    "POST /sheets/verify/<int:sheet_id>": (Permission.VERIFY_CHANGE, Area.RECORD),
    "POST /sheets/team/<code>/join": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /sheets/team/<code>/leave": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
