"""The routes about departments' ledgers and lists and other systems with what each needs; a part in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

P = Permission
ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /policy-ledgers": (P.READ_POLICY_LEDGER, Area.LIST),
    "GET /policy-ledgers/<int:policy_id>": (P.READ_POLICY_LEDGER, Area.RECORD),
    "GET /policy-ledgers/lines": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /policy-ledgers/lines/<int:line_id>": (P.READ_HOUSEHOLD, Area.RECORD),
    "POST /policy-ledgers/lines/<int:line_id>/mark": (P.EDIT_HOUSEHOLD, Area.RECORD),
    "POST /policy-ledgers/lines/<int:line_id>/settle": (P.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /policy-ledgers/new": (P.PUSH_POLICY_LEDGER, Area.NONE),
    "GET /policy-ledgers/form.xlsx": (P.PUSH_POLICY_LEDGER, Area.NONE),
    "POST /policy-ledgers/new": (P.PUSH_POLICY_LEDGER, Area.LIST),
    "POST /policy-ledgers/remarks": (P.PUSH_POLICY_LEDGER, Area.LIST),
    "POST /policy-ledgers/take": (P.PUSH_POLICY_LEDGER, Area.LIST),
    "GET /department-answers": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /department/list": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/list.xlsx": (P.ANSWER_DEPARTMENT, Area.LIST),
    "POST /department/list": (P.ANSWER_DEPARTMENT, Area.LIST),
    "POST /department/list/remarks": (P.ANSWER_DEPARTMENT, Area.LIST),
    "POST /department/list/take": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /webhooks": (P.READ_WEBHOOKS, Area.LIST),
    "GET /webhooks/new": (P.MANAGE_WEBHOOKS, Area.LIST),
    "POST /webhooks/new": (P.MANAGE_WEBHOOKS, Area.LIST),
    "GET /webhooks/<int:webhook_id>": (P.READ_WEBHOOKS, Area.RECORD),
    "POST /webhooks/<int:webhook_id>/test": (P.MANAGE_WEBHOOKS, Area.RECORD),
    "POST /webhooks/<int:webhook_id>/replay": (P.MANAGE_WEBHOOKS, Area.RECORD),
    "GET /webhooks/<int:webhook_id>/remove": (P.MANAGE_WEBHOOKS, Area.RECORD),
    "POST /webhooks/<int:webhook_id>/remove": (P.MANAGE_WEBHOOKS, Area.RECORD),
    "GET /api/v1/feed": (P.READ_FEED, Area.LIST),
    "GET /api/v1/department/asked": (P.ANSWER_DEPARTMENT, Area.LIST),
    "POST /api/v1/department/answers": (P.ANSWER_DEPARTMENT, Area.LIST),
    "POST /api/v1/department/policy-ledgers": (P.PUSH_POLICY_LEDGER, Area.LIST),
    "POST /api/v1/department/warnings": (P.ANSWER_DEPARTMENT, Area.LIST),
}
LOG_AN_OPENING: frozenset[str] = frozenset({"GET /department/list.xlsx", "GET /api/v1/department/asked"})
