"""From HTML to PDF: the only module that knows WeasyPrint.

It is imported on first use, because fontconfig reads its one setting when the library is loaded and the prepared fonts
have to be found before; and because half a second is too much for a command that prints nothing.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import re
import types
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from publicity.errors import FetchRefused, FontsMissing, ImageMissing, PrintFailed, PublicityError, Unprintable
from publicity.fonts import office
from publicity.fonts.folder import PREPARE
from publicity.glyphs import Problem

CHARACTERS = 400_000  # of HTML; a list of 3,000 households needs 350,000
IMAGE = "image:"
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
NOTDEF = re.compile(r'fonts: "(.*)" \(U\+([0-9A-F]+)\)', re.DOTALL)
Variant = Literal["pdf/a-3b", "pdf/a-3a", "pdf/ua-1"]
Finisher = Callable[[Any, Any], None]
"""Draws onto the laid out pages before they are written: it is given WeasyPrint's document and pydyf's PDF."""
LIBRARIES = "apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"


class Complaints(logging.Handler):
    """What WeasyPrint only logs and a printed notice cannot bear: a box for a character, a hole for an image."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())

    def raise_first(self) -> None:
        """Raise Unprintable or ImageMissing when a line speaks of one."""
        missing = [found for line in self.lines if (found := NOTDEF.search(line))]
        points = sorted({int(found[2], 16) for found in missing})
        if points:
            raise Unprintable([Problem("正文", None, 1, chr(point), "字库中没有这个字") for point in points])
        for line in self.lines:
            if line.startswith("Failed to load image"):
                raise ImageMissing(line.split("'")[1].removeprefix(IMAGE), "文件已损坏")


@cache
def _engine() -> Any:
    """The loaded library with its lasting parts: font configuration, compressor, the closed fetcher's class."""
    os.environ["FONTCONFIG_FILE"] = str(office.config())  # read once, when the library loads
    try:
        import pydyf  # noqa: PLC0415
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except OSError as fault:
        raise FontsMissing(f"缺少排版所需的系统库。请运行：sudo {LIBRARIES}") from fault
    from zlib_ng import zlib_ng  # noqa: PLC0415

    def compressor(level: int) -> Any:
        """Level 6 whatever is asked for: pydyf wants 9, which takes several times as long for the same size."""
        return zlib_ng.compressobj(min(level, 6))

    pydyf.zlib = types.SimpleNamespace(compress=zlib.compress, compressobj=compressor)

    class Refusal(FatalURLFetchingError):  # type: ignore[misc]
        """Carries our exception through WeasyPrint, which swallows every other one."""

        def __init__(self, cause: PublicityError) -> None:
            self.cause = cause
            super().__init__(str(cause))

    class Given(URLFetcher):  # type: ignore[misc]
        """Hands out the images that were given by name; everything else stays outside."""

        def __init__(self, images: Mapping[str, Path | bytes]) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True, timeout=1)
            self.images = images

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - the name is WeasyPrint's
            if not url.startswith(IMAGE):
                raise Refusal(FetchRefused(url))
            file = url.removeprefix(IMAGE)
            image = self.images.get(file)
            if image is None:
                raise Refusal(ImageMissing(file))
            try:
                body = image if isinstance(image, bytes) else image.read_bytes()
            except OSError as fault:
                raise Refusal(ImageMissing(file)) from fault
            kind = next((kind for mark, kind in PICTURES.items() if body.startswith(mark)), None)
            if kind is None:  # an HTML page named .jpg would be taken for a drawing
                raise Refusal(ImageMissing(file, "不是PNG或JPEG图片"))
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    atexit.register(_forget)
    return types.SimpleNamespace(
        HTML=weasyprint.HTML,
        CSS=weasyprint.CSS,
        Attachment=weasyprint.Attachment,
        fonts=FontConfiguration(),
        Given=Given,
        Refusal=Refusal,
    )


def _forget() -> None:
    """Let go of the library while it is still whole; its font configuration cannot be dropped after it."""
    _style.cache_clear()
    _engine.cache_clear()


@cache
def _style(css: str) -> Any:
    """A style sheet, parsed once; they are few and belong to the documents."""
    engine = _engine()
    return engine.CSS(string=css, font_config=engine.fonts, url_fetcher=engine.Given({}))


