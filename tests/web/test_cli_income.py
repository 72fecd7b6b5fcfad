"""Income on the command line: a sheet is looked at, taken, and what is locked goes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from engine.db import reading, work
from states.book import open_book
from states.households import Household
from states.income.figures import figures
from states.members import Member
from states.passwords import Secret
from states.practice.staff import CLERKS, OPERATORS
from states.workbooks import read, write
from tests.states.incomes import locked
from tests.web.office import furnish
from tests.web.shell import run

CLERK, OPERATOR = CLERKS[0].id, OPERATORS[0].id


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> int:
    """The first household of the made-up township, by its number in the database."""
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    [case_id, *_] = furnish(sqlite_db, secret)
    with reading(sqlite_db) as session:
        return session.scalars(select(Household.id).where(Household.case_id == case_id)).one()


def sheet(db: Engine, file: Path, household: int, amount: str) -> Path:
    with reading(db) as session:
        card = session.scalars(select(Member.id_no).where(Member.household_id == household, Member.is_head)).one()
    file.write_bytes(write(("证件号码", "季度", "低保金"), [(card, "4", amount)]))
    return file


def test_a_sheet_is_looked_at_and_then_taken_once(office: int, sqlite_db: Engine, data: Path) -> None:
    file = sheet(sqlite_db, data / "low.xlsx", office, "1800")

    dry = run("import", "income", file, "--as", OPERATOR, "--dry-run")
    assert "1户、1条，合计1800元" in dry.stderr
    assert (dry.exit_code, dry.stdout) == (0, "可以导入1行\n")
    done = json.loads(run("import", "income", file, "--as", OPERATOR, "--json").stdout)
    again = run("import", "income", file, "--as", OPERATOR)

    assert (done["stored"], done["lines"], done["problems"]) == (True, 1, [])
    assert (done["households"], done["amounts"], done["total"]) == (1, 1, "1800")
    assert (again.exit_code, "没有重复导入" in again.stdout) == (1, True)
    with reading(sqlite_db) as session:
        assert figures(session, [office], 2021)[office].total("net") == 1800


def test_problems_go_into_a_report_and_nothing_is_taken(office: int, sqlite_db: Engine, data: Path) -> None:
    file, report = sheet(sqlite_db, data / "bad.xlsx", office, "一千八"), data / "report.xlsx"

    result = run("import", "income", file, "--as", OPERATOR, "--report", report)

    assert result.exit_code == 1
    assert "没有保存任何一条" in result.stderr
    [row] = read(report.read_bytes(), "report.xlsx").rows
    assert str(row.cells[3]).startswith("低保金：")
    assert run("import", "income", file, "--as", CLERK).exit_code == 1


def test_only_what_is_locked_goes_out(office: int, sqlite_db: Engine, data: Path) -> None:
    file, out = sheet(sqlite_db, data / "low.xlsx", office, "1800"), data / "out.xlsx"
    run("import", "income", file, "--as", OPERATOR)
    village = CLERKS[0].area
    order = ("export", "income", "--village", village, "--out", out, "--as", OPERATOR)

    refused = run(*order)

    assert refused.exit_code == 1
    assert "还没有锁定（采集中）" in refused.stderr
    assert not out.exists()
    with work(sqlite_db) as session:
        for household in session.scalars(select(Household).where(Household.village == village)):
            household.kind = "general"  # the others' income is not collected
        home = session.get_one(Household, office)
        locked(session, open_book(), home)
    assert run(*order).exit_code == 0
    [row] = read(out.read_bytes(), "out.xlsx").rows
    assert home.number in row.cells
    assert run("export", "income", "--village", "5399", "--out", out, "--as", OPERATOR).exit_code == 1
