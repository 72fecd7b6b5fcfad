"""`shouxian layout` and `shouxian codes`: exit 0 done, 1 refused or something was found, 2 wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from states.passwords import Secret
from states.practice.staff import ADMIN, OPERATORS
from tests.states.site_texts import EDUCATION, new_list
from tests.web.office import furnish
from tests.web.shell import run


@pytest.fixture(autouse=True)
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with its staff."""
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)


def written(data: Path, name: str, text: str) -> str:
    file = data / name
    file.write_text(text, "utf-8")
    return str(file)


def rows(*words: str) -> list[dict[str, object]]:
    return json.loads(run(*words, "--json").stdout)


def test_a_layout_is_checked_taken_into_use_and_withdrawn(data: Path) -> None:
    file = written(data, "new.toml", new_list())
    assert run("layout", "check", file).stdout.strip() == "new.toml：没有发现问题"
    refused = run("layout", "add", file, "--as", OPERATORS[0].id)
    added = run("layout", "add", file, "--as", ADMIN.id, "--json")
    again = run("layout", "add", file, "--as", ADMIN.id)
    out = run("export", "members", "--layout", "household-list", "--as", OPERATORS[0].id, "--out", str(data / "a.csv"))

    assert (refused.exit_code, added.exit_code, again.exit_code, out.exit_code) == (1, 0, 1, 0)
    assert "这个版号已经用过" in again.stderr
    assert json.loads(added.stdout)["by"] == ADMIN.name
    assert (data / "a.csv").read_text("utf-8-sig").startswith("家庭成员,户编号")
    assert [
        row["edition"] for row in rows("layout", "list") if row["in_force"] and row["name"] == "household-list"
    ] == ["2026"]
    shown = json.loads(run("layout", "show", "household-list", "--json").stdout)
    first = {key: shown["columns"][0][key] for key in ("place", "field", "heading", "needed")}
    assert first == {"place": 1, "field": "name", "heading": "家庭成员", "needed": "是"}
    assert run("layout", "show", "household-list", "--toml").stdout == new_list()

    assert run("layout", "withdraw", "household-list", "2026", "--reason", "暂缓", "--as", ADMIN.id).exit_code == 0
    assert run("layout", "withdraw", "household-list", "2021", "--reason", "暂缓", "--as", ADMIN.id).exit_code == 1
    told = {row["edition"]: row for row in rows("layout", "list") if row["name"] == "household-list"}
    assert (told["2021"]["state"], told["2026"]["state"], told["2026"]["reason"]) == ("使用中", "已撤回", "暂缓")
    assert "随程序" in run("layout", "list").stdout


def test_a_malformed_file_is_refused_with_file_place_and_every_reason(data: Path) -> None:
    text = new_list().replace('heading = "性别"', 'heading = "民族"').replace('head = "本户', 'header = "本户')
    told = run("layout", "check", written(data, "new.toml", text), "--json")
    bad = run("codes", "check", written(data, "codes.toml", EDUCATION.replace('["小学"]', '["高中"]')))

    assert (told.exit_code, bad.exit_code) == (1, 1)
    assert [one["where"] for one in json.loads(told.stdout)["problems"]] == [
        "new.toml columns.7",
        "new.toml columns.11",
    ]
    assert bad.stdout.strip() == "codes.toml codes.senior: “高中”已经是“primary”的写法"
    assert run("layout", "check", str(data / "none.toml")).exit_code == 2
    assert run("layout", "show", "nothing").exit_code == 1
    assert run("codes", "show", "nothing").exit_code == 1
    missing = run("export", "members", "--layout", "nothing", "--as", OPERATORS[0].id, "--out", str(data / "a.csv"))
    assert missing.exit_code == 2
    assert "member-register" in missing.stderr


def test_a_code_list_is_checked_taken_into_use_and_withdrawn(data: Path) -> None:
    file = written(data, "codes.toml", EDUCATION)
    assert run("codes", "check", file).exit_code == 0
    assert run("codes", "add", file, "--as", OPERATORS[0].id).exit_code == 1
    assert run("codes", "add", file, "--as", ADMIN.id).exit_code == 0

    told = json.loads(run("codes", "show", "education", "--json").stdout)
    assert told["edition"] == "2026"
    assert {one["code"]: one["choosable"] for one in told["codes"]}["college"] is False
    assert "高职、高专" not in run("codes", "show", "education", "--edition", "2021").stdout
    assert run("codes", "show", "education", "--toml").stdout == EDUCATION
    assert run("codes", "withdraw", "education", "2026", "--reason", "暂缓", "--as", ADMIN.id).exit_code == 0
    assert json.loads(run("codes", "show", "education", "--json").stdout)["edition"] == "2021"


def test_the_day_says_which_edition_is_chosen_from() -> None:
    def holding(day: str) -> set[object]:
        return {
            row["edition"]
            for row in rows("codes", "list", "--on", day)
            if row["name"] == "category" and row["in_force"]
        }

    assert (holding("2021-04-30"), holding("2021-05-01")) == ({"2020"}, {"2021"})
