"""`shouxian region`: looked at first, carried out with --yes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from engine.db import reading
from states.households import Household
from states.passwords import Secret
from states.practice.staff import ADMIN, CLERKS, OPERATORS
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


def told(*arguments: object) -> Any:
    done = run("region", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_township_is_recoded_split_and_taken_back() -> None:
    before = {code: row["households"] for code, row in listed().items()}
    looked = run("region", "split", "533401102", "533401199", "新设镇", "--part", VILLAGE, *WHY)
    assert (looked.exit_code, "以上只是预览" in looked.stderr, "随迁账号" in looked.stdout) == (0, True, True)
    told("split", "533401102", "533401199", "新设镇", "--part", VILLAGE, *WHY, "--yes")
    assert listed()["533401199201"]["households"] == before[VILLAGE]
    assert told("undo", "533401199", *WHY)[0]["done"] is False
    told("undo", "533401199", *WHY, "--yes")
    told("move", "533401102", "533401198", *WHY, "--yes")
    history = told("history", "533401198")
    assert history["former"][0]["code"] == "533401102"
    assert "曾用编码" in run("region", "history", "533401198").stdout
    told("undo", "533401102", *WHY, "--yes")
    assert {code: listed()[code]["households"] for code in before} == before
    again = run("region", "undo", "533401102", *WHY)
    assert (again.exit_code, "没有可以撤回" in again.stderr) == (1, True)


def test_chosen_households_go_to_another_group(tmp_path: Path, sqlite_db: Engine) -> None:
    with reading(sqlite_db) as session:
        rows = session.execute(select(Household.number, Household.group_code).order_by(Household.number)).all()
    group = rows[0].group_code
    numbers = [row.number for row in rows if row.group_code == group]
    target = group[:12] + ("02" if group.endswith("01") else "01")
    officer = ("--reason", "按居住地调整", "--as", OPERATORS[0].id)
    looked = run("region", "regroup", "--households", ",".join(numbers), "--to", target, *officer)
    assert (looked.exit_code, "以上只是预览" in looked.stderr) == (0, True)
    chosen = tmp_path / "户.txt"
    chosen.write_text("\n".join(numbers), encoding="utf-8")
    [done] = told("regroup", "--households", chosen, "--to", target, *officer, "--yes")
    assert done["ways"] == [{"source": group, "target": target, "households": len(numbers)}]
    with reading(sqlite_db) as session:
        assert group not in set(session.scalars(select(Household.group_code)))
    unknown = run("region", "regroup", "--households", "没有", "--to", target, *officer)
    assert (unknown.exit_code, "找不到：没有" in unknown.stderr) == (1, True)
    clerk = run("region", "regroup", "--households", numbers[0], "--to", target, "--reason", "x", "--as", "auditor")
    assert clerk.exit_code == 1
