"""The names of forms and evidence on these pages."""

from __future__ import annotations

from publicity.documents.registry import DOCUMENTS
from publicity.scans.labels import coming_back
from web.words import term


def form_title(name: str) -> str:
    """The title of a form by its document; the name itself where there is no such document any more."""
    return term(DOCUMENTS[name].title) if name in DOCUMENTS else name


def forms() -> dict[str, str]:
    """The forms that come back, by their documents, in the order of the catalogue."""
    return {document.name: term(document.title) for document in coming_back().values()}


def kinds_of(form: str) -> tuple[str, ...]:
    """The kinds of evidence that a form is proof of; none for a form that does not come back."""
    return DOCUMENTS[form].comes_back_as if form in DOCUMENTS else ()
