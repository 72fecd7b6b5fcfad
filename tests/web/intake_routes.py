"""The routes of taking lists in with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

KINDS = (
    "households", "income", "work", "training", "help", "coordinates", "figures", "members", "warnings", "problems",
)  # fmt: skip
OF_EACH = {"GET {}": Area.LIST, "GET {}/form": Area.NONE, "POST {}": Area.LIST, "POST {}/remarks": Area.LIST}

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /data/import": (Permission.IMPORT, Area.LIST),
    **{
        route.format(f"/data/import/{kind}"): (Permission.IMPORT, area)
        for kind in KINDS
        for route, area in (OF_EACH | {"POST {}/take": Area.LIST}).items()
    },
    "GET /data/import/looked/<int:job_id>": (Permission.IMPORT, Area.RECORD),
}

LOG_AN_OPENING: frozenset[str] = frozenset()
