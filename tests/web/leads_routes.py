"""The routes about leads with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /leads": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /leads/new": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "POST /leads/new": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "GET /leads/<int:lead_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /leads/<int:lead_id>/analyse": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /leads/<int:lead_id>/match": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /leads/<int:lead_id>/confirm": (Permission.REVIEW, Area.RECORD),
    "POST /leads/<int:lead_id>/close": (Permission.REVIEW, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
