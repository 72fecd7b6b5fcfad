"""The routes about work, study, training and help with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /help/villages": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /help/villages/<code>": (Permission.ENTER_HELP, Area.RECORD),
    "POST /help/villages/<code>": (Permission.ENTER_HELP, Area.RECORD),
    "GET /livelihood": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /livelihood/trainings": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /livelihood/students": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /livelihood/students": (Permission.IMPORT, Area.LIST),
    "GET /livelihood/household/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /livelihood/household/<int:case_id>/new/<thing>": (Permission.ENTER_HELP, Area.RECORD),
    "POST /livelihood/household/<int:case_id>/new/<thing>": (Permission.ENTER_HELP, Area.RECORD),
    "GET /help": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /help/checks": (Permission.CHECK_HELP, Area.LIST),
    "POST /help/checks": (Permission.CHECK_HELP, Area.LIST),
    "GET /help/responses": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /help/statistics": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /help/household/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /help/household/<int:case_id>/booklet": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /help/household/<int:case_id>/new/<thing>": (Permission.ENTER_HELP, Area.RECORD),
    "POST /help/household/<int:case_id>/new/<thing>": (Permission.ENTER_HELP, Area.RECORD),
}

LOG_AN_OPENING = frozenset(
    {
        "GET /livelihood/household/<int:case_id>",
        "GET /help/household/<int:case_id>",
        "GET /help/household/<int:case_id>/booklet",
    }
)
"""The GET routes among them that write one line into the access log."""
