"""`shouxian quality`: a round from the shell, and the list of what was found; exit 1 when something was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from engine.db import work
from states.members import Member
from states.passwords import Secret
from states.practice.staff import CLERKS, REVIEWERS
from tests.web.office import furnish
from tests.web.shell import run

VILLAGE = "533401102201"


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)
    with work(sqlite_db) as session:
        session.execute(update(Member).where(Member.is_head).values(ethnicity=""))
    return sqlite_db


def test_a_round_from_the_shell_says_what_it_found(office: Engine) -> None:
    nothing = run("quality", "list", "--json")
    looked = run("quality", "run", "--area", VILLAGE, "--json")
    listed = run("quality", "list", "--area", VILLAGE, "--rule", "2_01_001", "--json")

    assert (nothing.exit_code, json.loads(nothing.stdout)) == (0, [])
    assert looked.exit_code == listed.exit_code == 1
    told, rows = json.loads(looked.stdout), json.loads(listed.stdout)
    assert told["households"] == len(rows) > 0
    assert told["opened"] == told["found"] >= len(rows)
    assert "民族没有填写" in rows[0]["says"]
    assert "民族没有填写" in run("quality", "list", "--state", "open").stdout


def test_an_account_looks_through_its_own_area_only(office: Engine) -> None:
    assert run("quality", "run", "--as", CLERKS[1].id, "--area", VILLAGE).exit_code == 1
    assert "找不到" in run("quality", "run", "--as", CLERKS[1].id, "--area", VILLAGE).stderr
    assert "查到" in run("quality", "run", "--as", CLERKS[0].id).stdout
    assert "民族" not in run("quality", "list", "--as", CLERKS[1].id).stdout


def test_a_county_sets_a_parameter_from_the_shell(office: Engine) -> None:
    county = REVIEWERS[0].id
    told = ("most_distance", "8", "--year", "2021", "--basis", "县农防办〔2021〕7号", "--as", county, "--json")

    done = run("quality", "parameter", "set", *told)
    listed = run("quality", "parameter", "list", "--as", county, "--year", "2021", "--json")
    before = run("quality", "parameter", "list", "--as", county, "--year", "2020", "--json")
    refused = run("quality", "parameter", "set", *told[:-2], CLERKS[0].id, "--json")

    assert (done.exit_code, json.loads(done.stdout)[0]["value"]) == (0, "8")
    values = [
        {row["name"]: row["value"] for row in json.loads(one.stdout)}["most_distance"] for one in (listed, before)
    ]
    assert values == ["8", "5"]
    assert refused.exit_code == 1
