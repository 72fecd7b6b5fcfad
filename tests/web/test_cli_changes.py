"""`shouxian change`: proposed under one account, agreed under another; the same refusals as on the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from engine.db import reading
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.passwords import Secret
from states.practice.staff import CLERKS, COLLECTORS
from tests.web.office import furnish
from tests.web.shell import run

CLERK, COLLECTOR, STRANGER = ("--as", CLERKS[0].id), ("--as", COLLECTORS[0].id), ("--as", CLERKS[1].id)


@pytest.fixture(autouse=True)
def cases(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    return furnish(sqlite_db, secret)


def told(*arguments: object) -> Any:
    done = run("change", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def household(db: Engine, case: int) -> Household:
    with reading(db) as session:
        return session.scalars(select(Household).where(Household.case_id == case)).one()


def people(db: Engine, case: int) -> list[str]:
    with reading(db) as session:
        here = select(Member.name).join(Household, Household.id == Member.household_id)
        return list(
            session.scalars(here.where(Household.case_id == case, Member.left_on.is_(None)).order_by(Member.id))
        )


def test_a_change_is_proposed_listed_and_agreed_by_another(cases: list[int], sqlite_db: Engine) -> None:
    [made] = told("propose", cases[0], "phone=13900000007", *COLLECTOR)
    number = made["change_id"]
    assert [one["change_id"] for one in told("list", *CLERK)] == [number]
    assert told("list", *STRANGER) == []
    own = run("change", "agree", number, *COLLECTOR)
    assert (own.exit_code, "岗位不能办理" in own.stderr) == (1, True)
    looked = told("show", number, *CLERK)
    assert looked["acts"] == {"apply": [], "reject": [], "withdraw": looked["acts"]["withdraw"]}
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Opening)) == 1

    assert told("agree", number, *CLERK) == {"applied": 1, "held": []}

    assert household(sqlite_db, cases[0]).phone == "13900000007"
    assert [one["state"] for one in told("list", "--case", cases[0], *CLERK)] == ["applied"]
    assert "核对入册" in run("change", "list", "--case", cases[0], *CLERK).stdout


def test_refusals_name_every_reason_and_end_with_one(cases: list[int], sqlite_db: Engine) -> None:
    [made] = told("propose", cases[0], "phone=13900000007", *CLERK)
    held = run("change", "agree", made["change_id"], 9999, *CLERK, "--json")
    codes = {one["change_id"]: one["code"] for one in json.loads(held.stdout)["held"]}
    assert (held.exit_code, codes[made["change_id"]]) == (1, "same-person")
    assert 9999 in codes
    again = run("change", "propose", cases[0], "phone=13900000008", "no-such=1", *CLERK)
    assert (again.exit_code, len(again.stderr.splitlines())) == (1, 2)
    assert run("change", "propose", cases[0], "phone", *CLERK).exit_code == 2
    assert run("change", "show", made["change_id"], *STRANGER).exit_code == 1
    assert run("change", "refuse", made["change_id"], "--reason", "打不通", *STRANGER).exit_code == 1
    assert told("withdraw", made["change_id"], *CLERK)[0]["state"] == "withdrawn"
    [other] = told("propose", cases[0], "phone=13900000009", *COLLECTOR)
    assert told("refuse", other["change_id"], "--reason", "打不通", *CLERK)[0]["decided_reason"] == "打不通"
    done = run("change", "key", other["change_id"], "13900000009", *CLERK)
    assert (done.exit_code, "办结" in done.stderr) == (1, True)


def test_members_join_leave_and_move_from_the_shell(cases: list[int], sqlite_db: Engine) -> None:
    before, other = people(sqlite_db, cases[0]), household(sqlite_db, cases[1])
    day = ("--happened-on", "2021-10-05")
    born = ("--relation", "son", "--reason", "born", "--birth-on", "2021-10-05", "--sex", "female")
    [joined] = told("join", cases[0], "和小花", *born, *day, *COLLECTOR)
    [left] = told("leave", cases[0], before[-1], "--reason", "died", *day, *COLLECTOR)
    assert run("change", "leave", cases[0], "没有此人", "--reason", "died", *day, *COLLECTOR).exit_code == 1
    assert told("agree", joined["change_id"], left["change_id"], *CLERK) == {"applied": 2, "held": []}
    assert people(sqlite_db, cases[0]) == [*before[:-1], "和小花"]
    [moved] = told("transfer", cases[0], "和小花", other.number, "--relation", "son", *day, *COLLECTOR)
    assert told("agree", moved["change_id"], *CLERK)["applied"] == 1
    assert "和小花" in people(sqlite_db, cases[1])
