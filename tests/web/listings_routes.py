"""The lists that can be taken out with what their pages ask for; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

READ = Permission.READ_HOUSEHOLD
LISTS: dict[str, Permission] = {
    "worklist": READ,
    "progress": READ,
    "income": READ,
    "notices": READ,
    "objections": Permission.READ_OBJECTION,
    "imports": Permission.EXPORT,
    "leads": READ,
    "deadlines": Permission.READ_ROOM,
    "duty-reports": Permission.READ_ROOM,
    "reminders": Permission.READ_ROOM,
    "areas": Permission.READ_AREAS,
    "changes": READ,
    "keyings": READ,
    "ledger-village": READ,
    "ledger-increase": READ,
    "ledger-decrease": READ,
    "unvisited": READ,
    "key-facts": Permission.PRINT,
    "grids": READ,
    "grid-households": READ,
    "without-grid": READ,
    "totals": READ,
    "contradictions": READ,
    "status": READ,
    "share": READ,
    "locations": READ,
    "pairings": READ,
    "situations": READ,
    "measures": READ,
    "deliveries": READ,
    "work-records": READ,
    "students": READ,
    "help-gaps": READ,
    "left-out": READ,
    "response-times": READ,
    "help-checks": Permission.CHECK_HELP,
    "help-statistics": READ,
    "village-measures": READ,
    "work-doubts": READ,
    "trainings": READ,
    "student-differences": READ,
    "procedure-gaps": READ,
    "check-list": READ,
    "stability": READ,
    "over-a-year": READ,
    "findings": READ,
    "quality-rounds": READ,
    "bursts": READ,
    "spot-checks": READ,
    "village-sheets": READ,
    "reconciliation": Permission.READ_RECONCILIATION,
    "differences": Permission.READ_RECONCILIATION,
    "report-figure": READ,
    "wording-effects": READ,
    "problems": READ,
    "problem-progress": READ,
    "sessions": READ,
    "session-quarter": READ,
    "sheet-village": READ,
    "sheet-lifted-out-village": READ,
    "sheet-work-team": READ,
    "sheet-township": READ,
    "work-teams": READ,
}
"""Every list with the permission of its page, which whoever takes it out needs besides `EXPORT`."""

ROUTES: dict[str, tuple[Permission, Area]] = {
    f"{method} /lists/{name}": (Permission.EXPORT, Area.LIST) for name in LISTS for method in ("GET", "POST")
}
ALSO = {f"{method} /lists/{name}": needs for name, needs in LISTS.items() for method in ("GET", "POST")}
LOG_AN_OPENING: frozenset[str] = frozenset()
