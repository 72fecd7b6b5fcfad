"""Programs do what people do on the pages, and are refused with the same reasons."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Engine, text

from engine.db import reading, work
from states import instance
from states.packs.loader import shipped
from states.passwords import Secret
from states.practice.staff import AUDITOR, CLERKS, OPERATORS
from tests.web.office import furnish
from tests.web.programs import Program, codes
from web.app import create_app
from web.settings import Settings

MakeProgram = Callable[[str], Program]


@pytest.fixture
def cases(sqlite_db: Engine, secret: Secret) -> list[int]:
    return furnish(sqlite_db, secret, households=9)


@pytest.fixture
def app(cases: list[int], sqlite_db: Engine, settings: Settings) -> Flask:
    app = create_app(settings, sqlite_db)
    app.testing = False
    return app


@pytest.fixture
def clerk(app: Flask) -> Program:
    return Program(app, CLERKS[0].id)


def on(db: Engine, day: str) -> None:
    with work(db) as session:
        instance.set_practice_date(session, date.fromisoformat(day), datetime.now(UTC))


def test_the_worklist_says_what_can_be_done_and_why_not(clerk: Program, cases: list[int]) -> None:
    page = clerk.get("/worklist").json

    assert [item["case_id"] for item in page["items"]] == cases
    assert {item["step"] for item in page["items"]} == {"village_notice"}
    assert page["items"][0]["blockers"][0]["code"] == "notice-missing"
    assert page["next"] is None


def test_pages_go_on_where_the_last_one_ended(app: Flask) -> None:
    auditor = Program(app, AUDITOR.id)

    first = auditor.get("/cases", limit=4).json
    second = auditor.get("/cases", limit=4, after=first["next"]).json
    third = auditor.get("/cases", limit=4, after=second["next"]).json

    pages = [page["items"] for page in (first, second, third)]
    ids = [item["case_id"] for page in pages for item in page]
    assert [len(page) for page in pages] == [4, 4, 1]
    assert ids == sorted(set(ids))
    assert third["next"] is None
    assert auditor.get("/cases", after="bm9uc2Vuc2U=").status_code == 404


def test_opening_a_case_is_logged_and_shows_steps_and_evidence(
    clerk: Program, cases: list[int], sqlite_db: Engine
) -> None:
    case = clerk.get(f"/cases/{cases[0]}").json

    assert [step["status"] for step in case["steps"]][:6] == ["done"] * 5 + ["open"]
    assert {one["kind"] for one in case["evidence"]} >= {"visit", "minutes", "proposal"}
    with reading(sqlite_db) as session:
        assert session.execute(text("SELECT count(*) FROM opening")).scalar() == 1


def test_why_lists_every_reason_with_basis_and_who_settles_it(clerk: Program, cases: list[int]) -> None:
    missing = {one["name"]: one["blockers"] for one in clerk.get(f"/cases/{cases[0]}/why").json["missing"]}

    assert missing["village_notice"][0] | {"message": ""} == {
        "code": "notice-missing",
        "message": "",
        "basis": "四(二)3",
        "settled_by": "",
        "earliest_on": None,
    }
    assert "no-department-answer" in [blocker["code"] for blocker in missing["joint_review"]]


def test_the_ledger_of_a_case_is_read_back_page_by_page(clerk: Program, cases: list[int]) -> None:
    first = clerk.get(f"/cases/{cases[0]}/history", limit=5).json
    second = clerk.get(f"/cases/{cases[0]}/history", limit=200, after=first["next"]).json

    sequences = [entry["sequence"] for entry in first["items"] + second["items"]]
    assert sequences == list(range(sequences[0], 0, -1))
    assert second["next"] is None


def test_a_notice_lives_its_whole_life(clerk: Program, cases: list[int], sqlite_db: Engine) -> None:
    drafted = clerk.post("/notices", step="village_notice", cases=cases)
    assert drafted.status_code == 201
    notice = f"/notices/{drafted.json['notice_id']}"
    assert (drafted.json["first_on"], drafted.json["last_on"]) == ("2021-10-25", "2021-10-29")
    assert codes(clerk.post("/notices", step="village_notice", cases=cases[:1])) == ["already-listed"]

    printed = clerk.post(f"{notice}/print")
    assert len(printed.json["printed_digest"]) == 64
    posted = clerk.post(f"{notice}/post", places=drafted.json["places"], on="2021-10-25")
    assert posted.json["state"] == "posted"

    on(sqlite_db, "2021-10-29")
    early = clerk.post(f"{notice}/close")
    assert early.status_code == 409
    assert early.json["blockers"][0]["earliest_on"] == "2021-10-30"
    on(sqlite_db, "2021-10-30")
    assert clerk.post(f"{notice}/close").json == {"moved": cases, "held": []}
    assert [one["state"] for one in clerk.get("/notices").json["items"]] == ["closed"]


def test_a_stale_version_is_told_who_was_first(app: Flask, clerk: Program, cases: list[int]) -> None:
    version = clerk.get(f"/cases/{cases[0]}").json["version"]

    stale = clerk.post(f"/cases/{cases[0]}/advance", act="village_notice", version=version - 1)

    assert stale.status_code == 409
    assert codes(stale) == ["changed-meanwhile"]
    assert CLERKS[0].name in stale.json["blockers"][0]["message"]


def candidate(app: Flask, clerk: Program) -> int:
    """A household of the second village that nobody has begun with."""
    return next(item["case_id"] for item in clerk.get("/cases").json["items"] if item["move"] is None)


def test_a_command_sent_twice_does_one_thing(app: Flask, sqlite_db: Engine) -> None:
    clerk = Program(app, CLERKS[1].id)
    case = candidate(app, clerk)

    first = clerk.post(f"/cases/{case}/start", "start-key-1", move="identify")
    again = clerk.post(f"/cases/{case}/start", "start-key-1", move="identify")
    other = clerk.post(f"/cases/{case}/start", "start-key-2", move="identify")
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert codes(other) == ["run-under-way"]

    visit = {
        "visitors": [{"name": "杨丽华"}, {"name": "李雪梅"}],
        "signed_by": ["household", "collector"],
        "findings": "收入下降，住房安全。",
    }
    photo = io.BytesIO()
    Image.new("RGB", (20, 20)).save(photo, "PNG")
    files = [{"name": "a.png", "content": base64.b64encode(photo.getvalue()).decode()}]
    body = {"kind": "visit", "happened_on": "2021-10-24", "content": visit, "files": files}
    recorded = clerk.post(f"/cases/{case}/evidence", "evidence-key", **body)
    repeated = clerk.post(f"/cases/{case}/evidence", "evidence-key", **body)
    assert (recorded.status_code, repeated.json) == (201, recorded.json)

    version = clerk.get(f"/cases/{case}").json["version"]
    done = clerk.post(f"/cases/{case}/advance", "advance-key", act="visit", version=version)
    twice = clerk.post(f"/cases/{case}/advance", "advance-key", act="visit", version=version)
    assert done.json["opened"] == ["application", "appraisal"]
    assert (twice.json["again"], twice.json["opened"]) == (True, done.json["opened"])
    assert len(clerk.get(f"/cases/{case}").json["evidence"]) == 1


def test_evidence_that_is_not_good_enough_is_refused_by_field(app: Flask) -> None:
    clerk = Program(app, CLERKS[1].id)
    case = candidate(app, clerk)
    clerk.post(f"/cases/{case}/start", move="identify")

    wrong = clerk.post(f"/cases/{case}/evidence", kind="visit", happened_on="2021-10-24", content={"visitors": []})
    html = [{"name": "a.jpg", "content": base64.b64encode(b"<html>").decode()}]
    disguised = clerk.post(f"/cases/{case}/evidence", kind="visit", happened_on="2021-10-24", content={}, files=html)

    assert (wrong.status_code, disguised.status_code) == (422, 422)
    assert "visitors" in [problem["where"] for problem in wrong.json["problems"]]
    assert "不是照片" in disguised.json["problems"][0]["reason"]


def test_in_bulk_each_case_moves_or_is_held_with_its_reasons(app: Flask, clerk: Program, cases: list[int]) -> None:
    other = candidate(app, Program(app, CLERKS[1].id))

    outcome = clerk.post("/advances", act="village_notice", cases=[*cases, other, 99999]).json

    held = {one["case_id"]: [blocker["code"] for blocker in one["blockers"]] for one in outcome["held"]}
    assert outcome["moved"] == []
    assert held == {case: ["notice-missing"] for case in cases} | {case: ["not-found"] for case in (other, 99999)}


def test_sending_back_reopens_a_step_with_its_reason(app: Flask, clerk: Program, cases: list[int]) -> None:
    refused = clerk.post(f"/cases/{cases[0]}/send-back", step="visit", code="incomplete", reason="缺签字")
    operator = Program(app, OPERATORS[0].id)
    not_yet = operator.post(f"/cases/{cases[0]}/send-back", step="visit", code="incomplete", reason="缺签字")

    assert refused.status_code == 403
    assert codes(not_yet) == ["not-yours"]


def test_what_is_sent_in_a_wrong_shape_is_named(clerk: Program, cases: list[int]) -> None:
    unknown = clerk.post("/notices", step="village_notice", cases=cases, nonsense=1)
    text_for_number = clerk.post(f"/cases/{cases[0]}/advance", act="visit", version="1")
    no_key = clerk.client.post("/api/v1/advances", json={"act": "visit", "cases": cases}, headers=clerk.headers)

    assert [r.status_code for r in (unknown, text_for_number, no_key)] == [422, 422, 422]
    assert unknown.json["problems"][0]["where"] == "nonsense"
    assert text_for_number.json["problems"][0]["where"] == "version"
    assert no_key.json["problems"][0]["where"] == "Idempotency-Key"


def test_periods_packs_and_search_answer(clerk: Program) -> None:
    period = clerk.get("/workdays", start="2021-10-25", n=5, count="posting-day").json
    packs = clerk.get("/packs").json["items"]
    whole = clerk.get("/packs/xiaozhongdian-2021").json
    head = clerk.get("/cases").json["items"][0]["head"]
    found = clerk.get("/households", q=head).json["items"]

    assert period == {"first_on": "2021-10-25", "last_on": "2021-10-29", "provisional": False}
    assert [pack["id"] for pack in packs] == sorted(shipped())
    assert "village_notice" in [step["name"] for move in whole["moves"] for step in move["steps"]]
    assert head in [person["head"] for person in found]
    assert clerk.get("/packs/nowhere").status_code == 404


def test_an_auditor_verifies_the_ledger(app: Flask, clerk: Program, cases: list[int], sqlite_db: Engine) -> None:
    auditor = Program(app, AUDITOR.id)
    assert auditor.get("/ledger/verify").json["faults"] == []
    with work(sqlite_db) as session:
        session.execute(text("DROP TRIGGER entry_no_DELETE"))
        session.execute(text("DELETE FROM entry WHERE case_id = :c AND sequence = 3"), {"c": cases[0]})

    faults = auditor.get("/ledger/verify").json["faults"]

    assert {fault["case_id"] for fault in faults} == {cases[0]}
    assert clerk.get("/ledger/verify").status_code == 403
