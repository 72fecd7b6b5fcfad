"""The routes of sweeps, plans of visits and spot checks with what each needs; a part of the list in `test_access`."""

from __future__ import annotations

from states.roles import Permission
from web.access import Anyone, Area

ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "GET /sweeps": (Permission.READ_HOUSEHOLD, Area.LIST),
    "POST /sweeps": (Permission.SWEEP, Area.LIST),
    "GET /sweeps/<int:sweep_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /sweeps/<int:sweep_id>/close": (Permission.SWEEP, Area.RECORD),
    "POST /sweeps/<int:sweep_id>/reopen": (Permission.SWEEP, Area.RECORD),
    "GET /sweeps/<int:sweep_id>/houses": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /sweeps/<int:sweep_id>/houses": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /sweeps/<int:sweep_id>/houses/<int:household_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /sweeps/<int:sweep_id>/houses/<int:household_id>": (Permission.EDIT_HOUSEHOLD, Area.RECORD),
    "GET /visits/plan": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /spot-checks": (Permission.READ_HOUSEHOLD, Area.LIST),
    "GET /spot-checks/new": (Permission.SPOT_CHECK, Area.LIST),
    "POST /spot-checks/new": (Permission.SPOT_CHECK, Area.LIST),
    "GET /spot-checks/<int:check_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /spot-checks/<int:check_id>/draw": (Permission.SPOT_CHECK, Area.RECORD),
    "POST /spot-checks/<int:check_id>/close": (Permission.SPOT_CHECK, Area.RECORD),
    "GET /spot-checks/<int:check_id>/houses/<int:household_id>": (Permission.READ_HOUSEHOLD, Area.RECORD),
    "POST /spot-checks/<int:check_id>/houses/<int:household_id>": (Permission.SPOT_CHECK, Area.RECORD),
    "GET /spot-checks/<int:check_id>/houses/<int:household_id>/files/<int:file_id>": (
        Permission.READ_HOUSEHOLD,
        Area.RECORD,
    ),
}
LOG_AN_OPENING = frozenset({"GET /spot-checks/<int:check_id>/houses/<int:household_id>/files/<int:file_id>"})
