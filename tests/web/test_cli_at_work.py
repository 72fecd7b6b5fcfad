"""The commands on an installation where people work."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from engine.db import reading, work
from engine.verify import verify
from states import samples, workbooks
from states.passwords import Secret
from states.practice.staff import ADMIN, CLERKS, OPERATORS
from tests.web.office import furnish
from tests.web.shell import run

CLERK, OPERATOR = CLERKS[0].id, OPERATORS[0].id


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    return furnish(sqlite_db, secret)


def told(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_cases_are_listed_inside_an_account_s_area(office: list[int]) -> None:
    everybody, clerk = told("case", "list"), told("case", "list", "--as", CLERK)

    assert len(everybody) == 6
    assert [row["case"] for row in clerk] == office
    assert run("case", "list", "--as", "nobody").exit_code == 1


def test_the_share_of_an_area_says_which_households_it_is_of(office: list[int]) -> None:
    share = told("case", "share", "--area", CLERKS[0].area)

    assert share["households"] == share["monitored"] + share["re_flagged"] + share["risk_eliminated"] == 0
    assert share["percent"] is None
    assert run("case", "share", "--on", "2999-01-01").exit_code == 1
    assert run("case", "share", "--as", CLERK, "--area", CLERKS[1].area).exit_code == 1


def test_a_lead_is_taken_in_analysed_and_closed_at_the_shell(office: list[int]) -> None:
    number = told("case", "list", "--as", CLERK)[0]["number"]
    taken = told("lead", "add", "住院", "--source", "department", "--number", number, "--as", OPERATOR)
    again = told("lead", "add", "又住院", "--source", "department", "--number", number, "--as", CLERK)

    assert (taken["lead"], taken["joined"], again["lead"], again["joined"]) == (1, False, 1, True)
    assert told("lead", "analyse", 1, "户主住院，收入减少", "--as", CLERK)["state"] == "analysed"
    assert "还有一个程序正在办理" in run("lead", "confirm", 1, "--as", OPERATOR).stderr
    closed = told("lead", "close", 1, "--reason", "并入办理", "--told", "当面告知", "--as", OPERATOR)
    assert closed["state"] == "closed"
    assert [row["lead"] for row in told("lead", "list", "--state", "closed", "--as", CLERK)] == [1]
    assert told("lead", "list", "--as", CLERKS[1].id) == []


def test_why_names_every_reason_with_its_basis_and_who_settles_it(office: list[int]) -> None:
    result = run("case", "why", office[0])
    rows = told("case", "why", office[0])

    assert result.exit_code == 1
    missing = [row for row in rows if row["step"] == "village_notice"]
    assert [(row["code"], row["basis"]) for row in missing] == [("notice-missing", "四(二)3")]
    assert run("case", "why", office[0], "--as", CLERKS[1].id).exit_code == 1
    assert "找不到" in run("case", "why", office[0], "--as", CLERKS[1].id).stderr


def test_a_file_that_is_shown_is_a_file_that_was_opened(office: list[int], sqlite_db: Engine) -> None:
    shown = told("case", "show", office[0], "--as", CLERK)

    assert [step["status"] for step in shown["steps"]][:6] == ["done"] * 5 + ["open"]
    with reading(sqlite_db) as session:
        assert session.execute(text("SELECT count(*) FROM opening")).scalar() == 1


def test_a_ledger_goes_out_and_comes_back(office: list[int], data: Path) -> None:
    out = data / "school.xlsx"

    sent = told("reconcile", "send", "school", "--out", out, "--as", OPERATOR)
    made = told("reconcile", "take", "school", out, "--as-of", "2021-10-20", "--as", OPERATOR)
    again = run("reconcile", "take", "school", out, "--as-of", "2021-10-20", "--as", OPERATOR)

    assert sent["rows"] == made["agreeing"] > 0
    assert (made["round"], made["differing"], made["problems"]) == (1, 0, [])
    assert (again.exit_code, "没有重复导入" in again.stderr) == (1, True)
    assert {row["ledger"]: row["as_of_on"] for row in told("reconcile", "list", "--as", OPERATOR)}[
        "school"
    ] == "2021-10-20"
    assert run("reconcile", "send", "nothing", "--out", out, "--as", OPERATOR).exit_code == 1
    assert run("reconcile", "list", "--as", CLERK).exit_code == 1


def test_a_notice_goes_from_the_list_to_its_close(office: list[int], data: Path) -> None:
    [drafted] = told("notice", "draft", "village_notice", "--as", CLERK)
    assert (drafted["first_on"], drafted["last_on"], drafted["households"]) == ("2021-10-25", "2021-10-29", len(office))
    number, paper = drafted["notice"], data / "notice.pdf"
    assert run("notice", "post", number, "--as", CLERK).exit_code == 1

    assert run("notice", "print", number, "--out", paper, "--as", CLERK).exit_code == 0
    assert paper.read_bytes().startswith(b"%PDF-")
    [posted] = told("notice", "post", number, "--as", CLERK)
    assert posted["state"] == "posted"

    early = run("notice", "close", number, "--as", CLERK, "--on", "2021-10-29")
    assert early.exit_code == 1
    assert "最早2021-10-30" in early.stderr
    closed = told("notice", "close", number, "--as", CLERK, "--on", "2021-10-30")
    assert (sorted(closed["moved"]), closed["held"]) == (office, {})
    assert [row["state"] for row in told("notice", "list", "--as", CLERK)] == ["closed"]


def test_advancing_needs_an_account_whose_post_may(office: list[int]) -> None:
    refused = run("case", "advance", "village_notice", *office, "--as", CLERK)
    other = run("case", "advance", "village_notice", office[0], "--as", CLERKS[1].id)
    admin = run("case", "advance", "village_notice", office[0], "--as", ADMIN.id)

    assert (refused.exit_code, other.exit_code, admin.exit_code) == (1, 1, 1)
    assert refused.stdout.count("还没有列入公示") == len(office)
    assert "找不到" in other.stderr
    assert "岗位不能办理" in admin.stderr


def test_a_real_instance_keeps_the_real_date(data: Path, sqlite_db: Engine, secret: Secret) -> None:
    run("init")
    run("user", "add", "guanli", "--name", "管理员", "--role", "admin")
    file = data / "rest.toml"
    file.write_text('document = "某办〔2030〕1号"\nyear = 2030\noff = ["2030-01-01"]\n', "utf-8")

    refused = run("workdays", "import", file, "--as", "guanli", "--on", "2030-01-01")

    assert refused.exit_code == 1
    assert "正式系统的日期不能更改" in refused.stderr
    assert run("workdays", "import", file, "--as", "guanli").exit_code == 0


def test_an_amended_calendar_moves_the_notices_it_concerns_after_confirmation(office: list[int], data: Path) -> None:
    [drafted] = told("notice", "draft", "village_notice", "--as", CLERK)
    file = data / "rest.toml"
    file.write_text('document = "州政办〔2021〕3号"\nplace = "5334"\noff = ["2021-10-27 州庆"]\n', "utf-8")

    declined = run("workdays", "import", file, "--as", ADMIN.id, answer="n\n")
    assert declined.exit_code == 1
    assert "2021-11-01" in declined.stdout
    assert told("notice", "list")[0]["last_on"] == "2021-10-29"

    moved = told("workdays", "import", file, "--as", ADMIN.id, "--yes")
    assert [(row["notice"], row["after"]) for row in moved["moved"]] == [(drafted["notice"], "2021-11-01")]
    assert told("notice", "list")[0]["last_on"] == "2021-11-01"
    assert run("workdays", "add", "2021-10-25", "5", "--count", "posting-day").stdout == "2021-10-29\n"
    local = run("workdays", "add", "2021-10-25", "5", "--count", "posting-day", "--place", "533401102201")
    assert local.stdout == "2021-11-01\n"
    assert run("workdays", "import", file, "--as", CLERK).exit_code == 1


def test_a_list_with_problems_is_taken_by_no_half_and_reported_by_row(office: list[int], data: Path) -> None:
    file, report = data / "list.xlsx", data / "problems.xlsx"
    file.write_bytes(samples.workbook(8))

    result = run("import", "households", file, "--as", OPERATOR, "--report", report)

    assert result.exit_code == 1
    assert "已登记" in result.stdout
    assert report.read_bytes().startswith(b"PK")
    assert len(told("case", "list")) == 6
    (data / "no.xlsx").write_text("not a workbook", "utf-8")
    assert run("import", "households", data / "no.xlsx", "--as", OPERATOR).exit_code == 1


def test_a_good_list_is_looked_through_and_then_stored(data: Path, office: list[int]) -> None:
    fresh = data / "list.csv"
    head = "村,村民小组,户主姓名,姓名,与户主关系,证件号码\n"
    fresh.write_text(head + "和平村,一组,木春林,木春林,户主,539999197003079936\n", "utf-8")

    looked = told("import", "households", fresh, "--as", OPERATOR, "--dry-run")
    stored = told("import", "households", fresh, "--as", OPERATOR)

    assert (looked["stored"], stored["stored"], stored["households"]) == (False, True, 1)
    assert len(told("case", "list")) == 7


def test_what_is_good_comes_in_and_the_rest_is_reported(data: Path, office: list[int]) -> None:
    mixed, report = data / "mixed.csv", data / "back.xlsx"
    head = "村,村民小组,户主姓名,姓名,与户主关系,证件号码\n"
    good = "和平村,一组,木春林,木春林,户主,539999197003079936\n"
    mixed.write_text(head + good + "和平村,一组,木春花,木春花,户主,539999197003079937\n", "utf-8")

    result = run("import", "households", mixed, "--as", OPERATOR, "--accept-good", "--report", report, "--json")

    assert result.exit_code == 1
    assert [json.loads(result.stdout)[name] for name in ("taken", "left_out")] == [1, 1]
    assert "校验码不对" in str(workbooks.read(report.read_bytes(), "back.xlsx", ("姓名", "问题")).rows)
    assert len(told("case", "list")) == 7
    again = run("import", "households", mixed, "--as", OPERATOR, "--accept-good")
    assert again.exit_code == 1
    assert len(told("case", "list")) == 7


def test_lists_go_out_for_whom_they_may(data: Path, office: list[int]) -> None:
    table, full = data / "户.csv", data / "人.xlsx"

    written = told("export", "households", "--as", OPERATOR, "--out", table)
    people = told("export", "members", "--as", OPERATOR, "--layout", "household-list", "--out", full)

    assert written["rows"] == 6
    assert table.read_text("utf-8-sig").count("\n") == 7
    assert len(workbooks.read(full.read_bytes(), full.name, ("姓名", "证件号码")).rows) == people["rows"]
    assert run("export", "households", "--as", CLERK, "--out", table).exit_code == 1


def test_a_list_goes_out_as_it_stood_on_a_past_day(data: Path, office: list[int]) -> None:
    table, before = data / "户.csv", data / "以前.csv"

    assert told("export", "households", "--as", OPERATOR, "--out", table, "--as-of", "2021-10-20")["rows"] == 6
    assert told("export", "households", "--as", OPERATOR, "--out", before, "--as-of", "2020-12-31")["rows"] == 6
    assert "当时无记录" not in table.read_text("utf-8-sig")
    assert before.read_text("utf-8-sig").count("2020-12-31") == 6
    assert "当时无记录" in before.read_text("utf-8-sig")
    refused = run("export", "households", "--as", OPERATOR, "--out", before, "--as-of", "2999-01-01")
    assert refused.exit_code == 1
    assert "不能晚于今天" in refused.stderr


def test_an_edited_list_comes_back_as_proposals(data: Path, office: list[int], sqlite_db: Engine) -> None:
    table, report = data / "户.csv", data / "back.xlsx"
    told("export", "households", "--as", OPERATOR, "--out", table)
    lines = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    phone, state = lines[0].index("联系电话"), lines[0].index("状态")
    for place, line in enumerate(lines[1:4]):
        line[phone] = f"1380000000{place}"
    lines[5][state] = "监测对象"
    table.write_text("\n".join(",".join(line) for line in lines), "utf-8")

    seen = run("import", "edits", table, "--as", OPERATOR, "--dry-run", "--report", report, "--json")
    done = run("import", "edits", table, "--as", OPERATOR, "--json")
    again = run("import", "edits", table, "--as", OPERATOR)

    assert [result.exit_code for result in (seen, done, again)] == [1, 1, 1]
    assert [json.loads(seen.stdout)[name] for name in ("edits", "proposed")] == [3, 0]
    assert [json.loads(done.stdout)[name] for name in ("columns", "proposed")] == [{"联系电话": 3}, 3]
    assert [one["row"] for one in json.loads(done.stdout)["problems"]] == [6]
    assert "提出0条变更" in again.stdout
    assert "“状态”不能用表格改" in str(workbooks.read(report.read_bytes(), "back.xlsx", ("户编号", "问题")).rows)
    with reading(sqlite_db) as session:
        assert session.execute(text("SELECT count(*) FROM change WHERE live")).scalar() == 3
    assert run("import", "edits", table, "--as", "nobody").exit_code == 1


def test_verify_names_the_case_that_was_touched(office: list[int], sqlite_db: Engine) -> None:
    assert run("ledger", "verify").exit_code == 0
    assert run("ledger", "seal").exit_code == 0
    assert told("ledger", "seal") == {"sealed": False}
    with work(sqlite_db) as session:
        session.execute(text("DROP TRIGGER entry_no_UPDATE"))
        session.execute(
            text("UPDATE entry SET actor_name = '别人' WHERE case_id = :c AND sequence = 2"), {"c": office[1]}
        )

    found = run("ledger", "verify")

    assert found.exit_code == 1
    assert f"案卷{office[1]}第2条" in found.stdout
    assert {fault["case_id"] for fault in told("ledger", "verify")["faults"]} == {office[1]}


def test_a_pack_is_taken_in_by_the_administrator(office: list[int], data: Path) -> None:
    file = data / "plan.toml"
    source = Path("states/packs/data/xiaozhongdian-2021.toml").read_text("utf-8")
    file.write_text(source.replace("line = 6000", "line = 6500"), "utf-8")

    assert run("pack", "add", file, "--as", CLERK).exit_code == 1
    assert run("pack", "check", file).exit_code == 0
    assert run("pack", "add", file, "--as", ADMIN.id).exit_code == 0
    [made] = told("pack", "proposals")
    assert (made["state"], made["proposed_by"]) == ("proposed", ADMIN.name)
    assert run("pack", "activate", made["id"], "--as", ADMIN.id).exit_code == 1
    assert told("pack", "list")[1]["digest"] != made["digest"]


@pytest.mark.parametrize("kind", ["sqlite_db", "postgres_db"])
def test_a_backup_comes_back_whole_on_either_database(
    request: pytest.FixtureRequest, data: Path, secret: Secret, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    db: Engine = request.getfixturevalue(kind)
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    cases = furnish(db, secret)
    run("ledger", "seal")
    archive = data / "backup.zip"
    assert run("backup", archive).exit_code == 0
    assert archive.stat().st_mode & 0o077 == 0
    assert run("backup", archive).exit_code == 1
    assert "已经有数据" in run("restore", archive).stderr

    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", f"sqlite:///{data / 'other.sqlite'}")
    restored = run("restore", archive, "--json")
    assert restored.exit_code == 0, restored.output
    assert json.loads(restored.stdout)["ledger"]["faults"] == []
    assert [row["case"] for row in told("case", "list", "--as", CLERK)] == cases
    assert [row["notice"] for row in told("notice", "draft", "village_notice", "--as", CLERK)] == [1]
    assert run("ledger", "verify").exit_code == 0


def test_what_sqlite_held_is_taken_over_by_postgresql(
    office: list[int], data: Path, postgres_url: str, postgres_db: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", data / "b.zip")
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", postgres_url)

    assert run("restore", data / "b.zip").exit_code == 0
    assert [row["case"] for row in told("case", "list", "--as", CLERK)] == office
    assert run("notice", "draft", "village_notice", "--as", CLERK).exit_code == 0
    with reading(postgres_db) as session:
        assert verify(session).faults == ()


@pytest.mark.parametrize("damage", ["cut", "changed", "other"])
def test_a_damaged_backup_changes_nothing(
    office: list[int], data: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    archive = data / "b.zip"
    run("backup", archive)
    whole = archive.read_bytes()
    middle = len(whole) // 3
    spoilt = {"cut": whole[:-200], "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]}
    archive.write_bytes(spoilt.get(damage, b"something else"))
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", f"sqlite:///{data / 'other.sqlite'}")

    assert run("restore", archive).exit_code == 1
    assert not (data / "other.sqlite").exists()


def test_the_papers_of_a_village_are_printed_at_the_shell(office: list[int], tmp_path: Path) -> None:
    asked = ("print", "application", "--village", CLERKS[0].area, "--out", tmp_path, "--as", CLERK)

    made = told(*asked)

    assert len(made) == len(office)
    assert all(Path(row["file"]).read_bytes().startswith(b"%PDF") and not row["reason"] for row in made)
    assert run(*asked[:3], CLERKS[1].area, *asked[4:]).exit_code == 1
    nobody = run("print", "village-appraisal", *asked[2:])
    assert (nobody.exit_code, "没有等着开“民主评议会议”的农户" in nobody.stderr) == (1, True)


def test_whom_no_paper_can_be_made_out_for_is_named_and_the_rest_is_printed(
    office: list[int], sqlite_db: Engine, tmp_path: Path
) -> None:
    with work(sqlite_db) as session:
        session.execute(text("UPDATE household SET kind = 'lifted_out'"))

    result = run("print", "plan", "--village", CLERKS[0].area, "--out", tmp_path, "--as", CLERK, "--json")

    rows = json.loads(result.stdout)
    assert (result.exit_code, len(rows)) == (1, len(office))
    assert all("还没有登记帮扶措施" in row["reason"] for row in rows)


def test_a_paper_is_issued_listed_shown_and_withdrawn(office: list[int], tmp_path: Path) -> None:
    number = told("case", "list")[0]["number"]
    given = ("--set", f"household={number}", "--set", "reason=收入高于监测底线", "--set", "recheck_until=2099-01-01")
    file = tmp_path / "paper.pdf"

    row = told("paper", "issue", "decline_notice", *given, "--as", OPERATOR, "--out", file)[0]

    assert file.read_bytes().startswith(b"%PDF-")
    assert [one["number"] for one in told("paper", "list", "--as", OPERATOR)] == [row["number"]]
    assert told("paper", "show", row["paper"])[0]["state"] == "issued"
    assert run("paper", "issue", "decline_notice", "--set", "nothing=1", "--as", OPERATOR).exit_code == 2
    assert run("paper", "issue", "decline_notice", "--as", OPERATOR).exit_code == 1
    assert run("paper", "issue", "decline_notice", *given, "--as", CLERK).exit_code == 1
    assert told("paper", "withdraw", row["paper"], "--reason", "写错了", "--as", OPERATOR)["state"] == "withdrawn"
