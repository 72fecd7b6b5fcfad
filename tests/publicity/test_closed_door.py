"""Nothing is fetched but the images that were given; a missing one is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from publicity import pdf
from publicity.documents import DOCUMENTS, Document, render
from publicity.errors import FetchRefused, ImageMissing, InvalidValues, PrintFailed, PublicityError
from tests.publicity.papers import text as text_of

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}</svg>"
PROBES = {
    "image file": '<img src="file:///etc/passwd">',
    "image address": '<img src="http://169.254.169.254/latest">',
    "image data": '<img src="data:image/png;base64,AAAA">',
    "style sheet": '<link rel="stylesheet" href="file:///etc/passwd">',
    "style import": "<style>@import url(file:///etc/passwd);</style>",
    "style image": "<style>body{background:url(http://127.0.0.1:1/x)}</style>",
    "font": "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} body{font-family:x}</style>",
    "attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "anchor attachment": '<a rel="attachment" href="file:///etc/hostname">附件</a>',
    "object": '<object data="file:///etc/passwd"></object>',
    "embed": '<embed src="file:///etc/passwd">',
    "base": '<base href="file:///etc/"><img src="passwd">',
    "drawing's image": SVG.format("<image href='file:///etc/passwd' width='9' height='9'/>"),
    "drawing's use": SVG.format("<use href='file:///etc/passwd#a'/>"),
}
opened: list[str] = []


def _listen(event: str, facts: tuple[Any, ...]) -> None:
    if event in {"open", "socket.connect", "socket.getaddrinfo"}:
        opened.append(f"{event} {facts[:2]}")


sys.addaudithook(_listen)


@pytest.fixture
def watched() -> Iterator[list[str]]:
    pdf.warm()
    opened.clear()
    yield opened
    opened.clear()


@pytest.mark.parametrize("name", PROBES)
def test_no_page_can_reach_outside(name: str, watched: list[str]) -> None:
    with suppress(FetchRefused):  # some probes are refused, others drawn without what they asked for
        pdf.render(f"<html lang=zh-CN><body>{PROBES[name]}</body></html>", "@page{size:A4}")
    assert not [line for line in watched if "passwd" in line or "hostname" in line or "socket" in line]


def page(file: str) -> str:
    return f'<html lang=zh-CN><body><img src="image:{file}"></body></html>'


def test_a_given_image_is_printed(tmp_path: Path) -> None:
    photo = tmp_path / "posted.png"
    Image.new("RGB", (40, 30), "red").save(photo)
    assert b"/Image" in pdf.render(page("posted.png"), "@page{size:A4}", {"posted.png": photo})
    assert pdf.render(page("posted.png"), "@page{size:A4}", {"posted.png": photo.read_bytes()})


@pytest.mark.parametrize("given", [{}, {"seal.png": Path("/nowhere/seal.png")}], ids=["not given", "not there"])
def test_a_missing_image_is_named(given: dict[str, Path | bytes]) -> None:
    with pytest.raises(ImageMissing, match=r"seal\.png") as missing:
        pdf.render(page("seal.png"), "@page{size:A4}", given)
    assert missing.value.file == "seal.png"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>no image</html>", "不是PNG或JPEG图片"),
        (b"", "不是PNG或JPEG图片"),
        (SVG.format("").encode(), "不是PNG或JPEG图片"),
        (b"\xff\xd8\xffbroken", "文件已损坏"),
    ],
    ids=["html", "empty", "svg", "broken"],
)
def test_an_image_that_is_none_is_named(body: bytes, reason: str) -> None:
    with pytest.raises(ImageMissing, match=rf"seal\.png.*{reason}"):
        pdf.render(page("seal.png"), "@page{size:A4}", {"seal.png": body})


def test_an_endless_page_is_refused_before_layout() -> None:
    with pytest.raises(PrintFailed, match="过长"):
        pdf.render("x" * 400_001, "")


def test_every_refusal_is_of_one_family() -> None:
    assert all(issubclass(kind, PublicityError) for kind in (FetchRefused, ImageMissing, PrintFailed))


LONG = '<img src="file:///etc/passwd"><a rel=attachment href=file:///etc/hostname>甲</a>{{7*7}}url(http://127.0.0.1:1/)'
SHORT = "<img src=file:///etc/passwd>"
Way = tuple[Any, ...]


def paths(values: Any, above: Way = ()) -> Iterator[Way]:
    """The way to each text of the values."""
    for key, inner in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(inner, str):
            yield (*above, key)
        elif isinstance(inner, (dict, list)):
            yield from paths(inner, (*above, key))


def put(values: Any, path: Way, text: str) -> Any:
    """The values with this text at the end of the path."""
    key, *rest = path
    inner = put(values[key], tuple(rest), text) if rest else text
    if isinstance(values, dict):
        return values | {key: inner}
    return [inner if at == key else one for at, one in enumerate(values)]


def full_of_markup(document: Document) -> dict[str, Any]:
    """The sample with markup in every text that takes it; one whose length or form is bound keeps its own."""
    values: dict[str, Any] = document.sample()
    for path in list(paths(values)):
        for text in (SHORT, LONG):
            with suppress(InvalidValues):
                document.read(put(values, path, text))
                values = put(values, path, text)
    return values


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_markup_in_any_text_of_any_document_stays_text(name: str, watched: list[str]) -> None:
    values = full_of_markup(DOCUMENTS[name])
    printed = render(name, values)
    assert values != DOCUMENTS[name].sample()
    assert not [line for line in watched if "passwd" in line or "hostname" in line or "socket" in line]
    assert b"/EmbeddedFile" not in printed.pdf
    said = text_of(printed.pdf)
    assert any(text.replace(" ", "") in said for text in (SHORT, LONG))
