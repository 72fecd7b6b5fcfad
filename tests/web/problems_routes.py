"""The routes about problem lists with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

OF_THE_UNIT = ("claim", "disclaim", "trace", "judge", "along", "finish", "rectify")
OF_THE_DISTRIBUTOR, FROM_ABOVE = ("hand-out", "dismiss"), ("check", "send-back", "close", "extend")
FILE = "GET /problems/<int:problem_id>/files/<digest>"

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /problems": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /problems/progress": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /problems/lists/new": (Permission.IMPORT, Area.LIST),
    "POST /problems/lists/new": (Permission.IMPORT, Area.LIST),
    "GET /problems/lists/<int:list_id>": (Permission.IMPORT, Area.RECORD),
    "POST /problems/lists/<int:list_id>/add": (Permission.IMPORT, Area.RECORD),
    "GET /problems/<int:problem_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    FILE: (Permission.READ_HOUSEHOLD, Area.RECORD),
    **{f"POST /problems/<int:problem_id>/{act}": (Permission.ADVANCE, Area.RECORD) for act in OF_THE_UNIT},
    **{f"POST /problems/<int:problem_id>/{act}": (Permission.IMPORT, Area.RECORD) for act in OF_THE_DISTRIBUTOR},
    **{f"POST /problems/<int:problem_id>/{act}": (Permission.REVIEW, Area.RECORD) for act in FROM_ABOVE},
}
LOG_AN_OPENING: frozenset[str] = frozenset({FILE})
