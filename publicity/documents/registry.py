"""The documents there are, and the one way from plain values to a printed paper: `render`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from publicity import glyphs, pdf, qr
from publicity.charts.drawing import on_paper
from publicity.documents import sheet_drawing
from publicity.documents.catalogue import charts, forms, ledgers, letters, notices, reports
from publicity.documents.document import Document
from publicity.documents.values import Values, texts
from publicity.drawing import paper
from publicity.errors import UnknownDocument, Unprintable


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper; `digest` is the PDF's, `values_digest` that of what it says, printed on it in short."""

    name: str
    pdf: bytes
    digest: str
    pages: int
    values_digest: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with its values, read and found printable, as the HTML that is laid out."""

    document: Document
    values: Values
    values_digest: str
    html: str


FAMILIES: Mapping[str, tuple[Document, ...]] = {
    "notices": notices.DOCUMENTS,
    "forms": forms.DOCUMENTS,
    "letters": letters.DOCUMENTS,
    "ledgers": ledgers.DOCUMENTS,
    "reports": reports.DOCUMENTS,
    "charts": charts.DOCUMENTS,
}
DOCUMENTS: Mapping[str, Document] = {document.name: document for family in FAMILIES.values() for document in family}


def find(name: str) -> Document:
    """The document of this name; UnknownDocument when there is none."""
    if name not in DOCUMENTS:
        raise UnknownDocument(name)
    return DOCUMENTS[name]


def render(
    name: str,
    values: Mapping[str, Any],
    *,
    variant: pdf.Variant | None = None,
    attached: Sequence[pdf.Attached] = (),
) -> Printed:
    """Print the document; the same values give the same bytes.

    `variant` makes it an archival or accessible PDF, `attached` goes inside.

    Raises InvalidValues, Unprintable naming every character, or another PublicityError, before anything is written.
    """
    page = sheet(name, values)
    finish = [sheet_drawing.drawing(name, page.values, page.values_digest)] if page.document.comes_back_as else []
    made = paper.typeset(page.html, page.document.style(), finish=finish, variant=variant, attached=attached)
    return Printed(name, made.pdf, hashlib.sha256(made.pdf).hexdigest(), made.pages, page.values_digest)


def sheet(name: str, values: Mapping[str, Any]) -> Sheet:
    """The document with these values as a page to be laid out; raises InvalidValues and Unprintable."""
    document = find(name)
    read = document.read(values)
    if problems := glyphs.check(glyphs.Field(label, text, row) for label, text, row in texts(read)):
        raise Unprintable(problems)
    plain = json.dumps(read.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    values_digest = hashlib.sha256(f"{name}\n{plain}".encode()).hexdigest()
    html = _template(name).render(v=read, mark=mark(values_digest), title=document.title)
    if document.comes_back_as:
        html = sheet_drawing.labelled(html, name, read.subject())
    return Sheet(document, read, values_digest, html)


@cache
def preview(name: str) -> Printed:
    """Print the document's sample, once in a process."""
    return render(name, find(name).sample())


def mark(values_digest: str) -> str:
    """The digest as it is printed: twelve digits in three groups, for comparing by eye."""
    short = values_digest[:12].upper()
    return " ".join(short[at : at + 4] for at in range(0, 12, 4))


def day(value: date) -> str:
    """2021年10月5日, as official papers write it."""
    return f"{value.year}年{value.month}月{value.day}日"


@cache
def _template(name: str) -> Template:
    pages = Environment(
        loader=PackageLoader("publicity", "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["day"] = day
    pages.filters["qr"] = qr.drawing
    pages.filters["chart"] = on_paper
    return pages.get_template(f"{name}/template.html")
