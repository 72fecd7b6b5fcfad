"""A household that nobody has does not exist, on every page of the desk that takes an id."""

from __future__ import annotations

from states.roles import allows
from tests.web.desk_routes import ROUTES
from tests.web.desks.conftest import Township
from web.access import Area


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


def test_a_case_that_nobody_has_does_not_exist(township: Township) -> None:
    visitor = township.sign_in("township-1")

    for route, address in addresses(987654, 987654).items():
        if route.startswith("GET") and allows("township", ROUTES[route][0]):
            assert visitor.look(address).status == 404, route
