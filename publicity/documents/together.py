"""One document for many households in one go: a paper for each, and all of them in one file to be printed at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publicity.documents import registry, sheet_drawing
from publicity.documents.registry import Printed, Sheet
from publicity.drawing import forms
from publicity.drawing.forms import Form
from publicity.errors import PublicityError


@dataclass(frozen=True, slots=True)
class Together:
    """What was printed of many: for each of them its paper, or why there is none; `whole` holds all papers in order."""

    papers: tuple[Printed | PublicityError, ...]
    whole: bytes


def render_together(name: str, many: Sequence[Mapping[str, Any]]) -> Together:
    """Print the document for each of the values; the same values give the same bytes.

    A paper that cannot be printed holds up no other one. Each is the paper that `render` prints, to the eye and to
    whoever reads its text or its code; its bytes are others where it was drawn.
    """
    found = [_sheet(name, values) for values in many]
    sheets = [one for one in found if isinstance(one, Sheet)]
    if not sheets:
        return Together(tuple(one for one in found if isinstance(one, PublicityError)), b"")
    made = forms.make([Form(one.html, _codes(name, one)) for one in sheets], sheets[0].document.style())
    printed = iter(
        Printed(name, file, hashlib.sha256(file).hexdigest(), pages, sheet.values_digest)
        for sheet, file, pages in zip(sheets, made.files, made.pages, strict=True)
    )
    return Together(tuple(next(printed) if isinstance(one, Sheet) else one for one in found), made.whole)


def _sheet(name: str, values: Mapping[str, Any]) -> Sheet | PublicityError:
    try:
        return registry.sheet(name, values)
    except PublicityError as fault:
        return fault


def _codes(name: str, sheet: Sheet) -> forms.Codes:
    if not sheet.document.comes_back_as:
        return lambda paper: [b""] * len(paper.pages)
    return lambda paper: sheet_drawing.codes(name, sheet.values, sheet.values_digest, paper)
