"""`shouxian document`: what can be printed, from the shell and without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publicity.documents import DOCUMENTS, find, preview, render
from tests.web.shell import run
from web.handbook.manual import clauses


def test_every_document_says_what_brings_it_out_and_serves_a_known_requirement() -> None:
    rows = json.loads(run("document", "list", "--json").stdout)
    assert [row["name"] for row in rows] == list(DOCUMENTS)
    assert [row["name"] for row in rows if len(row["trigger"]) < 8 or not row["clauses"]] == []
    assert {one for row in rows for one in row["clauses"]} - set(clauses()) == set()


def test_the_sample_is_printed_without_a_database(data: Path) -> None:
    out = data / "notice.pdf"
    done = run("document", "preview", "village_notice", "--out", out)
    assert done.exit_code == 0
    assert f"《村级公示》2页，指纹 {preview('village_notice').digest}" in done.stdout
    assert out.read_bytes() == preview("village_notice").pdf
    assert not (data / "data").exists()


def test_the_sample_can_be_changed_and_printed(data: Path) -> None:
    values, out = data / "values.json", data / "notice.pdf"
    changed = json.loads(run("document", "sample", "village_notice").stdout) | {"issuer": "石坝村村民委员会"}
    values.write_text(json.dumps(changed), "utf-8")
    assert run("document", "preview", "village_notice", "--values", values, "--out", out).exit_code == 0
    assert out.read_bytes() == render("village_notice", changed).pdf


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            json.dumps(find("village_notice").sample() | {"issuer": "", "basis": ""}),
            ["依据：不能为空", "署名单位：不能为空"],
        ),
        (json.dumps(find("village_notice").sample() | {"issuer": "村\ue863委会"}), ["第2个字"]),
        ("{", ["不是 JSON 文件"]),
        ("[]", ["应为一个 JSON 对象"]),
    ],
    ids=["faults", "a character outside every font", "no JSON", "no object"],
)
def test_what_cannot_be_printed_is_told_line_by_line(data: Path, text: str, said: list[str]) -> None:
    values = data / "values.json"
    values.write_text(text, "utf-8")
    done = run("document", "preview", "village_notice", "--values", values, "--out", data / "notice.pdf")
    assert done.exit_code == 1
    assert [words for words in said if words not in done.stderr] == []
    assert not (data / "notice.pdf").exists()


def test_a_document_that_is_not_there_is_named() -> None:
    done = run("document", "sample", "no_such")
    assert (done.exit_code, done.stderr) == (1, "找不到：no_such\n")
