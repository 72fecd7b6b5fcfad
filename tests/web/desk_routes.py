"""The routes of the desk with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /worklist": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /worklist/confirm": (Permission.ADVANCE, Area.LIST),
    "POST /worklist/finish": (Permission.ADVANCE, Area.LIST),
    "GET /worklist/overview": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /case/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /case/<int:case_id>/history": (Permission.READ_HISTORY, Area.RECORD),
    "GET /case/<int:case_id>/on-day": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /case/<int:case_id>/finish/<step>": (Permission.ADVANCE, Area.RECORD),
    "POST /case/<int:case_id>/finish/<step>": (Permission.ADVANCE, Area.RECORD),
    "GET /case/<int:case_id>/start/<move>": (Permission.ADVANCE, Area.RECORD),
    "POST /case/<int:case_id>/start/<move>": (Permission.ADVANCE, Area.RECORD),
    "GET /case/<int:case_id>/break-off": (Permission.ADVANCE, Area.RECORD),
    "POST /case/<int:case_id>/break-off": (Permission.ADVANCE, Area.RECORD),
    "GET /case/<int:case_id>/send-back": (Permission.REVIEW, Area.RECORD),
    "POST /case/<int:case_id>/send-back": (Permission.REVIEW, Area.RECORD),
    "POST /case/<int:case_id>/withdraw/<step>": (Permission.ADVANCE, Area.RECORD),
    "GET /evidence/new/<kind>": (Permission.RECORD_EVIDENCE, Area.RECORD),
    "POST /evidence/new/<kind>": (Permission.RECORD_EVIDENCE, Area.RECORD),
    "GET /evidence/<int:evidence_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /evidence/<int:evidence_id>/files/<int:position>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /evidence/<int:evidence_id>/replace": (Permission.RECORD_EVIDENCE, Area.RECORD),
    "POST /evidence/<int:evidence_id>/replace": (Permission.RECORD_EVIDENCE, Area.RECORD),
    "GET /households": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /data": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /procedure": (Permission.READ_PACKS, Area.LIST),
    "GET /ledger": (Permission.READ_LEDGER, Area.LIST),
    "POST /ledger/verify": (Permission.READ_LEDGER, Area.LIST),
}

LOG_AN_OPENING = frozenset(
    {
        "GET /case/<int:case_id>",
        "GET /case/<int:case_id>/history",
        "GET /case/<int:case_id>/on-day",
        "GET /evidence/<int:evidence_id>",
        "GET /evidence/<int:evidence_id>/files/<int:position>",
    }
)
"""The GET routes of the desk that write one line into the access log."""