@dataclass(frozen=True, slots=True)
class Typeset:
    """A laid out paper: the file, its number of pages, the names of the faces in it."""

    pdf: bytes
    pages: int
    faces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: its name, its bytes, the moment it says it was made, and how it belongs to the paper."""

    name: str
    content: bytes
    made_at: datetime
    relationship: Literal["Source", "Data", "Alternative", "Supplement"] = "Source"


def render(html: str, css: str, images: Mapping[str, Path | bytes] | None = None) -> bytes:
    """Lay out `html` under `css`; the bytes of the PDF."""
    return typeset(html, css, images).pdf


def typeset(
    html: str,
    css: str,
    images: Mapping[str, Path | bytes] | None = None,
    *,
    finish: Sequence[Finisher] = (),
    variant: Variant | None = None,
    attached: Sequence[Attached] = (),
) -> Typeset:
    """Lay out `html` under `css` as PDF; the same input gives the same bytes.

    `finish` draws onto the pages in turn, `variant` makes an archival or accessible PDF, `attached` goes inside.

    Images are named in the page as `image:NAME` and given by that name. Raises Unprintable for a character without a
    glyph, ImageMissing for an image not given or unreadable, FetchRefused for any other address, PrintFailed when the
    page is too large.
    """
    return write(lay_out(html, css, images), finish=finish, variant=variant, attached=attached)


def lay_out(html: str, css: str, images: Mapping[str, Path | bytes] | None = None) -> Any:
    """The first half of `typeset`: WeasyPrint's document, its pages laid out and nothing painted; raises the same."""
    if len(html) > CHARACTERS:
        raise PrintFailed(f"文书内容过长（{len(html)}字符），请分成几份打印")
    engine = _engine()
    with _heard():
        page = engine.HTML(string=html, url_fetcher=engine.Given(images or {}), base_url=None)
        return page.render(stylesheets=[_style(css)], font_config=engine.fonts, presentational_hints=False)


def write(
    paper: Any,
    *,
    finish: Sequence[Finisher] = (),
    variant: Variant | None = None,
    attached: Sequence[Attached] = (),
) -> Typeset:
    """The second half: paint the pages, draw onto them, make the file."""
    engine = _engine()
    if attached:
        paper.metadata.attachments = [_attachment(engine, one) for one in attached]
    with _heard():
        out: bytes = paper.write_pdf(
            finisher=lambda document, file: [draw(document, file) for draw in finish], pdf_variant=variant
        )
    faces = frozenset(
        str(font.family, "utf-8") if isinstance(font.family, bytes) else str(font.family)
        for font in paper.fonts.values()
    )
    return Typeset(out, len(paper.pages), faces)


@contextmanager
def _heard() -> Iterator[None]:
    """Raise what WeasyPrint only complains of, and what its fetcher was refused."""
    complaints, log = Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        yield
    except _engine().Refusal as refusal:
        raise refusal.cause from None
    finally:
        log.removeHandler(complaints)
    complaints.raise_first()


def line_ends(text: str) -> list[bool]:
    """Whether a line may end before each character of the text, by the rules that layout goes by."""
    _engine()
    from weasyprint.text.line_break import get_log_attrs  # noqa: PLC0415

    marks = get_log_attrs(text, None)
    return [bool(marks[at].is_line_break) for at in range(len(text))]


def _attachment(engine: Any, one: Attached) -> Any:
    """The file as WeasyPrint attaches it; its days are given, as they would be those of the printing."""
    return engine.Attachment(
        string=one.content,
        name=one.name,
        created=one.made_at,
        modified=one.made_at,
        relationship=one.relationship,
        url_fetcher=engine.Given({}),
    )


def warm() -> None:
    """Load everything and print one line with every face, then keep the collector away from what will stay."""
    texts = {"GW Latin": "1", "GW PageNum": "1", "GW FangSong": "一", "GW XiaoBiaoSong": "一", "GW Hei": "一"}
    lines = "".join(f"<p style=\"font-family:'{face}'\">{text}</p>" for face, text in texts.items())
    made = typeset(f"<html lang=zh-CN><body>{lines}</body></html>", "@page{size:A4}")
    if lost := set(texts) - made.faces:  # a wrong path loses every font without a word
        raise FontsMissing(f"打印字库没有被读到（{'、'.join(sorted(lost))}），请重新运行：{PREPARE} --anew")
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
