"""Every document as an archival and tagged paper: what it declares it is, and its text comes out as it went in.

No full validator of PDF/A-3 or PDF/UA can be had from the registries; what is looked at is what the product itself
looks at (`publicity.dossiers.conformity`), and that is proved here by breaking it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from publicity.documents import DOCUMENTS, Printed, find, render
from publicity.documents.registry import _template, mark
from publicity.dossiers.conformity import attachments, lacks
from publicity.pdf import Attached

INSIDE = Attached("record.json", '{"户主":"李䶮"}'.encode(), datetime(2021, 11, 1, tzinfo=UTC))


class Words(HTMLParser):
    """The characters of a page that are there to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.silent, self.seen = 0, Counter[str]()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.silent += tag in ("head", "style")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("head", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.seen.update("".join(data.split()))


def written(name: str, printed: Printed) -> Counter[str]:
    words = Words()
    document = find(name)
    words.feed(
        _template(name).render(
            v=document.read(document.sample()), mark=mark(printed.values_digest), title=document.title
        )
    )
    return words.seen


def copied(pdf: bytes) -> Counter[str]:
    """The characters that a reader copies out of a PDF."""
    paper = pypdfium2.PdfDocument(pdf)
    found = Counter("".join("".join(page.get_textpage().get_text_bounded().split()) for page in paper))
    paper.close()
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_archival_tagged_paper_is_what_it_declares_and_gives_its_text_back(name: str) -> None:
    printed = render(name, find(name).sample(), variant="pdf/a-3a", attached=[INSIDE])

    assert lacks(printed.pdf, "pdf/a-3a") == []
    assert attachments(printed.pdf) == {"record.json": INSIDE.content}
    assert written(name, printed) - copied(printed.pdf) == Counter()


@pytest.mark.parametrize("variant", ["pdf/a-3b", "pdf/ua-1"])
def test_the_other_forms_are_what_they_declare(variant: Any) -> None:
    inside = [] if variant == "pdf/ua-1" else [INSIDE]
    assert (
        lacks(
            render("township_notice", find("township_notice").sample(), variant=variant, attached=inside).pdf, variant
        )
        == []
    )


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render("village_notice", find("village_notice").sample(), variant="pdf/a-3a", attached=[INSIDE]).pdf


def _font(file: Any, kind: str) -> Any:
    return next(one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind)


def _no_face(file: Any) -> None:
    del _font(file, "/FontDescriptor")["/FontFile2"]


def _no_characters(file: Any) -> None:
    fonts = (one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one)
    del next(fonts)["/ToUnicode"]


def _runs(file: Any) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _leads_out(file: Any) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.invalid/")
    file.pages[0].Annots = pikepdf.Array(
        [file.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=file.make_indirect(action)))]
    )


BREAKS: dict[str, Callable[[Any], object]] = {
    "没有输出意图": lambda file: file.Root.__delitem__("/OutputIntents"),
    "没有嵌入": _no_face,
    "复制不出来": _no_characters,
    "打开时会执行动作": _runs,
    "会执行或通向文件外的动作/URI": _leads_out,
    "没有说明与正文的关系": lambda file: file.Root.__delitem__("/AF"),
    "没有标签结构": lambda file: file.Root.__delitem__("/StructTreeRoot"),
    "没有写明语言": lambda file: file.Root.__delitem__("/Lang"),
    "打开时不显示标题": lambda file: file.Root.__delitem__("/ViewerPreferences"),
    "声明的是PDF/A-，不是PDF/A-3A": lambda file: file.Root.__delitem__("/Metadata"),
}


@pytest.mark.parametrize("told", BREAKS)
def test_what_is_taken_away_is_missed(paper: bytes, told: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper)) as file:
        BREAKS[told](file)
        file.save(out)

    assert any(told in said for said in lacks(out.getvalue(), "pdf/a-3a"))


def test_a_plain_paper_is_no_archival_one() -> None:
    said = lacks(render("village_notice", find("village_notice").sample()).pdf, "pdf/a-3b")
    assert said[0] == "声明的是PDF/A-，不是PDF/A-3B"
    assert "没有输出意图（OutputIntent）和色彩特性文件" in said
