"""`shouxian report`: a draft into a file of either kind with its figures, and the list of what was issued."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from states.passwords import Secret
from states.practice.staff import CLERKS, OPERATORS
from tests.web.office import furnish
from tests.web.shell import run

TOWNSHIP, OTHER_VILLAGE = "533401102", "533401102202"


@pytest.fixture
def office(data: Path, sqlite_db: Engine, secret: Secret, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(sqlite_db.url))
    furnish(sqlite_db, secret)
    return sqlite_db


def test_a_draft_goes_into_a_file_and_tells_its_figures(office: Engine, tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    about = ("--place", TOWNSHIP, "--as", OPERATORS[0].id)

    told = json.loads(run("report", "draft", "annual", *about, "--out", out, "--json").stdout)

    assert out.read_bytes()[:2] == b"PK"
    assert {"figure", "area", "since", "until", "n"} <= told["figures"][0].keys()
    assert json.loads(run("report", "list", "--json").stdout) == []
    assert "issued" not in run("report", "list").stdout


def test_what_makes_no_sense_is_refused(office: Engine, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "report.pdf")
    outside = run("report", "draft", "risk", "--place", OTHER_VILLAGE, "--as", CLERKS[0].id, *out)
    half = run("report", "draft", "risk", "--place", TOWNSHIP, "--from", "2021-10-01", *out)
    other = run("report", "draft", "risk", "--place", TOWNSHIP, "--out", tmp_path / "report.txt")

    assert [one.exit_code for one in (outside, half, other)] == [1, 2, 2]
    assert not (tmp_path / "report.pdf").exists()
