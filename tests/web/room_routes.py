"""The routes of the campaign room's front page; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {"GET /room": (Permission.READ_ROOM, Area.LIST)}
LOG_AN_OPENING: frozenset[str] = frozenset()
