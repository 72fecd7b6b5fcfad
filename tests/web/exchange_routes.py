"""The routes of what comes in and goes out with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /data/exchange": (Permission.EXPORT, Area.LIST),
    "GET /data/exchange/edits": (Permission.PROPOSE_CHANGE, Area.LIST),
    "POST /data/exchange/edits": (Permission.PROPOSE_CHANGE, Area.LIST),
    "POST /data/exchange/edits/remarks": (Permission.PROPOSE_CHANGE, Area.LIST),
    "POST /data/exchange/edits/propose": (Permission.PROPOSE_CHANGE, Area.LIST),
    "GET /data/exchange/background": (Permission.EXPORT, Area.LIST),
    "POST /data/exchange/background": (Permission.EXPORT, Area.LIST),
    "GET /data/exchange/layouts": (Permission.READ_FORMS, Area.NONE),
    "GET /data/exchange/layouts/<digest>": (Permission.READ_FORMS, Area.OPEN),
    "GET /data/exchange/layouts/<digest>.toml": (Permission.READ_FORMS, Area.OPEN),
    "GET /data/exchange/layouts/check": (Permission.CHECK_FORMS, Area.NONE),
    "POST /data/exchange/layouts/check": (Permission.CHECK_FORMS, Area.LIST),
    "POST /data/exchange/layouts/take": (Permission.MANAGE_FORMS, Area.NONE),
    "GET /data/exchange/layouts/<digest>/withdraw": (Permission.MANAGE_FORMS, Area.OPEN),
    "POST /data/exchange/layouts/<digest>/withdraw": (Permission.MANAGE_FORMS, Area.OPEN),
    "GET /households/export": (Permission.EXPORT, Area.LIST),
    "GET /data/exchange/forms/<code>.xlsx": (Permission.PRINT, Area.RECORD),
    "GET /data/exchange/forms/<code>.pdf": (Permission.PRINT, Area.RECORD),
}

LOG_AN_OPENING = frozenset(
    {
        "GET /households/export",
        "GET /data/exchange/forms/<code>.xlsx",
        "GET /data/exchange/forms/<code>.pdf",
    }
)
"""The GET routes among them that write one line into the access log."""
