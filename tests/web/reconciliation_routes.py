"""The routes of reconciliation with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /data/reconciliation": (Permission.READ_RECONCILIATION, Area.LIST),
    "GET /data/reconciliation/ledgers/<ledger_id>": (Permission.READ_RECONCILIATION, Area.RECORD),
    "POST /data/reconciliation/ledgers/<ledger_id>": (Permission.UPLOAD_LEDGER, Area.RECORD),
    "GET /data/reconciliation/ledgers/<ledger_id>/differences.xlsx": (Permission.READ_RECONCILIATION, Area.RECORD),
    "POST /data/reconciliation/ledgers/<ledger_id>/remarks": (Permission.UPLOAD_LEDGER, Area.RECORD),
    "POST /data/reconciliation/ledgers/<ledger_id>/take": (Permission.UPLOAD_LEDGER, Area.RECORD),
    "POST /data/reconciliation/ledgers/<ledger_id>/send": (Permission.RECONCILE, Area.RECORD),
    "GET /data/reconciliation/sent/<int:sent_id>": (Permission.READ_RECONCILIATION, Area.RECORD),
    "GET /data/reconciliation/rounds/<int:round_id>": (Permission.READ_RECONCILIATION, Area.RECORD),
    "POST /data/reconciliation/rounds/<int:round_id>/agree": (Permission.RECONCILE, Area.RECORD),
    "GET /data/reconciliation/differences": (Permission.READ_RECONCILIATION, Area.LIST),
    "POST /data/reconciliation/differences/settle": (Permission.RECONCILE, Area.LIST),
    "GET /data/reconciliation/differences/<int:difference_id>": (Permission.READ_RECONCILIATION, Area.RECORD),
}

LOG_AN_OPENING = frozenset(
    {
        "GET /data/reconciliation/sent/<int:sent_id>",
        "GET /data/reconciliation/differences/<int:difference_id>",
    }
)
"""The GET routes of reconciliation that write one line into the access log."""
