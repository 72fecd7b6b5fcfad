"""The routes of changes with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /changes": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /changes/verify": (Permission.VERIFY_CHANGE, Area.LIST),
    "GET /changes/<int:change_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /changes/<int:change_id>/verify": (Permission.VERIFY_CHANGE, Area.RECORD),
    "POST /changes/<int:change_id>/reject": (Permission.VERIFY_CHANGE, Area.RECORD),
    "POST /changes/<int:change_id>/withdraw": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/household/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /changes/household/<int:case_id>/edit": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/household/<int:case_id>/edit": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/household/<int:case_id>/category": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/household/<int:case_id>/category": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/household/<int:case_id>/join": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/household/<int:case_id>/join": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/household/<int:case_id>/leave/<int:member_id>": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/household/<int:case_id>/leave/<int:member_id>": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/household/<int:case_id>/transfer/<int:member_id>": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/household/<int:case_id>/transfer/<int:member_id>": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/keying": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /changes/<int:change_id>/key": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "POST /changes/<int:change_id>/key": (Permission.PROPOSE_CHANGE, Area.RECORD),
    "GET /changes/<int:change_id>/agree": (Permission.VERIFY_CHANGE, Area.RECORD),
    "POST /changes/<int:change_id>/agree": (Permission.VERIFY_CHANGE, Area.RECORD),
    "GET /changes/ledger": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /changes/ledger.xlsx": (Permission.EXPORT, Area.LIST),
    "GET /changes/unvisited": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /changes/key-facts": (Permission.PRINT, Area.LIST),
}

LOG_AN_OPENING = frozenset({"GET /changes/household/<int:case_id>", "GET /changes/ledger.xlsx"})
"""The GET routes of changes that write one line into the access log."""
