"""Campaigns and yearly sheets at the shell: windows on request, teams, lists in line, sheets with a second person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from states.passwords import Secret
from states.practice.staff import CLERKS, OPERATORS, REVIEWERS
from tests.web.office import furnish
from tests.web.shell import run

CLERK, OTHER, OPERATOR, COUNTY = CLERKS[0], CLERKS[1], OPERATORS[0], REVIEWERS[0]
POST = "team_member"


def told(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 1, result.output
    return result.stderr


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)


@pytest.fixture
def campaign(office: None) -> int:
    number: int = told("campaign", "begin", OPERATOR.area, "--as", OPERATOR.id)["campaign"]
    return number


def test_a_window_is_asked_for_and_opens_with_the_answer(campaign: int) -> None:
    asked = ("campaign", "ask", campaign, "entry", "--document", "香巩固振兴组办〔2021〕12号")
    assert "日期还没有到" in refused(*asked, "--asked-on", "2021-10-26", "--as", COUNTY.id)
    opening = told(*asked, "--asked-on", "2021-10-25", "--as", COUNTY.id)["opening"]
    assert [(one["opening"], one["answered_on"]) for one in told("campaign", "windows", campaign)] == [(opening, None)]

    answer = (
        "campaign",
        "answer",
        campaign,
        opening,
        "--document",
        "迪乡振函〔2021〕31号",
        "--answered-on",
        "2021-10-25",
    )
    refused(*answer, "--granted", "--as", COUNTY.id)
    told(*answer, "--granted", "--since", "2021-11-13", "--until", "2021-11-25", "--as", COUNTY.id)

    [row] = told("campaign", "windows", campaign, "--as", OPERATOR.id)
    assert (row["granted"], row["since"], row["until"]) == (True, "2021-11-13", "2021-11-25")
    assert "找不到" in refused(*answer, "--declined", "--as", COUNTY.id)


def test_a_team_is_filled_and_somebody_takes_over(campaign: int) -> None:
    before = told("campaign", "team", campaign, "--missing", "--as", CLERK.id)
    first = told("campaign", "join", campaign, CLERK.area, POST, "木志华", "--unit", "镇政府", "--as", OPERATOR.id)
    assert "请选择职务" in refused("campaign", "join", campaign, CLERK.area, "king", "木志华", "--as", OPERATOR.id)
    assert "找不到" in refused("campaign", "join", campaign, CLERK.area, POST, "和文秀", "--as", OTHER.id)
    assert "请写明换人的理由" in refused(
        "campaign", "replace", campaign, first["member"], "和文秀", "--reason", " ", "--as", OPERATOR.id
    )
    second = told("campaign", "replace", campaign, first["member"], "和文秀", "--reason", "轮换", "--as", OPERATOR.id)

    rows = told("campaign", "team", campaign, "--as", CLERK.id)
    assert {row["area"] for row in rows} == {CLERK.area}
    assert [row["member"] for row in rows if row["member"]] == [second["member"]]
    assert second["follows"] == first["member"]
    assert sum(row["missing"] for row in rows) == sum(row["missing"] for row in before) - 1


def test_lists_are_reviewed_in_the_order_in_which_they_came(campaign: int) -> None:
    first = told("campaign", "hand-in", campaign, "拟纳入名单", "--households", 3, "--as", OTHER.id)["list"]
    second = told("campaign", "hand-in", campaign, "拟纳入名单", "--households", 2, "--as", CLERK.id)["list"]
    review = ("campaign", "review", campaign)

    assert "先" in refused(*review, second, "--good", "--result", "两户都符合", "--as", OPERATOR.id)
    told(*review, first, "--return", "--result", "缺一户的照片", "--as", OPERATOR.id)
    assert "请写明复核结果" in refused(*review, second, "--good", "--result", " ", "--as", OPERATOR.id)
    told(*review, second, "--good", "--result", "两户都符合", "--as", OPERATOR.id)

    rows = told("campaign", "lists", campaign, "--as", OPERATOR.id)
    assert [(row["list"], row["number"]) for row in rows] == [(first, None), (second, None)]
    assert [row["list"] for row in told("campaign", "lists", campaign, "--as", CLERK.id)] == [second]


def test_a_yearly_sheet_begins_with_the_last_one_and_stands_after_a_second_look(office: None) -> None:
    village = CLERK.area
    assert {row["state"] for row in told("sheet", "list", "village")} == {"missing"}
    made = told("sheet", "enter", "village", village, "lifted_out=312", "--year", 2020, "--as", CLERK.id)
    assert refused("sheet", "verify", made["sheet"], "--as", CLERK.id)
    told("sheet", "verify", made["sheet"], "--as", OPERATOR.id)
    assert "原因" in refused("sheet", "enter", "village", village, "lifted_out=313", "--year", 2020, "--as", CLERK.id)
    assert "没有这个指标" in refused("sheet", "enter", "village", village, "elephants=2", "--as", CLERK.id)
    assert run("sheet", "enter", "village", village, "lifted_out", "--as", CLERK.id).exit_code == 2

    facts = {row["fact"]: row for row in told("sheet", "show", "village", village, "--as", CLERK.id)}
    assert (facts["lifted_out"]["value"], facts["lifted_out"]["last"]) == (None, "312")
    states = {
        row["place"]: row["state"] for row in told("sheet", "list", "village", "--year", 2020, "--as", OPERATOR.id)
    }
    assert states[village] == "verified"
    assert states[OTHER.area] == "missing"
    assert "找不到" in refused("sheet", "show", "village", OTHER.area, "--as", CLERK.id)
    assert "找不到" in refused("sheet", "show", "township", village, "--as", CLERK.id)
