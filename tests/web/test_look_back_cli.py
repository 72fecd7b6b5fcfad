"""`shouxian look-back`: taking over from a file, gaps and their filling, and the lists, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from engine.actors import SYSTEM
from engine.db import work
from states.households import Draft, Household, register
from states.packs.store import in_force
from states.passwords import Secret
from states.practice.staff import CLERKS, OPERATORS
from tests.web.desks.conftest import BEGUN
from tests.web.desks.test_every_list import AT, _person
from tests.web.office import furnish
from tests.web.shell import run

VILLAGE = "533401102201"
SOURCE = ("--source", "全国系统2021年9月导出", "--as", OPERATORS[0].id)


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)
    with work(sqlite_db) as session:
        definition = in_force(session, VILLAGE, BEGUN).definition
        columns = {"number": f"{VILLAGE}80001", "head_name": "旧户"}
        register(session, [Draft(VILLAGE + "01", columns, (_person("旧户"),))], definition, SYSTEM, AT)
    return sqlite_db


def listed(folder: Path, *lines: str) -> str:
    """A file with these lines under the headings."""
    file = folder / "list.csv"
    file.write_text("\n".join(["户编号,类别,识别日期,消除日期,再标注日期", *lines]) + "\n", "utf-8")
    return str(file)


def test_a_list_is_taken_over_its_gaps_are_listed_and_begun(office: Engine, tmp_path: Path) -> None:
    file = listed(tmp_path, f"{VILLAGE}80001,边缘易致贫户,2020-05-01,,")

    taken = run("look-back", "take-over", file, *SOURCE, "--json")
    gaps = run("look-back", "gaps", "--area", VILLAGE, "--json")
    begun = run("look-back", "fill", VILLAGE, "--as", CLERKS[0].id, "--json")
    again = run("look-back", "fill", VILLAGE, "--as", CLERKS[0].id)

    assert (taken.exit_code, json.loads(taken.stdout)) == (0, {"taken_over": 1})
    assert gaps.exit_code == 1
    assert [(row["户主"], row["缺几步"]) for row in json.loads(gaps.stdout)] == [("旧户", 6)]
    assert (begun.exit_code, json.loads(begun.stdout)) == (0, {"begun": 1, "held": {}})
    assert (again.exit_code, "没有启动1户" in again.stdout) == (1, True)
    assert "旧户" in run("look-back", "over-a-year").stdout
    assert "旧户" not in run("look-back", "stability").stdout


def test_a_bad_file_is_refused_with_its_line_and_nothing_is_taken(office: Engine, tmp_path: Path) -> None:
    day = run("look-back", "take-over", listed(tmp_path, f"{VILLAGE}80001,边缘易致贫户,2020/5/1,,"), *SOURCE)
    category = run("look-back", "take-over", listed(tmp_path, f"{VILLAGE}80001,不知道,2020-05-01,,"), *SOURCE)
    number = run("look-back", "take-over", listed(tmp_path, "9,边缘易致贫户,2020-05-01,,"), *SOURCE)
    empty = run("look-back", "take-over", listed(tmp_path), *SOURCE)

    assert [one.exit_code for one in (day, category, number, empty)] == [1, 1, 1, 1]
    assert "list.csv:2" in day.stderr
    assert "list.csv:2" in category.stderr
    assert "找不到这一户" in number.stderr
    assert "表头要有" in empty.stderr
    with work(office) as session:
        home = session.scalars(select(Household).where(Household.number == f"{VILLAGE}80001")).one()
        assert home.identified_on is None


def test_lists_are_proposed_from_the_shell(office: Engine, tmp_path: Path) -> None:
    proposed = run("look-back", "propose", VILLAGE, "--as", CLERKS[0].id, "--json")
    rows = run("look-back", "list", "--list", "adjustment", "--json")

    assert proposed.exit_code == rows.exit_code == 0
    assert json.loads(proposed.stdout)["waiting"] >= len(json.loads(rows.stdout))
    assert run("look-back", "propose", "5334", "--as", CLERKS[0].id).exit_code == 1
