"""No list, search, export or choice shows a row from outside the actor's area: every such route at every level."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.actors import SYSTEM, Actor
from engine.cases import Case
from engine.db import work
from engine.start import start
from states import users
from states.book import open_book
from states.households import Draft, Household, register
from states.issued.issuing import Made, issue
from states.issued.numbers import Number
from states.packs.store import in_force
from states.passwords import Secret
from states.regions import region
from states.roles import Permission, allows
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD
from tests.web.desks.conftest import BEGUN, Township
from tests.web.listings_routes import ALSO
from tests.web.programs import Program
from tests.web.test_access import ROUTES
from web.access import Area

AT = datetime(2021, 10, 20, 1, tzinfo=UTC)
HEADS = {
    "53340110220101": "本组一号",
    "53340110220102": "邻组二号",
    "53340110220201": "邻村三号",
    "53340110320101": "邻镇四号",
    "53340210120101": "邻县五号",
    "53350110120101": "邻州六号",
    "51010110120101": "邻省七号",
}
"""A household in each place, the next one always a level further away."""
PLACES = "533401103 533401103201 53340110320101 533402 533402101 533402101201 53340210120101 5335 533501 533501101 \
533501101201 53350110120101 51 5101 510101 510101101 510101101201 51010110120101".split()
ACTORS = [
    ("grid", "53340110220101"), ("auditor", "53340110220101"), ("village", "533401102201"), ("grid", "533401102201"),
    ("township", "533401102"), ("township_leader", "533401102"), ("auditor", "533401102"), ("admin", "533401102"),
    ("county", "533401"), ("department", "533401"), ("auditor", "533401"), ("admin", "533401"), ("city", "5334"),
    ("department", "5334"), ("auditor", "5334"), ("auditor", "53"), ("auditor", ""), ("admin", ""),
]  # fmt: skip
QUERIES = {
    "GET /households": ("", "?q=号", "?q=本组", "?q=邻"),
    "GET /api/v1/households": ("?q=本组", "?q=邻"),
}
"""What a route is asked besides by itself; what it would not answer to without it stands alone."""
FILLED_IN = {"/data/reconciliation/ledgers/school": Permission.READ_RECONCILIATION}
"""Lists under a name of the program's own."""
SHOWS_ALL_OF_THEM = ("GET /households", "GET /api/v1/cases")


@pytest.fixture
def everywhere(township: Township) -> Township:
    """The township among others, with a household under way in each place."""
    with work(township.db) as session:
        for code in PLACES:
            session.add(region(code, f"地{code}"))
            session.flush()
        definition = in_force(session, "533401102", BEGUN).definition
        drafts = [
            Draft(code, {"number": f"{code[:12]}9{code[12:]}01", "head_name": head}, (_person(head),))
            for code, head in HEADS.items()
        ]
        ids = register(session, drafts, definition, SYSTEM, AT)
        cases = list(session.scalars(select(Household.case_id).where(Household.id.in_(ids))))
        by = Actor("system", "系统", "township")
        start(session, open_book(), cases, "identify", by=by, at=AT, definition=definition)
        assert session.scalar(select(Case.run_id).where(Case.id == cases[0])) is not None
        for code, head in HEADS.items():
            place, made = code[:12], Made("0" * 64, "0" * 64, 1)
            number = Number(place, f"{head}函", 2021, 1)
            issue(session, "decline_notice", place, f"{head}户告知书", {}, made, number=number, by=by, at=AT)
    return township


def _person(name: str) -> dict[str, Any]:
    return {"name": name, "relation": "head", "is_head": True, "id_no": "", "person": "", "labour": "full"}


def words(data: bytes) -> str:
    """Everything that a page, a program's answer or a workbook says."""
    if data[:4] != b"PK\x03\x04":
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def lists(role: str) -> list[tuple[str, str]]:
    """Every address without parameters that this role may look at and that lists something, with its route."""
    return [
        (route, route.split()[1] + query)
        for route, (needs, area) in ROUTES.items()
        if area is Area.LIST and route.startswith("GET") and isinstance(needs, Permission) and allows(role, needs)
        if allows(role, ALSO.get(route, needs))
        for query in QUERIES.get(route, ("",))
    ] + [(address, address) for address, needs in FILLED_IN.items() if allows(role, needs)]


@pytest.mark.parametrize(("role", "area"), ACTORS)
def test_a_list_shows_what_lies_in_the_area_and_nothing_else(
    everywhere: Township, secret: Secret, role: str, area: str
) -> None:
    with work(everywhere.db) as session:
        where = users.Account("looker", "看的人", role, area, "police" if role == "department" else "")
        users.add(session, where, secret, by=SYSTEM, at=datetime.now(UTC))
    visitor, program = Visitor(everywhere.app), Program(everywhere.app, "looker")
    assert visitor.sign_in("looker", PASSWORD).status == 200
    outside = [head for code, head in HEADS.items() if not code.startswith(area)]
    inside = [head for code, head in HEADS.items() if code.startswith(area)]
    strays, lost = {}, {}

    for route, address in lists(role):
        if address.startswith("/api/v1"):
            status, data = (answer := program.client.get(address, headers=program.headers)).status_code, answer.data
        else:
            status, data = (page := visitor.get(address)).status, page.data
        assert status == 200 or (address in FILLED_IN and status == 404), (address, status)  # another office's ledger
        said = words(data)
        if found := [head for head in outside if head in said or _number(head) in said]:
            strays[address] = found
        if route in SHOWS_ALL_OF_THEM and "?" not in address:
            lost[address] = [head for head in inside if not re.search(f"{head}|{_number(head)}", said)]

    assert strays == {}
    assert {address: heads for address, heads in lost.items() if heads} == {}


def _number(head: str) -> str:
    """The household number, which no other text contains."""
    code = next(code for code, one in HEADS.items() if one == head)
    return f"{code[:12]}9{code[12:]}01"
