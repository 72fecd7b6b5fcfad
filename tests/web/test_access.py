"""Every route of the application with what it needs: whoever adds one, adds its line here."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from publicity.workers import Presses
from states.roles import ROLES, Permission, allows
from states.users import User
from tests.web import (
    archives_routes,
    changes_routes,
    deadlines_routes,
    desk_routes,
    exchange_routes,
    help_routes,
    income_routes,
    intake_routes,
    issued_routes,
    jobs_routes,
    lab_changes_routes,
    lab_routes,
    leads_routes,
    listings_routes,
    look_back_routes,
    notices_routes,
    places_routes,
    printing_routes,
    problems_routes,
    quality_routes,
    reconciliation_routes,
    reports_routes,
    room_routes,
    scans_routes,
    sessions_routes,
    sheets_routes,
)
from tests.web.client import Visitor
from tests.web.conftest import DESKS, PASSWORD, MakePerson
from web import tools
from web.access import FILES, Access, Anyone, Area, declared, refuse_undeclared
from web.database import WriteOnGet, work

P = Permission
PUBLIC, SIGNED_IN = Anyone.PUBLIC, Anyone.SIGNED_IN

PARTS = (
    archives_routes,
    changes_routes,
    deadlines_routes,
    desk_routes,
    exchange_routes,
    help_routes,
    income_routes,
    intake_routes,
    issued_routes,
    jobs_routes,
    leads_routes,
    lab_changes_routes,
    lab_routes,
    listings_routes,
    look_back_routes,
    notices_routes,
    places_routes,
    printing_routes,
    quality_routes,
    reconciliation_routes,
    scans_routes,
    reports_routes,
    room_routes,
    problems_routes,
    sessions_routes,
    sheets_routes,
)
ROUTES: dict[str, tuple[Permission | Anyone, Area]] = {
    "GET /": (SIGNED_IN, Area.NONE),
    "GET /healthz": (PUBLIC, Area.NONE),
    "POST /language": (PUBLIC, Area.NONE),
    "GET /sign-in": (PUBLIC, Area.NONE),
    "POST /sign-in": (PUBLIC, Area.NONE),
    "GET /sign-in/code": (PUBLIC, Area.NONE),
    "POST /sign-in/code": (PUBLIC, Area.NONE),
    "POST /sign-out": (PUBLIC, Area.NONE),
    "GET /account": (SIGNED_IN, Area.NONE),
    "GET /account/password": (SIGNED_IN, Area.NONE),
    "POST /account/password": (SIGNED_IN, Area.NONE),
    "GET /account/second-factor": (SIGNED_IN, Area.NONE),
    "POST /account/second-factor": (SIGNED_IN, Area.NONE),
    "POST /account/second-factor/remove": (SIGNED_IN, Area.NONE),
    "POST /practice-date": (P.SET_PRACTICE_DATE, Area.NONE),
    "GET /notices/<int:notice_id>/replan": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/replan": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/lines/<int:position>/remove": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/lines/<int:position>/remove": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/cancel": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/cancel": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/close": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/close": (P.NOTICE, Area.RECORD),
    "GET /notices": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /notices/new/<code>/<step>": (P.NOTICE, Area.RECORD),
    "POST /notices/new/<code>/<step>": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>": (P.READ_HOUSEHOLD, Area.RECORD),
    "GET /notices/<int:notice_id>/post": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/post": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/interrupt": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/interrupt": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/take-down": (P.NOTICE, Area.RECORD),
    "POST /notices/<int:notice_id>/take-down": (P.NOTICE, Area.RECORD),
    "GET /notices/<int:notice_id>/photos/<digest>": (P.READ_HOUSEHOLD, Area.RECORD),
    "GET /notices/<int:notice_id>/preview": (P.READ_HOUSEHOLD, Area.RECORD),
    "GET /notices/<int:notice_id>/paper.pdf": (P.READ_HOUSEHOLD, Area.RECORD),
    "POST /notices/<int:notice_id>/print": (P.NOTICE, Area.RECORD),
    "GET /objections": (P.READ_OBJECTION, Area.LIST),
    "GET /objections/<int:objection_id>": (P.READ_OBJECTION, Area.RECORD),
    "GET /objections/new/<int:notice_id>": (P.HANDLE_OBJECTION, Area.RECORD),
    "POST /objections/new/<int:notice_id>": (P.HANDLE_OBJECTION, Area.RECORD),
    "POST /objections/<int:objection_id>/investigate": (P.HANDLE_OBJECTION, Area.RECORD),
    "POST /objections/<int:objection_id>/settle": (P.HANDLE_OBJECTION, Area.RECORD),
    "POST /objections/<int:objection_id>/withdraw": (P.HANDLE_OBJECTION, Area.RECORD),
    "GET /department": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/compare": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/done": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/<int:case_id>": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "POST /department/<int:case_id>": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "POST /department/clear": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/criteria": (P.ANSWER_DEPARTMENT, Area.LIST),
    "GET /department/criteria/<code>": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "GET /department/criteria/<code>/<int:case_id>": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "POST /department/criteria/<code>/<int:case_id>": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "POST /department/criteria/<code>/met": (P.ANSWER_DEPARTMENT, Area.RECORD),
    "GET /announcements": (P.PRINT, Area.LIST),
    "GET /announcements/<code>/<day>": (P.PRINT, Area.RECORD),
    "POST /announcements/<code>/<day>": (P.PRINT, Area.RECORD),
    "GET /case/<int:case_id>/documents/<name>": (P.PRINT, Area.RECORD),
    "GET /board/answer": (PUBLIC, Area.OPEN),
    "POST /board/answer": (PUBLIC, Area.OPEN),
    "GET /board/<code>": (PUBLIC, Area.OPEN),
    "GET /board/notice/<number>": (PUBLIC, Area.OPEN),
    "GET /board/notice/<number>/objection": (PUBLIC, Area.OPEN),
    "POST /board/notice/<number>/objection": (PUBLIC, Area.OPEN),
    "GET /users": (P.READ_USERS, Area.LIST),
    "GET /users/new": (P.MANAGE_USERS, Area.LIST),
    "POST /users/new": (P.MANAGE_USERS, Area.LIST),
    "GET /users/<int:user_id>": (P.READ_USERS, Area.RECORD),
    "GET /users/<int:user_id>/reset": (P.MANAGE_USERS, Area.RECORD),
    "POST /users/<int:user_id>/reset": (P.MANAGE_USERS, Area.RECORD),
    "GET /users/<int:user_id>/deactivate": (P.MANAGE_USERS, Area.RECORD),
    "POST /users/<int:user_id>/deactivate": (P.MANAGE_USERS, Area.RECORD),
    "POST /users/<int:user_id>/reactivate": (P.MANAGE_USERS, Area.RECORD),
    "GET /users/<int:user_id>/address": (P.MANAGE_USERS, Area.RECORD),
    "POST /users/<int:user_id>/address": (P.MANAGE_USERS, Area.RECORD),
    "GET /users/<int:user_id>/move": (P.MANAGE_USERS, Area.RECORD),
    "POST /users/<int:user_id>/move": (P.MANAGE_USERS, Area.RECORD),
    "GET /areas": (P.READ_AREAS, Area.LIST),
    "GET /areas/new": (P.MANAGE_AREAS, Area.LIST),
    "POST /areas/new": (P.MANAGE_AREAS, Area.LIST),
    "GET /areas/<code>": (P.READ_AREAS, Area.RECORD),
    "GET /areas/<code>/edit": (P.MANAGE_AREAS, Area.RECORD),
    "POST /areas/<code>/edit": (P.MANAGE_AREAS, Area.RECORD),
    "GET /handbook": (SIGNED_IN, Area.NONE),
    "GET /handbook/documents": (SIGNED_IN, Area.NONE),
    "GET /handbook/documents/<name>": (SIGNED_IN, Area.OPEN),
    "GET /handbook/documents/<name>.pdf": (SIGNED_IN, Area.OPEN),
    "GET /handbook/documents/<name>-<int:page>.png": (SIGNED_IN, Area.OPEN),
    "GET /api-docs": (PUBLIC, Area.NONE),
    "GET /api/v1/openapi.json": (PUBLIC, Area.NONE),
    "POST /api/v1/tokens": (PUBLIC, Area.NONE),
    "DELETE /api/v1/tokens/current": (SIGNED_IN, Area.NONE),
    "GET /api/v1/worklist": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /api/v1/cases": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /api/v1/cases/<int:case_id>": (P.READ_HOUSEHOLD, Area.RECORD),
    "GET /api/v1/cases/<int:case_id>/why": (P.READ_HOUSEHOLD, Area.RECORD),
    "GET /api/v1/cases/<int:case_id>/history": (P.READ_HISTORY, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/start": (P.ADVANCE, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/advance": (P.ADVANCE, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/send-back": (P.REVIEW, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/evidence": (P.RECORD_EVIDENCE, Area.RECORD),
    "POST /api/v1/advances": (P.ADVANCE, Area.LIST),
    "GET /api/v1/households": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /api/v1/cases/<int:case_id>/members": (P.READ_HOUSEHOLD, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/changes": (P.PROPOSE_CHANGE, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/joins": (P.PROPOSE_CHANGE, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/leaves": (P.PROPOSE_CHANGE, Area.RECORD),
    "POST /api/v1/cases/<int:case_id>/transfers": (P.PROPOSE_CHANGE, Area.RECORD),
    "GET /api/v1/changes": (P.READ_HOUSEHOLD, Area.LIST),
    "GET /api/v1/changes/<int:change_id>": (P.READ_HOUSEHOLD, Area.RECORD),
    "POST /api/v1/changes/<int:change_id>/agree": (P.VERIFY_CHANGE, Area.RECORD),
    "POST /api/v1/changes/<int:change_id>/refuse": (P.VERIFY_CHANGE, Area.RECORD),
    "POST /api/v1/changes/<int:change_id>/withdraw": (P.PROPOSE_CHANGE, Area.RECORD),
    "POST /api/v1/changes/<int:change_id>/key": (P.PROPOSE_CHANGE, Area.RECORD),
    "GET /api/v1/notices": (P.READ_HOUSEHOLD, Area.LIST),
    "POST /api/v1/notices": (P.NOTICE, Area.LIST),
    "POST /api/v1/notices/<int:notice_id>/print": (P.NOTICE, Area.RECORD),
    "POST /api/v1/notices/<int:notice_id>/post": (P.NOTICE, Area.RECORD),
    "POST /api/v1/notices/<int:notice_id>/close": (P.NOTICE, Area.RECORD),
    "GET /api/v1/workdays": (P.READ_PACKS, Area.NONE),
    "GET /api/v1/packs": (P.READ_PACKS, Area.NONE),
    "GET /api/v1/packs/<pack_id>": (P.READ_PACKS, Area.OPEN),
    "GET /api/v1/ledger/verify": (P.READ_LEDGER, Area.LIST),
}
for part in PARTS:
    ROUTES |= part.ROUTES

MAY_LOG_AN_OPENING: frozenset[str] = frozenset(
    {
        "GET /case/<int:case_id>/documents/<name>",
        "GET /department/<int:case_id>",
        "GET /department/compare",
        "GET /department/criteria/<code>/<int:case_id>",
        "GET /api/v1/cases/<int:case_id>",
        "GET /api/v1/cases/<int:case_id>/history",
        "GET /api/v1/cases/<int:case_id>/members",
        "GET /api/v1/changes/<int:change_id>",
    }
).union(*(part.LOG_AN_OPENING for part in PARTS))
"""The GET routes that write one line into the access log."""


def routes(app: Flask) -> dict[str, Access]:
    """Every route of the application, by method and rule."""
    found = {}
    with app.app_context():
        for rule in app.url_map.iter_rules():
            access = declared(rule.endpoint)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                if rule.endpoint not in FILES:
                    assert access is not None, rule
                    found[f"{method} {rule.rule}"] = access
    return found


def filled(rule: str, number: int = 1, code: str = "533499") -> str:
    """A rule with its fields filled in."""
    return re.sub(r"<[a-z_]+>", code, re.sub(r"<int:[a-z_]+>", str(number), rule))


def test_every_route_is_listed_with_what_it_needs(app: Flask) -> None:
    assert {route: (access.needs, access.area) for route, access in routes(app).items()} == ROUTES


def test_who_takes_a_list_out_may_open_its_page(app: Flask) -> None:
    assert {route: access.also for route, access in routes(app).items() if access.also} == listings_routes.ALSO


def test_only_listed_routes_write_when_they_are_looked_at(app: Flask) -> None:
    assert {route for route, access in routes(app).items() if access.logs_opening} == MAY_LOG_AN_OPENING


def test_a_route_that_takes_an_id_is_bound_to_an_area(app: Flask) -> None:
    unbound = [r for r, a in routes(app).items() if "<" in r and a.area not in (Area.RECORD, Area.OPEN)]

    assert unbound == []


def test_a_get_cannot_write(app: Flask) -> None:
    with app.test_request_context("/users"), pytest.raises(WriteOnGet), work():
        pass


def test_the_application_does_not_start_with_a_route_nobody_thought_about(app: Flask) -> None:
    app.view_functions["people.index"] = lambda: "open to all"

    with pytest.raises(RuntimeError, match=r"people\.index"):
        refuse_undeclared(app)


def test_a_stranger_is_sent_to_the_door(app: Flask) -> None:
    for route, access in routes(app).items():
        method, rule = route.split()
        if access.needs is PUBLIC or rule.startswith("/api/"):  # programs: tests/web/test_api_access.py
            continue
        address = filled(rule)
        visitor = Visitor(app)
        if method == "GET":
            assert visitor.get(address).address == "/sign-in", route
        else:
            assert visitor.look("/sign-in").status == 200
            assert visitor.post(address).status in (302, 400), route


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(
    app: Flask, make_person: MakePerson, presses: Presses, role: str
) -> None:
    with app.app_context():
        tools.use(presses)
    person = make_person(role, DESKS.get(role, "533401102"), department="civil-affairs" if role == "department" else "")
    visitor = Visitor(app)
    visitor.sign_in(person.username, PASSWORD)

    for route, access in routes(app).items():
        method, rule = route.split()
        if rule.startswith("/api/"):
            continue
        if method == "GET" and isinstance(access.needs, Permission) and "<" not in rule:
            expected = 200 if access.lets_in(role) else 403
            assert visitor.get(rule).status == expected, (role, route)


def test_an_account_of_another_area_does_not_exist(app: Flask, make_person: MakePerson) -> None:
    make_person("admin", "533401102", username="zhen")
    other: User = make_person("admin", "533401", username="shi")
    visitor = Visitor(app)
    page = visitor.sign_in("zhen", PASSWORD)
    token = next(values["csrf_token"] for _, values in page.forms())

    for route, (needs, area) in ROUTES.items():
        method, rule = route.split()
        mine = isinstance(needs, Permission) and allows("admin", needs)
        if area is Area.RECORD and mine and not rule.startswith("/api/"):
            address = filled(rule, other.id)
            page = visitor.look(address) if method == "GET" else visitor.post(address, csrf_token=token)
            assert page.status == 404, route
            assert "找不到这一页" in page.text
