"""The routes of notices that came with their papers; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "POST /notices/<int:notice_id>/set-aside": (Permission.NOTICE, Area.RECORD),
}

LOG_AN_OPENING: frozenset[str] = frozenset()
