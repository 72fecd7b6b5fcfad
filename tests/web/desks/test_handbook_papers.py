"""The documents in the handbook: every one is listed with its picture, and its pages can be looked at."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from publicity.documents import DOCUMENTS, preview
from tests.web.client import Visitor
from tests.web.desks.conftest import Township

HERE = "/handbook/documents"


@pytest.fixture
def auditor(township: Township) -> Visitor:
    return township.sign_in("auditor")


def test_every_document_is_listed_with_what_brings_it_out(auditor: Visitor) -> None:
    page = auditor.get(HERE)
    assert page.status == 200
    for name, document in DOCUMENTS.items():
        assert document.title in page.text
        assert document.trigger in page.text
        assert f'href="{HERE}/{name}.pdf"' in page.html
        assert f'src="{HERE}/{name}-1.png?small=1"' in page.html


def test_a_requirement_leads_to_its_scenarios(auditor: Visitor) -> None:
    assert 'href="/handbook?requirement=XZ14"' in auditor.get(f"{HERE}/village_notice").html


def test_every_page_of_a_document_is_shown(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/village_notice")
    assert [f'src="{HERE}/village_notice-{at}.png"' in page.html for at in (1, 2, 3)] == [True, True, False]
    assert auditor.get(f"{HERE}/village_notice.pdf").data == preview("village_notice").pdf


def test_a_page_is_drawn_as_a_picture_and_kept_by_the_browser(auditor: Visitor) -> None:
    found = auditor.look(f"{HERE}/village_notice-2.png")
    assert found.response.mimetype == "image/png"
    with Image.open(BytesIO(found.data)) as drawn:
        assert drawn.size == (794, 1123)  # A4 at 96 dots to the inch
        assert len(drawn.convert("L").getcolors() or ()) > 2  # something is printed on it
    again = auditor.look(f"{HERE}/village_notice-2.png", headers={"If-None-Match": found.response.headers["ETag"]})
    assert (again.status, again.data) == (304, b"")


@pytest.mark.parametrize(
    "way", ["no_such", "no_such.pdf", "no_such-1.png", "village_notice-0.png", "village_notice-9.png"]
)
def test_what_is_not_there_is_not_found(auditor: Visitor, way: str) -> None:
    assert auditor.get(f"{HERE}/{way}").status == 404
