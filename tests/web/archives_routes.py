"""The routes of households' files with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "GET /archives": (Permission.ARCHIVE, Area.LIST),
    "POST /archives": (Permission.ARCHIVE, Area.LIST),
    "GET /archives/case/<int:case_id>": (Permission.ARCHIVE, Area.RECORD),
    "POST /archives/case/<int:case_id>": (Permission.ARCHIVE, Area.RECORD),
    "GET /archives/case/<int:case_id>/paper": (Permission.ARCHIVE, Area.RECORD),
}

LOG_AN_OPENING = frozenset({"GET /archives/case/<int:case_id>/paper"})
