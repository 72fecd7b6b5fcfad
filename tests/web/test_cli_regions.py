"""`shouxian region`: looked at first, carried out with --yes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from states.passwords import Secret
from states.practice.staff import ADMIN, CLERKS
from tests.web.office import furnish
from tests.web.shell import run

VILLAGE = "533401102201"
WHY = ("--reason", "撤并小组", "--document", "云政发〔2021〕3号", "--as", ADMIN.id)


@pytest.fixture(autouse=True)
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    return furnish(sqlite_db, secret)


def listed(*arguments: object) -> dict[str, Any]:
    return {row["code"]: row for row in json.loads(run("region", "list", *arguments, "--json").stdout)}


def test_a_village_is_merged_after_a_look() -> None:
    before = listed()
    looked = run("region", "merge", VILLAGE, "533401102202", *WHY)
    assert looked.exit_code == 0
    assert "以上只是预览" in looked.stderr
    assert CLERKS[0].id in looked.stdout
    assert listed() == before

    done = json.loads(run("region", "merge", VILLAGE, "533401102202", *WHY, "--yes", "--json").stdout)
    after = listed()

    assert done[0]["done"] is True
    assert after[VILLAGE]["successor"] == "533401102202"
    assert after["533401102"]["households"] == before["533401102"]["households"] == 6
    refused = run("region", "merge", VILLAGE, "533401102203", *WHY)
    assert (refused.exit_code, "已经撤销" in refused.stderr) == (1, True)


def test_a_place_is_renamed_and_given_another_code() -> None:
    assert run("region", "rename", VILLAGE, "和平新村", *WHY).exit_code == 0
    assert listed("--as", CLERKS[0].id)[VILLAGE]["name"] == "和平新村"
    assert run("region", "move", VILLAGE, "533401102299", *WHY, "--yes").exit_code == 0
    assert listed("--area", "533401102299")["533401102299"]["households"] > 0
    not_allowed = run("region", "rename", VILLAGE, "别名", *WHY[:4], "--as", CLERKS[0].id)
    assert not_allowed.exit_code == 1
