"""The routes about figures with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /figures": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /figures/rank": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /figures/trend": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /figures/time": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /figures/burden": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /figures/sheet.pdf": (Permission.PRINT, Area.LIST),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
