"""The routes about campaigns with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Area

READ = (Permission.READ_HOUSEHOLD, Area.RECORD)
RUN = (Permission.RUN_CAMPAIGN, Area.RECORD)
REPORT = (Permission.REPORT_PHASE, Area.RECORD)
EXTEND = (Permission.EXTEND_PHASE, Area.RECORD)
ROUTES: dict[str, tuple[Permission, Area]] = {
    "GET /campaigns": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /campaigns/new": (Permission.RUN_CAMPAIGN, Area.LIST),
    "POST /campaigns/new": (Permission.RUN_CAMPAIGN, Area.LIST),
    "GET /campaigns/<int:campaign_id>": READ,
    "GET /campaigns/<int:campaign_id>/begin": RUN,
    "POST /campaigns/<int:campaign_id>/begin": RUN,
    "GET /campaigns/<int:campaign_id>/close": RUN,
    "POST /campaigns/<int:campaign_id>/close": RUN,
    "GET /campaigns/<int:campaign_id>/report/<phase>": REPORT,
    "POST /campaigns/<int:campaign_id>/report/<phase>": REPORT,
    "GET /campaigns/<int:campaign_id>/returned/<int:report_id>": EXTEND,
    "POST /campaigns/<int:campaign_id>/returned/<int:report_id>": EXTEND,
    "GET /campaigns/<int:campaign_id>/extend/<phase>": EXTEND,
    "POST /campaigns/<int:campaign_id>/extend/<phase>": EXTEND,
    "GET /campaigns/<int:campaign_id>/windows/<window>": RUN,
    "POST /campaigns/<int:campaign_id>/windows/<window>": RUN,
    "POST /campaigns/<int:campaign_id>/windows/<window>/<int:opening_id>": RUN,
    "GET /campaigns/<int:campaign_id>/teams": READ,
    "POST /campaigns/<int:campaign_id>/teams": REPORT,
    "GET /campaigns/<int:campaign_id>/teams/<int:member_id>": REPORT,
    "POST /campaigns/<int:campaign_id>/teams/<int:member_id>": REPORT,
    "GET /campaigns/<int:campaign_id>/lists": READ,
    "POST /campaigns/<int:campaign_id>/lists": REPORT,
    "POST /campaigns/<int:campaign_id>/lists/<int:list_id>": RUN,
    "GET /campaigns/<int:campaign_id>/roster": READ,
    "GET /campaigns/<int:campaign_id>/summary": READ,
    "GET /campaigns/<int:campaign_id>/plan": READ,
}
LOG_AN_OPENING: frozenset[str] = frozenset()
