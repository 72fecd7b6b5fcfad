"""Forms of many households in one go: each says what it would say alone, at the same places, under its own code."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from publicity.documents import find, registry, render
from publicity.documents.registry import Printed
from publicity.documents.together import Together, render_together
from publicity.drawing import forms
from publicity.errors import PublicityError, Unprintable
from publicity.sheet_codes import parse
from tests.publicity.papers import opened
from tests.publicity.test_drawn_lists import places

NAMES = ("informed_consent", "application_authorisation", "visit_sheet")
HEADS = ("杨国华", "Tom AV Smith", "李䶮", "欧阳玉珺")
NEAR = 0.5  # points


def many(name: str) -> list[dict[str, Any]]:
    base = find(name).sample()
    found = [
        base
        | {
            "head": head,
            "group": f"第{at}村民小组",
            "household_number": f"5334011022010000{at}",
            "number": f"BH-11{at}",
        }
        for at, head in enumerate(HEADS)
    ]
    if name == "informed_consent":
        found[2] |= {"grounds": ["两名劳动力在外稳定就业，" * 6, *base["grounds"][1:]]}  # more lines than the others
        found[3] |= {"grounds": base["grounds"][:1], "persons": 7}  # fewer paragraphs
    return found


@cache
def together(name: str) -> Together:
    return render_together(name, many(name))


def alone(name: str, values: dict[str, Any]) -> Printed:
    return render(name, values)


@pytest.mark.parametrize("name", NAMES)
def test_each_form_is_what_it_would_be_alone(name: str) -> None:
    printed = together(name)
    for values, paper in zip(many(name), printed.papers, strict=True):
        assert isinstance(paper, Printed)
        plain = alone(name, values)
        assert (paper.values_digest, paper.pages) == (plain.values_digest, plain.pages)
        for ours, theirs in zip(places(paper.pdf), places(plain.pdf), strict=True):
            assert {text: len(at) for text, at in ours.items()} == {text: len(at) for text, at in theirs.items()}
            for text, there in ours.items():
                assert all(min(abs(y - b) + abs(x - a) for b, a in theirs[text]) < NEAR for y, x in there), text


def test_all_forms_are_in_one_file_in_their_order_each_page_under_its_code() -> None:
    name = "informed_consent"
    printed = together(name)
    with opened(printed.whole) as read:
        shown = ["".join(char["text"] for char in page.chars).replace(" ", "") for page in read.pages]
    codes = [parse(code) for code in read_codes(printed.whole)]

    assert len(shown) == sum(paper.pages for paper in printed.papers if isinstance(paper, Printed))
    assert [code and code.subject for code in codes] == [values["household_number"] for values in many(name)]
    for values, paper, page, code in zip(many(name), printed.papers, shown, codes, strict=True):
        assert isinstance(paper, Printed)
        assert values["head"].replace(" ", "") in page
        assert code
        assert code.digest == paper.values_digest[:8].upper()


def read_codes(made: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(made)
    found = [zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())[0].text for page in pages]
    pages.close()
    return found


def test_alike_forms_share_what_they_have_in_common() -> None:
    printed = together("application_authorisation")
    each = [len(paper.pdf) for paper in printed.papers if isinstance(paper, Printed)]
    assert len(printed.whole) < 1.3 * max(each)
    with pikepdf.open(BytesIO(printed.whole)) as read:
        layouts = {page.Contents[0].objgen for page in read.pages}
    assert len(layouts) == 1


def test_the_same_forms_give_the_same_bytes() -> None:
    again = render_together("informed_consent", many("informed_consent"))
    assert again == together("informed_consent")


def test_one_that_cannot_be_printed_is_named_and_holds_no_other_up() -> None:
    values = many("informed_consent")
    values[1]["head"] = "和\ue863"
    printed = render_together("informed_consent", values[:3])

    assert isinstance(printed.papers[1], Unprintable)
    assert "户主姓名" in str(printed.papers[1])
    assert "U+E863" in str(printed.papers[1])
    assert [isinstance(paper, PublicityError) for paper in printed.papers] == [False, True, False]
    assert len(read_codes(printed.whole)) == 2


def test_nobody_is_nothing_and_one_is_one() -> None:
    [only] = render_together("informed_consent", many("informed_consent")[:1]).papers
    assert only == alone("informed_consent", many("informed_consent")[0])
    refused = render_together("informed_consent", [{}])
    assert refused.whole == b""
    assert isinstance(refused.papers[0], PublicityError)


def test_what_differs_inside_a_sentence_with_a_blank_is_laid_out_each_time() -> None:
    blank = "<span style='border-bottom:1pt solid'>　　</span>"
    page = f"<html><head><title>表</title></head><body><p>户主%s{blank}签</p></body></html>"
    made = forms.make(
        [forms.Form(page % head, lambda _: [b""]) for head in ("甲", "乙丙")], registry.find("visit_sheet").style()
    )
    assert made.pages == (1, 1)
    assert b"/FGW" not in made.whole
