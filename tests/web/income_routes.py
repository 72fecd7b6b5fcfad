"""The routes of annual income with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /income": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /income/review": (Permission.REVIEW_INCOME, Area.LIST),
    "GET /income/village/<code>/export": (Permission.EXPORT, Area.RECORD),
    "GET /income/<int:case_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "GET /income/<int:case_id>/paper": (Permission.PRINT, Area.RECORD),
    "GET /income/<int:case_id>/enter/<int:quarter>": (Permission.ENTER_INCOME, Area.RECORD),
    "POST /income/<int:case_id>/enter/<int:quarter>": (Permission.ENTER_INCOME, Area.RECORD),
    "POST /income/<int:case_id>/nothing/<int:quarter>": (Permission.ENTER_INCOME, Area.RECORD),
    "GET /income/<int:case_id>/sign": (Permission.ENTER_INCOME, Area.RECORD),
    "POST /income/<int:case_id>/sign": (Permission.ENTER_INCOME, Area.RECORD),
    "GET /income/<int:case_id>/scan/<int:position>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /income/<int:case_id>/act/<name>": (Permission.REVIEW_INCOME, Area.RECORD),
    "GET /income/<int:case_id>/back/<name>": (Permission.REVIEW_INCOME, Area.RECORD),
    "POST /income/<int:case_id>/back/<name>": (Permission.REVIEW_INCOME, Area.RECORD),
    "GET /income/<int:case_id>/unlock": (Permission.UNLOCK_INCOME, Area.RECORD),
    "POST /income/<int:case_id>/unlock": (Permission.UNLOCK_INCOME, Area.RECORD),
}

LOG_AN_OPENING = frozenset(
    {
        "GET /income/<int:case_id>",
        "GET /income/<int:case_id>/paper",
        "GET /income/<int:case_id>/scan/<int:position>",
    }
)
"""The GET routes of income that write one line into the access log."""
