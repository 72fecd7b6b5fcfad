"""The documents there are, and the one way from plain values to a printed paper: `render`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from pydantic import ValidationError

from publicity import glyphs, pdf, qr
from publicity.documents.application_authorisation.values import ApplicationAuthorisation
from publicity.documents.collection_form.values import CollectionForm
from publicity.documents.decision_announcement.values import DecisionAnnouncement
from publicity.documents.flow_chart.values import FlowChart
from publicity.documents.informed_consent.values import InformedConsent
from publicity.documents.refusals import sentences
from publicity.documents.result_announcement.values import ResultAnnouncement
from publicity.documents.township_notice.values import TownshipNotice
from publicity.documents.values import Values, texts
from publicity.documents.village_notice.values import VillageNotice
from publicity.documents.visit_sheet.values import VisitSheet
from publicity.errors import InvalidValues, UnknownDocument, Unprintable


@dataclass(frozen=True, slots=True)
class Document:
    """One printed document: its folder's name, its title for people, the model of its values."""

    name: str
    title: str
    values: type[Values]

    def read(self, values: Mapping[str, Any]) -> Values:
        """The values, checked; InvalidValues tells every fault."""
        try:
            return self.values.model_validate(_folded(dict(values)))
        except ValidationError as fault:
            raise InvalidValues(self.title, sentences(self.values, fault)) from None

    def sample(self) -> dict[str, Any]:
        """Invented values, with which the document can be seen without a database."""
        found: dict[str, Any] = json.loads(_file(self.name, "sample.json"))
        return found

    def style(self) -> str:
        """The official page's style, then the document's own."""
        return _file("gongwen.css") + _file(self.name, "style.css")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper; `digest` is the PDF's, `values_digest` that of what it says, printed on it in short."""

    name: str
    pdf: bytes
    digest: str
    pages: int
    values_digest: str


DOCUMENTS: Mapping[str, Document] = {
    document.name: document
    for document in (
        Document("village_notice", "村级公示", VillageNotice),
        Document("township_notice", "乡镇公示", TownshipNotice),
        Document("result_announcement", "结果公告", ResultAnnouncement),
        Document("decision_announcement", "认定公告", DecisionAnnouncement),
        Document("application_authorisation", "申请及承诺授权书", ApplicationAuthorisation),
        Document("informed_consent", "风险消除知情同意书", InformedConsent),
        Document("collection_form", "信息采集表", CollectionForm),
        Document("visit_sheet", "入户核查单", VisitSheet),
        Document("flow_chart", "流程图", FlowChart),
    )
}


def find(name: str) -> Document:
    """The document of this name; UnknownDocument when there is none."""
    if name not in DOCUMENTS:
        raise UnknownDocument(name)
    return DOCUMENTS[name]


def render(name: str, values: Mapping[str, Any]) -> Printed:
    """Print the document; the same values give the same bytes.

    Raises InvalidValues, Unprintable naming every character, or another PublicityError, before anything is written.
    """
    document = find(name)
    read = document.read(values)
    if problems := glyphs.check(glyphs.Field(label, text, row) for label, text, row in texts(read)):
        raise Unprintable(problems)
    plain = json.dumps(read.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    values_digest = hashlib.sha256(f"{name}\n{plain}".encode()).hexdigest()
    html = _template(name).render(v=read, mark=mark(values_digest), title=document.title)
    made = pdf.typeset(html, document.style())
    return Printed(name, made.pdf, hashlib.sha256(made.pdf).hexdigest(), made.pages, values_digest)


def preview(name: str) -> Printed:
    """Print the document's sample."""
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
    return pages.get_template(f"{name}/template.html")


@cache
def _file(*path: str) -> str:
    return files("publicity").joinpath("documents", *path).read_text("utf-8")


def _folded(value: Any) -> Any:
    """The values with radicals folded in every text."""
    if isinstance(value, str):
        return glyphs.fold(value)
    if isinstance(value, Mapping):
        return {key: _folded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_folded(inner) for inner in value]
    return value
