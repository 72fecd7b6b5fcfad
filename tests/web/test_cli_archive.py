"""Households' files at the shell: made, checked, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from states.passwords import Secret
from states.practice.staff import CLERKS, OPERATORS
from tests.web.office import furnish
from tests.web.shell import run

CLERK, OPERATOR = CLERKS[0].id, OPERATORS[0].id


def test_a_household_s_file_is_made_and_a_changed_byte_named(
    data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)
    number = json.loads(run("case", "list", "--as", OPERATOR, "--json").stdout)[0]["number"]
    file, seals = tmp_path / "one.zip", tmp_path / "seals.txt"
    run("ledger", "seal")
    seals.write_text(run("ledger", "seals").stdout)

    made = run("archive", "household", number, "--as", OPERATOR, "--out", file, "--json")
    assert (made.exit_code, json.loads(made.stdout)["households"]) == (0, 1)
    checked = run("archive", "check", file, "--seals", seals)
    assert (checked.exit_code, "档案完好" in checked.stdout) == (0, True)

    data_ = bytearray(file.read_bytes())
    data_[5000] ^= 1
    file.write_bytes(data_)
    spoilt = run("archive", "check", file, "--json")
    assert spoilt.exit_code == 1
    assert f"households/{number}/dossier.pdf" in [one["where"] for one in json.loads(spoilt.stdout)["faults"]]

    again = run("archive", "household", number, "--as", OPERATOR, "--out", file)
    assert (again.exit_code, "请换一个文件名" in again.stderr) == (1, True)
    for arguments in (("household", "no-such", "--as", OPERATOR), ("village", CLERKS[0].area, "--as", CLERK)):
        assert run("archive", *arguments, "--out", tmp_path / "none.zip").exit_code == 1
    assert not (tmp_path / "none.zip").exists()
    assert run("archive", "check", seals).exit_code == 2
