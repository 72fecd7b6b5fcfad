"""The routes of changes to packs with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /lab/changes": (Permission.READ_PACKS, Area.LIST),
    "GET /lab/orphans": (Permission.READ_PACKS, Area.LIST),
    "GET /lab/changes/new": (Permission.MANAGE_PACKS, Area.NONE),
    "POST /lab/changes/new": (Permission.MANAGE_PACKS, Area.NONE),
    "POST /lab/changes/propose": (Permission.MANAGE_PACKS, Area.NONE),
    "GET /lab/changes/<int:number>": (Permission.READ_PACKS, Area.OPEN),
    "GET /lab/changes/<int:number>/activate": (Permission.MANAGE_PACKS, Area.OPEN),
    "POST /lab/changes/<int:number>/activate": (Permission.MANAGE_PACKS, Area.OPEN),
    "GET /lab/changes/<int:number>/refuse": (Permission.MANAGE_PACKS, Area.OPEN),
    "POST /lab/changes/<int:number>/refuse": (Permission.MANAGE_PACKS, Area.OPEN),
    "GET /lab/dry-run": (Permission.READ_PACKS, Area.LIST),
    "POST /lab/dry-run": (Permission.READ_PACKS, Area.LIST),
    "GET /lab/migrations": (Permission.MANAGE_PACKS, Area.LIST),
    "POST /lab/migrations": (Permission.MANAGE_PACKS, Area.LIST),
}
LOG_AN_OPENING: frozenset[str] = frozenset()
