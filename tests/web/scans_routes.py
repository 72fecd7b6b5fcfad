"""The routes of scanned papers with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /scans": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /scans": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "GET /scans/<int:batch_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /scans/queue": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /scans/queue": (Permission.EDIT_HOUSEHOLD, Area.LIST),
    "GET /scans/pages/<int:page_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /scans/pages/<int:page_id>/image": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /scans/pages/<int:page_id>/file": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /scans/pages/<int:page_id>/discard": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /scans/pages/<int:page_id>/undo": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset({"GET /scans/pages/<int:page_id>/image"})
