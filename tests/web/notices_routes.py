"""The routes of notices that came with their papers; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "POST /notices/<int:notice_id>/set-aside": (Permission.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/extend": (Permission.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/extend": (Permission.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/correction.pdf": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /notices/<int:notice_id>/correct": (Permission.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/file-copy.pdf": (Permission.PRINT, Area.RECORD),
    "GET /board/notice/<number>/copy.pdf": (Anyone.PUBLIC, Area.OPEN),
}

LOG_AN_OPENING: frozenset[str] = frozenset({"GET /notices/<int:notice_id>/file-copy.pdf"})
