"""The routes about the training of staff with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

FILE = "GET /sessions/<int:session_id>/files/<digest>"

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /sessions": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /sessions/quarter": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /sessions/new": (Permission.REVIEW, Area.LIST),
    "POST /sessions/new": (Permission.REVIEW, Area.LIST),
    "GET /sessions/<int:session_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    FILE: (Permission.READ_HOUSEHOLD, Area.RECORD),
    **{
        f"POST /sessions/<int:session_id>/{act}": (Permission.REVIEW, Area.RECORD)
        for act in ("people", "signed", "hold", "call-off")
    },
}
LOG_AN_OPENING: frozenset[str] = frozenset({FILE})
