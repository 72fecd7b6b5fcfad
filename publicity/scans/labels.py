"""From the codes on a page to what it is: the document they name, and the evidence that it is proof of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from publicity.documents.document import Document
from publicity.documents.registry import DOCUMENTS
from publicity.sheet_codes import form_code, parse
from states.scans.slots import Label


@cache
def coming_back() -> Mapping[str, Document]:
    """The documents whose papers come back, by the code of the form."""
    return {form_code(name): one for name, one in DOCUMENTS.items() if one.comes_back_as}


def label_of(codes: Collection[str]) -> tuple[Label | None, str]:
    """The label of a page, or the reason why it has none."""
    read = {code: found for code in codes if (found := parse(code))}
    if len(read) != 1:
        return None, "several" if read else "foreign" if codes else "unreadable"
    [(text, code)] = read.items()
    form = coming_back().get(code.form)
    if form is None:
        return None, "unknown-form"
    return (
        Label(
            text, form.name, form.comes_back_as, code.subject, code.edition, code.made_on, code.digest, code.page,
            code.pages,
        ),
        "",
    )  # fmt: skip
