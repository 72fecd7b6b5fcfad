"""Programs propose changes of the register and decide on them: the same checks as on the pages, two people."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from engine.db import reading, work
from states.changes.change import Change
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.passwords import Secret
from states.practice.staff import CLERKS, COLLECTORS
from tests.states.register import number
from tests.web.office import furnish
from tests.web.programs import Program, codes
from web.app import create_app
from web.settings import Settings


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


@pytest.fixture
def collector(app: Flask) -> Program:
    return Program(app, COLLECTORS[0].id)


PHONE = {"values": [{"field": "phone", "value": "13900000007"}], "source": "office"}


def phone(db: Engine, case: int) -> str:
    with reading(db) as session:
        return session.scalars(select(Household.phone).where(Household.case_id == case)).one()


def test_one_proposes_and_another_agrees(
    clerk: Program, collector: Program, cases: list[int], sqlite_db: Engine
) -> None:
    proposed = collector.post(f"/cases/{cases[0]}/changes", **PHONE)
    assert proposed.status_code == 201
    [change] = proposed.json["items"]
    assert (change["state"], change["field"], change["after"]) == ("proposed", "phone", "13900000007")
    assert [one["change_id"] for one in clerk.get("/changes").json["items"]] == [change["change_id"]]
    address = f"/changes/{change['change_id']}"

    assert codes(collector.post(f"/cases/{cases[0]}/changes", **PHONE)) == ["already-waiting"]
    assert collector.post(f"{address}/agree").status_code == 403
    agreed = clerk.post(f"{address}/agree")

    assert (agreed.status_code, agreed.json["state"], phone(sqlite_db, cases[0])) == (200, "applied", "13900000007")
    assert clerk.get("/changes").json["items"] == []
    [kept] = clerk.get("/changes", case_id=cases[0]).json["items"]
    assert (kept["state"], kept["decided_by"]) == ("applied", CLERKS[0].name)


def test_who_proposed_may_take_back_and_not_agree(clerk: Program, cases: list[int], sqlite_db: Engine) -> None:
    [change] = clerk.post(f"/cases/{cases[0]}/changes", **PHONE).json["items"]
    address = f"/changes/{change['change_id']}"

    assert codes(clerk.post(f"{address}/agree")) == ["same-person"]
    told = {one["act"]: [why["code"] for why in one["blockers"]] for one in clerk.get(address).json["acts"]}
    assert told == {"apply": ["same-person"], "reject": ["same-person"], "withdraw": []}
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Opening)) == 1
    assert clerk.post(f"{address}/withdraw").json["state"] == "withdrawn"
    assert phone(sqlite_db, cases[0]) != "13900000007"


def test_every_reason_is_told_and_nothing_is_half_done(
    clerk: Program, collector: Program, cases: list[int], sqlite_db: Engine
) -> None:
    values = [{"field": "phone", "value": "12"}, {"field": "phone", "value": "13900000007"}]
    refused = clerk.post(
        f"/cases/{cases[0]}/changes", values=[*values, {"field": "no-such", "value": "1"}], source="office"
    )
    assert (refused.status_code, codes(refused)) == (409, ["bad-value", "not-found"])
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 0
    [change] = collector.post(f"/cases/{cases[0]}/changes", **PHONE).json["items"]
    address = f"/changes/{change['change_id']}/refuse"
    assert clerk.post(address, reason="").status_code == 422
    assert clerk.post(address, reason="号码打不通").json["decided_reason"] == "号码打不通"


def test_the_same_key_proposes_once(clerk: Program, cases: list[int], sqlite_db: Engine) -> None:
    key = uuid4().hex
    first, again = (clerk.post(f"/cases/{cases[0]}/changes", key, **PHONE) for _ in range(2))
    assert first.json == again.json
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 1


def test_members_join_leave_and_move(clerk: Program, collector: Program, cases: list[int], sqlite_db: Engine) -> None:
    home = f"/cases/{cases[0]}"
    people = collector.get(f"{home}/members").json["items"]
    day = {"happened_on": "2021-10-05", "source": "office"}
    born = {"name": "和小花", "relation": "son", "reason": "born", "birth_on": "2021-10-05", "sex": "female"}
    joined = collector.post(f"{home}/joins", **born, **day)
    assert joined.status_code == 201, joined.text
    left = collector.post(f"{home}/leaves", member_id=people[-1]["member_id"], reason="died", **day)
    assert left.status_code == 201, left.text
    assert collector.post(f"{home}/leaves", member_id=999_999, reason="died", **day).status_code == 404
    wrong = collector.post(f"{home}/leaves", member_id=people[-1]["member_id"], reason="clear_out", **day)
    assert "other-way" in codes(wrong)
    elsewhere = collector.post(
        f"{home}/transfers", member_id=people[-1]["member_id"], number="no such", relation="son", **day
    )
    assert elsewhere.status_code == 422
    for made in (joined, left):
        done = clerk.post(f"/changes/{made.json['items'][0]['change_id']}/agree")
        assert done.json["state"] == "applied", done.text
    after = {one["name"]: one["here"] for one in clerk.get(f"{home}/members").json["items"]}
    assert (after["和小花"], after[people[-1]["name"]]) == (True, False)


def test_identity_numbers_are_masked_in_lists_and_keyed_twice_blind(
    clerk: Program, collector: Program, cases: list[int], sqlite_db: Engine
) -> None:
    with reading(sqlite_db) as session:
        home = session.scalars(select(Household.id).where(Household.case_id == cases[0])).one()
        member = session.scalars(select(Member.id).where(Member.household_id == home)).first()
    new = number(77)
    body = {"values": [{"field": "id_no", "value": new, "member_id": member}], "source": "office"}
    [change] = collector.post(f"/cases/{cases[0]}/changes", **body).json["items"]
    assert new not in str(collector.get("/changes").json)
    with work(sqlite_db) as session:
        session.execute(update(Change).values(keying="once"))
    address = f"/changes/{change['change_id']}"
    assert clerk.get(address).json["change"]["after"] == ""
    assert "keyed-once" in codes(clerk.post(f"{address}/agree"))
    assert clerk.post(f"{address}/key", value="x").status_code == 422
    assert clerk.post(f"{address}/key", value=new).json["keying"] == "matches"
    assert clerk.get(address).json["change"]["after"] == new
