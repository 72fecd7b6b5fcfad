"""Who may call what: by token only, in the account's own area, never longer than the password lives."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, select

from engine.db import work
from engine.jobs.asking import enqueue
from states import passwords, second_factor, users
from states.changes.proposing import Edit, propose
from states.households import Household
from states.passwords import Secret
from states.practice.staff import ADMIN, CLERKS
from states.roles import ROLES, Permission, allows
from tests.web.client import Visitor
from tests.web.conftest import DESKS, PASSWORD, MakePerson
from tests.web.office import furnish
from tests.web.programs import Program, codes
from tests.web.test_access import ROUTES
from web.access import Area
from web.settings import Settings

API = {route: needs for route, needs in ROUTES.items() if " /api/v1/" in route}
ASKED = {"/api/v1/households": {"q": "a"}, "/api/v1/workdays": {"start": "2021-10-25", "n": "5"}}


def test_without_a_token_there_is_nothing(app: Flask) -> None:
    client = app.test_client()
    for route, (needs, _area) in API.items():
        method, rule = route.split()
        if isinstance(needs, Permission):
            answer = client.open(re.sub("<[^>]+>", "1", rule), method=method)
            assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), route
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_cookie_of_the_pages_does_not_speak_for_a_program(app: Flask, make_person: MakePerson) -> None:
    make_person("village", "533401102201", username="xiulan")
    visitor = Visitor(app)
    visitor.sign_in("xiulan", PASSWORD)

    assert visitor.client.get("/api/v1/cases").status_code == 401
    assert visitor.get("/account").address == "/account"


def test_a_token_does_not_open_the_pages(app: Flask, make_person: MakePerson) -> None:
    make_person("village", "533401102201", username="xiulan")
    program = Program(app, "xiulan")

    page = program.client.get("/account", headers=program.headers)

    assert (page.status_code, page.headers["Location"][:8]) == (302, "/sign-in")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_ask_for_what_its_post_may(app: Flask, make_person: MakePerson, role: str) -> None:
    person = make_person(role, DESKS.get(role, "533401102"), department="civil-affairs" if role == "department" else "")
    program = Program(app, person.username)

    for route, (needs, _area) in API.items():
        method, rule = route.split()
        if method == "GET" and isinstance(needs, Permission) and "<" not in rule:
            answer = program.client.get(rule, query_string=ASKED.get(rule), headers=program.headers)
            assert answer.status_code == (200 if allows(role, needs) else 403), (role, route)


def test_what_lies_in_another_area_does_not_exist(sqlite_db: Engine, secret: Secret, settings: Settings) -> None:
    from web.app import create_app  # noqa: PLC0415 - after the database is furnished

    cases = furnish(sqlite_db, secret, households=9)
    app = create_app(settings, sqlite_db)
    owner, stranger = Program(app, CLERKS[0].id), Program(app, CLERKS[1].id)
    notice = owner.post("/notices", step="village_notice", cases=cases).json["notice_id"]
    with work(sqlite_db) as session:
        home = session.scalars(select(Household).where(Household.case_id == cases[0])).one()
        edit = Edit("household", home.id, "phone", "13900000001")
        [change] = propose(session, [edit], by=CLERKS[0], at=datetime.now(UTC), source="office")
        change_id = change.id
        job = enqueue(session, "ledger-verify", {}, by=CLERKS[0], at=datetime.now(UTC), key="k").id
    bodies: dict[str, dict[str, object]] = {
        "start": {"move": "identify"},
        "advance": {"act": "village_notice", "version": 1},
        "evidence": {"kind": "visit", "happened_on": "2021-10-25", "content": {}},
        "post": {"places": ["online"], "on": "2021-10-25"},
        "changes": {"values": [{"field": "phone", "value": "13900000002"}], "source": "office"},
        "joins": {
            "name": "和小花",
            "relation": "son",
            "reason": "born",
            "happened_on": "2021-10-01",
            "source": "office",
        },
        "leaves": {"member_id": 1, "reason": "died", "happened_on": "2021-10-01", "source": "office"},
        "transfers": {
            "member_id": 1,
            "number": "1",
            "relation": "son",
            "happened_on": "2021-10-01",
            "source": "office",
        },
        "refuse": {"reason": "与事实不符"},
        "key": {"value": "13900000001"},
        "send-back": {"step": "visit", "code": "incomplete", "reason": "缺签字"},
    }
    for route, (_needs, area) in API.items():
        method, rule = route.split()
        if area is not Area.RECORD:
            continue
        address = rule.removeprefix("/api/v1").replace("<int:case_id>", str(cases[0]))
        address = address.replace("<int:notice_id>", str(notice)).replace("<int:job_id>", str(job))
        address = address.replace("<int:change_id>", str(change_id))
        body = bodies.get(address.rsplit("/", 1)[-1], {})
        answer = stranger.get(address) if method == "GET" else stranger.post(address, **body)
        assert answer.status_code == (403 if address.endswith("send-back") else 404), route
    assert stranger.get("/notices").json["items"] == stranger.get("/changes").json["items"] == []
    assert not set(cases) & {item["case_id"] for item in stranger.get("/cases").json["items"]}
    assert codes(stranger.post("/notices", step="village_notice", cases=cases)) != []


def test_a_token_ends_with_the_password_the_account_or_half_a_day(
    app: Flask, make_person: MakePerson, site_db: Engine, secret: Secret
) -> None:
    def fresh(username: str) -> Program:
        make_person("village", "533401102201", username=username)
        program = Program(app, username)
        assert program.get("/cases").status_code == 200
        return program

    changed, closed, left, old = fresh("changed"), fresh("closed"), fresh("left"), fresh("old")
    at = datetime.now(UTC)
    with work(site_db) as session:
        person = users.named(session, "changed")
        assert person is not None
        users.change_password(session, person, passwords.chosen("Other-Words-9", "changed"), at)
        other = users.named(session, "closed")
        assert other is not None
        users.deactivate(session, other, ADMIN, at)
    assert left.delete("/tokens/current").status_code == 204

    assert [one.get("/cases").status_code for one in (changed, closed, left)] == [401, 401, 401]
    assert old.get("/cases").status_code == 200
    with time_machine.travel(at.timestamp() + 13 * 3600):
        assert old.get("/cases").status_code == 401


def test_a_wrong_password_or_a_missing_code_gives_no_token(
    app: Flask, make_person: MakePerson, site_db: Engine
) -> None:
    client = app.test_client()
    make_person("village", "533401102201", username="xiulan")
    make_person("township", "533401102", username="jianhua", one_time=True)
    sealed, at = pyotp.random_base32(), datetime.now(UTC)
    with work(site_db) as session:
        person = users.named(session, "xiulan")
        assert person is not None
        second_factor.enrol(session, person, sealed, 0, at)

    def sign_in(**given: str) -> int:
        return client.post("/api/v1/tokens", json=given).status_code

    assert sign_in(username="xiulan", password="wrong") == 401
    assert sign_in(username="nobody", password=PASSWORD) == 401
    assert sign_in(username="xiulan", password=PASSWORD) == 401
    assert sign_in(username="xiulan", password=PASSWORD, code=pyotp.TOTP(sealed).now()) == 201
    assert sign_in(username="jianhua", password=PASSWORD) == 409
    assert sign_in(username="xiulan") == 422


def test_five_wrong_passwords_lock_the_account_for_programs_too(app: Flask, make_person: MakePerson) -> None:
    make_person("village", "533401102201", username="xiulan")
    client = app.test_client()
    for _ in range(5):
        client.post("/api/v1/tokens", json={"username": "xiulan", "password": "wrong"})

    assert client.post("/api/v1/tokens", json={"username": "xiulan", "password": PASSWORD}).status_code == 401


def test_calls_are_measured_per_account(site_db: Engine, make_person: MakePerson, settings: Settings) -> None:
    from web.app import create_app  # noqa: PLC0415 - with settings of its own

    make_person("village", "533401102201", username="quick")
    make_person("village", "533401102201", username="other")
    app = create_app(settings.model_copy(update={"api_calls_per_minute": 3}), site_db)
    quick, other = Program(app, "quick"), Program(app, "other")

    assert [quick.get("/packs").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.get("/packs").status_code == 200


def test_the_description_names_every_route_and_fetches_nothing_from_outside(app: Flask) -> None:
    client = app.test_client()
    described = client.get("/api/v1/openapi.json").json
    page = Visitor(app).get("/api-docs")

    named = {f"{method.upper()} {path}" for path, operations in described["paths"].items() for method in operations}
    assert described["openapi"] == "3.1.0"
    assert named == {re.sub(r"<(?:int:)?(\w+)>", r"{\1}", route) for route in API} - {"GET /api/v1/openapi.json"}
    assert page.status == 200
    for source in re.findall(r'(?:src|href)="([^"]+)"', page.html):
        assert source.startswith(("/", "#")), source
        if "/api-docs/files/" in source:
            with client.get(source) as file:
                assert file.status_code == 200
