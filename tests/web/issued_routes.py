"""The routes about papers with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /papers": (Permission.READ_PAPERS, Area.LIST),
    "GET /papers/new": (Permission.ISSUE, Area.LIST),
    "GET /papers/new/<name>": (Permission.ISSUE, Area.LIST),
    "POST /papers/new/<name>": (Permission.ISSUE, Area.LIST),
    "POST /papers/new/<name>/preview": (Permission.ISSUE, Area.LIST),
    "GET /papers/<int:paper_id>": (Permission.READ_PAPERS, Area.RECORD),
    "GET /papers/<int:paper_id>/paper.pdf": (Permission.READ_PAPERS, Area.RECORD),
    "GET /papers/<int:paper_id>/signed": (Permission.READ_PAPERS, Area.RECORD),
    "POST /papers/<int:paper_id>/signed": (Permission.ISSUE, Area.RECORD),
    "GET /papers/<int:paper_id>/withdraw": (Permission.ISSUE, Area.RECORD),
    "POST /papers/<int:paper_id>/withdraw": (Permission.ISSUE, Area.RECORD),
    "GET /papers/<int:paper_id>/edition": (Permission.ISSUE, Area.RECORD),
    "GET /objections/<int:objection_id>/receipt.pdf": (Permission.HANDLE_OBJECTION, Area.RECORD),
}
LOG_AN_OPENING: frozenset[str] = frozenset(
    {"GET /papers/<int:paper_id>/paper.pdf", "GET /papers/<int:paper_id>/signed"}
)
