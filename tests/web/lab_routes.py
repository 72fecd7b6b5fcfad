"""The routes of the lab's reading side with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

READ = Permission.READ_PACKS
ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /lab": (READ, Area.LIST),
    "GET /lab/packs/<pack_id>": (READ, Area.OPEN),
    "GET /lab/packs/<pack_id>/diagram": (READ, Area.OPEN),
    "GET /lab/packs/<pack_id>/diagram.svg": (READ, Area.OPEN),
    "GET /lab/packs/<pack_id>/diagram.pdf": (READ, Area.OPEN),
    "GET /lab/packs/<pack_id>/timetable": (READ, Area.OPEN),
    "GET /lab/compare": (READ, Area.NONE),
    "GET /lab/check": (READ, Area.NONE),
    "POST /lab/check": (READ, Area.NONE),
    "GET /lab/begin": (READ, Area.NONE),
    "POST /lab/begin": (READ, Area.NONE),
    "GET /lab/reference": (READ, Area.NONE),
    "GET /lab/reference.md": (READ, Area.NONE),
}

LOG_AN_OPENING: frozenset[str] = frozenset()
"""The GET routes of the lab that write one line into the access log: none."""
