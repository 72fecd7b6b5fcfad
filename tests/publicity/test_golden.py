"""Every document, printed from its sample, says what was agreed, on as many pages and at the same places."""

from __future__ import annotations

import json
from typing import Any

import pytest

from publicity.documents import DOCUMENTS, preview
from tests.publicity import golden

AGAIN = "python -m tests.publicity.golden"
CLOSE = {"across": 0.2, "bases": 0.4}
"""How far a measure may be off, in mm and points."""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_what_was_agreed(name: str) -> None:
    file = golden.FOLDER / f"{name}.txt"
    assert file.is_file(), f"look at the paper, then: {AGAIN} {name}"
    assert golden.text(name) == file.read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_keeps_its_pages_and_measures(name: str) -> None:
    agreed = json.loads((golden.FOLDER / f"{name}.json").read_text("utf-8"))
    found = golden.measures(name)
    assert len(found) == len(agreed) == preview(name).pages
    assert [loose(page) for page in found] == [loose(page) for page in agreed]
    for here, there in zip(found, agreed, strict=True):
        for measure, close in CLOSE.items():
            assert here[measure] == pytest.approx(there[measure], abs=close), measure


def loose(page: dict[str, Any]) -> dict[str, Any]:
    """What has to be exactly so."""
    return {name: value for name, value in page.items() if name not in CLOSE}


def test_nothing_is_kept_of_a_document_that_is_no_more() -> None:
    assert {file.stem for file in golden.FOLDER.iterdir()} == set(DOCUMENTS)
