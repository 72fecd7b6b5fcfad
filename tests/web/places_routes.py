"""The routes about places with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /areas/<code>/name": (Permission.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/name": (Permission.MANAGE_AREAS, Area.RECORD),
    "GET /areas/<code>/merge": (Permission.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/merge": (Permission.MANAGE_AREAS, Area.RECORD),
    "GET /areas/<code>/code": (Permission.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/code": (Permission.MANAGE_AREAS, Area.RECORD),
    "GET /areas/<code>/split": (Permission.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/split": (Permission.MANAGE_AREAS, Area.RECORD),
    "GET /areas/<code>/undo": (Permission.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/undo": (Permission.MANAGE_AREAS, Area.RECORD),
    "GET /areas/<code>/households": (Permission.MANAGE_GRIDS, Area.RECORD),
    "POST /areas/<code>/households": (Permission.MANAGE_GRIDS, Area.RECORD),
    "GET /areas/<code>/office": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /areas/<code>/office": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /areas/<code>/picture": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /grids": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /grids/none": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /clerks": (Permission.READ_AREAS, Area.LIST),
    "GET /clerks/<code>": (Permission.READ_AREAS, Area.RECORD),
    "POST /clerks/<code>": (Permission.NAME_CLERK, Area.RECORD),
    "GET /grids/new": (Permission.MANAGE_GRIDS, Area.LIST),
    "POST /grids/new": (Permission.MANAGE_GRIDS, Area.LIST),
    "POST /grids/assign": (Permission.MANAGE_GRIDS, Area.LIST),
    "GET /grids/<int:grid_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /grids/<int:grid_id>/worker": (Permission.MANAGE_GRIDS, Area.RECORD),
    "POST /grids/<int:grid_id>/close": (Permission.MANAGE_GRIDS, Area.RECORD),
    "GET /totals": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /totals/status": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /totals/share": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /totals/<code>/figures": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /totals/<code>/figures": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /homes/<int:case_id>/location": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /homes/<int:case_id>/location": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /homes/<int:case_id>/facts": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /homes/<int:case_id>/pair": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /homes/<int:case_id>/unpair": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /homes/<int:case_id>/situation": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
}

LOG_AN_OPENING = frozenset({"GET /homes/<int:case_id>/location", "GET /homes/<int:case_id>/facts"})
"""The GET routes about places that write one line into the access log."""
