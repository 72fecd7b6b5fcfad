"""Files that somebody might hand in as a scan, each with what is said about it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name

A4 = (595, 842)


def _pdf(pages: int = 1, size: tuple[int, int] = A4, **saved: object) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=size)
        return _saved(pdf, **saved)


def _saved(pdf: pikepdf.Pdf, **saved: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **saved)  # type: ignore[arg-type]
    return out.getvalue()


def _scripted() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('打开')")
        return _saved(pdf)


def _locked() -> bytes:
    return _pdf(encryption=pikepdf.Encryption(owner="kept", user="kept"))


def _endless_paper() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4).MediaBox = pikepdf.Array([0, 0, 200_000, 200_000])
        return _saved(pdf)


def _bomb() -> bytes:
    """A page whose picture has ten thousand million dots."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A4)
        told = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000, BitsPerComponent=8)
        told.ColorSpace = Name.DeviceRGB
        page.Resources = Dictionary(XObject=Dictionary(Big=pikepdf.Stream(pdf, b"\0" * 1000, told)))
        page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /Big Do Q")
        return _saved(pdf)


def _nested() -> bytes:
    """A page whose drawing goes into itself for ever."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A4)
        form = pdf.make_stream(b"/Self Do", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(Self=form))
        page.Resources = Dictionary(XObject=Dictionary(Self=form))
        page.Contents = pikepdf.Stream(pdf, b"/Self Do")
        return _saved(pdf)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (_locked, "设了打开密码"),
    "ten-thousand-pages": (lambda: _pdf(10_000), "有10000页"),
    "huge-page": (_endless_paper, "broken"),
    "a-bomb": (_bomb, "blank"),
    "endless": (_nested, "blank"),
    "a-script": (_scripted, "自己运行"),
    "cut-off": (lambda: _pdf(3)[:300], "打不开"),
    "only-a-name": (lambda: b"%PDF-1.7\n" + b"x" * 5000, "打不开"),
}
