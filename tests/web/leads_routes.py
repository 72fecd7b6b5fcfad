"""The routes about leads with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /leads": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /leads/new": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "POST /leads/new": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "GET /leads/<int:lead_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /leads/draw": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "POST /leads/draw": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "GET /leads/departments": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /leads/pushed": (Permission.PUSH_WARNING, Area.LIST),
    "GET /leads/push": (Permission.PUSH_WARNING, Area.LIST),
    "POST /leads/push": (Permission.PUSH_WARNING, Area.LIST),
    "POST /leads/push/month": (Permission.PUSH_WARNING, Area.LIST),
    "GET /leads/push/form": (Permission.PUSH_WARNING, Area.NONE),
    "POST /leads/push/file": (Permission.PUSH_WARNING, Area.LIST),
    "POST /leads/assign": (Permission.ASSIGN_LEAD, Area.LIST),
    "POST /leads/<int:lead_id>/assign": (Permission.ASSIGN_LEAD, Area.RECORD),
    "POST /leads/<int:lead_id>/answer": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /leads/confirm": (Permission.REVIEW, Area.LIST),
    "POST /leads/<int:lead_id>/analyse": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /leads/<int:lead_id>/match": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /leads/<int:lead_id>/confirm": (Permission.REVIEW, Area.RECORD),
    "POST /leads/<int:lead_id>/close": (Permission.REVIEW, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
