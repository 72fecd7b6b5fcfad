"""The routes about deadlines with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /deadlines": (Permission.READ_ROOM, Area.LIST),
    "GET /deadlines/duties": (Permission.READ_ROOM, Area.LIST),
    "GET /deadlines/duties/<duty>": (Permission.READ_ROOM, Area.RECORD),
    "GET /deadlines/duties/<duty>/<period>": (Permission.READ_ROOM, Area.RECORD),
    "POST /deadlines/duties/<duty>/<period>": (Permission.HAND_IN, Area.RECORD),
    "GET /deadlines/reports/<int:report_id>/withdraw": (Permission.HAND_IN, Area.RECORD),
    "POST /deadlines/reports/<int:report_id>/withdraw": (Permission.HAND_IN, Area.RECORD),
    "GET /deadlines/reports/<int:report_id>/file": (Permission.READ_ROOM, Area.RECORD),
    "GET /deadlines/remind": (Permission.REMIND, Area.LIST),
    "POST /deadlines/remind": (Permission.REMIND, Area.LIST),
    "GET /deadlines/reminders": (Permission.READ_ROOM, Area.LIST),
    "POST /deadlines/reminders/read": (Permission.HAND_IN, Area.LIST),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
