"""The code on a paper that comes back: written and read without loss, on every page, at a quiet place."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from publicity.documents.registry import DOCUMENTS, find, preview, render
from publicity.documents.sheet_drawing import RIGHT, SIDE, TOP
from publicity.sheet_codes import PAGES, SheetCode, form_code, parse
from states.evidence.record import KINDS
from tests.publicity.papers import text

COMING_BACK = [document.name for document in DOCUMENTS.values() if document.comes_back_as]
DPI, QUIET = 150, 1.7
"""Dots per inch, and millimetres around the code."""

codes = st.builds(
    SheetCode,
    form=st.from_regex(r"[A-Z]{1,6}[0-9]{2}", fullmatch=True),
    subject=st.text("0123456789-*%/ AZ组é", min_size=1, max_size=20),
    edition=st.integers(1, 99),
    made_on=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    digest=st.from_regex(r"[0-9A-F]{8}", fullmatch=True),
    page=st.integers(1, 5),
    pages=st.integers(5, PAGES),
)


def leaves(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def read(pdf: bytes) -> list[SheetCode | None]:
    return [parse(found[0].text) if (found := zxingcpp.read_barcodes(leaf)) else None for leaf in leaves(pdf)]


@given(codes)
def test_a_code_is_read_as_it_was_written(code: SheetCode) -> None:
    assert parse(code.text()) == code


@given(codes, st.data())
def test_a_code_with_one_other_character_is_nobodys(code: SheetCode, data: st.DataObject) -> None:
    told = code.text()
    at = data.draw(st.integers(0, len(told) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEF*/%").filter(lambda one: one != told[at]))
    assert parse(told[:at] + other + told[at + 1 :]) is None


@given(st.text() | st.from_regex(r"SX1\*[A-Z0-9*/%]{0,60}", fullmatch=True))
def test_anything_else_is_no_code(told: str) -> None:
    found = parse(told)
    assert found is None or found.text() == told


def test_no_two_documents_share_a_code() -> None:
    assert len({form_code(name) for name in DOCUMENTS}) == len(DOCUMENTS)


def test_what_comes_back_is_proof_of_evidence_that_there_is() -> None:
    assert {kind for name in COMING_BACK for kind in find(name).comes_back_as} <= set(KINDS)


@pytest.mark.parametrize("name", COMING_BACK)
def test_every_page_of_a_paper_that_comes_back_bears_its_code(name: str) -> None:
    paper = preview(name)
    found = read(paper.pdf)
    assert [(one.page, one.pages) for one in found if one] == [(at + 1, paper.pages) for at in range(paper.pages)]
    assert {(one.form, one.digest) for one in found if one} == {(form_code(name), paper.values_digest[:8].upper())}
    assert f"{form_code(name)}" in text(paper.pdf)


@pytest.mark.parametrize("name", COMING_BACK)
def test_nothing_stands_near_the_code(name: str) -> None:
    for leaf in leaves(preview(name).pdf):
        mm = leaf.width / 210
        left, top, right, bottom = 210 - RIGHT - SIDE - QUIET, TOP - QUIET, 210 - RIGHT + QUIET, TOP + SIDE + QUIET
        corner = leaf.crop((round(left * mm), round(top * mm), round(right * mm), round(bottom * mm)))
        edge = round((QUIET - 0.2) * mm)
        corner.paste(255, (edge, edge, corner.width - edge, corner.height - edge))
        assert min(corner.tobytes()) > 200


def test_sheets_of_several_households_are_told_apart() -> None:
    values = find("collection_form").sample()
    [sheet] = values["sheets"]
    other = sheet | {"number": "53340110220100002"}
    found = [one for one in read(render("collection_form", values | {"sheets": [sheet, other]}).pdf) if one]
    for _number, some in groupby(found, key=lambda one: one.subject):
        pages = list(some)
        assert [(one.page, one.pages) for one in pages] == [(at + 1, len(pages)) for at in range(len(pages))]
    assert {one.subject for one in found} == {"53340110220100001", "53340110220100002"}


def test_a_paper_about_nobody_bears_none() -> None:
    values = {**find("informed_consent").sample(), "household_number": ""}
    assert read(render("informed_consent", values).pdf) == [None]
