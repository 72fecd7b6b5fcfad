"""The commands, as a shell sees them."""

from __future__ import annotations

import ctypes.util
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publicity.fonts import folder
from web.cli import main
from web.settings import Settings


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quick_hashes: None) -> CliRunner:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHOUXIAN_{name.upper()}", raising=False)
    monkeypatch.setenv("SHOUXIAN_DATA", str(tmp_path / "data"))
    return CliRunner()


def run(shell: CliRunner, *arguments: str) -> Result:
    result = shell.invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_before_init_every_command_says_what_to_type(shell: CliRunner) -> None:
    result = run(shell, "user", "list")

    assert result.exit_code == 2
    assert "shouxian init" in result.output


def test_init_may_be_repeated_and_never_changes_the_kind(shell: CliRunner) -> None:
    assert "正式系统" in run(shell, "init").output

    again = run(shell, "init", "--training")

    assert again.exit_code == 0
    assert "正式系统" in again.output


def test_an_account_is_added_listed_and_reset(shell: CliRunner) -> None:
    run(shell, "init")
    facts = ("wang.fang", "--name", "王芳", "--role", "village", "--area", "533401102201")

    added = run(shell, "user", "add", *facts, "--json")
    listed = run(shell, "user", "list", "--json")
    reset = run(shell, "user", "reset", "wang.fang")

    assert len(json.loads(added.stdout)[0]["password"]) == 14
    assert [row["username"] for row in json.loads(listed.stdout)] == ["wang.fang"]
    assert reset.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("user", "reset", "nobody"), 1, "nobody"),
        (("user", "add", "x", "--name", "王芳", "--role", "village", "--area", "53"), 1, "地区编码的级别与岗位不符"),
        (("user", "add", "wang", "--name", "王芳", "--role", "mayor"), 2, "mayor"),
        (("user", "add"), 2, "USERNAME"),
        (("nothing",), 2, "nothing"),
    ],
)
def test_what_cannot_be_done_ends_in_words(shell: CliRunner, arguments: tuple[str, ...], code: int, words: str) -> None:
    run(shell, "init")

    result = run(shell, *arguments)

    assert result.exit_code == code
    assert words in result.output
    assert "Traceback" not in result.output


def test_the_doctor_finds_what_is_missing_and_names_the_remedy(shell: CliRunner) -> None:
    result = run(shell, "doctor")

    assert result.exit_code == 1
    assert "shouxian init" in result.output
    assert "环境变量 SHOUXIAN_DATA" in result.output


def test_the_doctor_answers_programs(shell: CliRunner) -> None:
    run(shell, "init")

    answer = json.loads(run(shell, "doctor", "--json").stdout)

    checks = {check["name"]: check for check in answer["checks"]}
    assert checks["数据库"]["ok"]
    assert not checks["密钥"]["ok"]
    assert {row["name"] for row in answer["settings"]} == set(Settings.model_fields)


def test_the_doctor_names_what_printing_and_reading_back_lacks(
    shell: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepared = folder.find()
    for file in prepared.glob("*.ttf"):
        if file.name not in ("GWKai.ttf", "GWHei.ttf"):
            (tmp_path / file.name).symlink_to(file)
    monkeypatch.setenv("SHOUXIAN_DATA_FONTS", str(tmp_path))
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    found = ctypes.util.find_library
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None if "subset" in name else found(name))

    checks = {check["name"]: check for check in json.loads(run(shell, "doctor", "--json").stdout)["checks"]}

    assert checks["打印字库"]["text"] == "缺少GW Hei、GW Kai"
    assert "python -m publicity.fonts prepare" in checks["打印字库"]["remedy"]
    assert not checks["程序库 zxing-cpp"]["ok"]
    assert checks["程序库 zxing-cpp"]["remedy"] == "python -m pip install zxing-cpp"
    assert checks["程序库 harfbuzz-subset"]["remedy"] == "apt-get install -y libharfbuzz-subset0"
    assert [checks[f"程序库 {name}"]["ok"] for name in ("pikepdf", "pypdfium2", "python-docx")] == [True] * 3


def test_a_database_that_does_not_answer_is_said_in_words(shell: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")

    for command in (("user", "list"), ("doctor",)):
        result = run(shell, *command)
        assert result.exit_code == 1
        assert "数据库" in result.output
