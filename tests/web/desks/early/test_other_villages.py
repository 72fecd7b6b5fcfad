"""Another village's household does not exist: for every post, on every page of the desk that takes an id."""

from __future__ import annotations

import pytest

from states.roles import allows
from tests.web.desk_routes import ROUTES
from tests.web.desks.conftest import OTHER_VILLAGE, Township
from tests.web.desks.early.forms import VISIT, recorded
from web.access import Area

OTHERS = {"village": "village-1", "grid": "grid-1"}
"""Posts that sit in the first village; the others see the whole township."""


def addresses(case_id: int, evidence_id: int) -> dict[str, str]:
    filled = {
        "<int:case_id>": str(case_id),
        "<int:evidence_id>": str(evidence_id),
        "<int:position>": "0",
        "<step>": "visit",
        "<move>": "identify",
    }
    found = {}
    for route, (_needs, area) in ROUTES.items():
        if area is Area.RECORD:
            address = route.split()[1]
            for name, value in filled.items():
                address = address.replace(name, value)
            found[route] = address.replace("<kind>", "visit") + (f"?case={case_id}" if "<kind>" in address else "")
    return found


@pytest.mark.parametrize("role", OTHERS)
def test_another_villages_household_does_not_exist(township: Township, role: str) -> None:
    other = township.cases(OTHER_VILLAGE)[0]
    recorded(township.sign_in("village-2"), "visit", [other], **VISIT)
    visitor = township.sign_in(OTHERS[role])
    token = next(values["csrf_token"] for _, values in visitor.get("/worklist").forms())

    for route, address in addresses(other, 1).items():
        if not allows(role, ROUTES[route][0]):
            continue
        told = {"csrf_token": token, "version": "3", "reason": "x", "step": "visit", "code": "other"}
        page = visitor.look(address) if route.startswith("GET") else visitor.post(address, **told)
        assert page.status == 404, route
        assert "找不到这一页" in page.text


def test_a_case_that_nobody_has_does_not_exist_either(township: Township) -> None:
    visitor = township.sign_in("township-1")

    for route, address in addresses(987654, 987654).items():
        if route.startswith("GET") and allows("township", ROUTES[route][0]):
            assert visitor.look(address).status == 404, route
