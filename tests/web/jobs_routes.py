"""The routes of background jobs with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "GET /jobs": (Anyone.SIGNED_IN, Area.LIST),
    "GET /jobs/clear": (Permission.BACKUP, Area.LIST),
    "POST /jobs/clear": (Permission.BACKUP, Area.LIST),
    "GET /jobs/<int:job_id>": (Anyone.SIGNED_IN, Area.RECORD),
    "POST /jobs/<int:job_id>/cancel": (Anyone.SIGNED_IN, Area.RECORD),
    "POST /jobs/<int:job_id>/retry": (Anyone.SIGNED_IN, Area.RECORD),
    "GET /jobs/<int:job_id>/files/<digest>": (Anyone.SIGNED_IN, Area.RECORD),
    "GET /api/v1/jobs/<int:job_id>": (Anyone.SIGNED_IN, Area.RECORD),
}

LOG_AN_OPENING: frozenset[str] = frozenset()
