"""What a document is: a folder with template, style, sample and the model of its values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from publicity import glyphs
from publicity.documents.refusals import sentences
from publicity.documents.values import Values
from publicity.errors import InvalidValues


@dataclass(frozen=True, slots=True)
class Document:
    """One printed document: its folder's name, its title for people, the model of its values.

    `trigger` says in a clerk's words what brings it out and where; `clauses` are the requirements it serves;
    `comes_back_as` are the kinds of evidence that the signed paper is proof of: such a paper bears codes;
    `shares` are style sheets that it has in common with others.
    """

    name: str
    title: str
    values: type[Values]
    trigger: str
    clauses: tuple[str, ...]
    comes_back_as: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    def read(self, values: Mapping[str, Any]) -> Values:
        """The values, checked; InvalidValues tells every fault."""
        try:
            return self.values.model_validate(glyphs.fold_all(dict(values)))
        except ValidationError as fault:
            raise InvalidValues(self.title, sentences(self.values, fault)) from None

    def sample(self) -> dict[str, Any]:
        """Invented values, with which the document can be seen without a database."""
        found: dict[str, Any] = json.loads(file(self.name, "sample.json"))
        return found

    def style(self) -> str:
        """The official page's style, then the document's own."""
        code = file("sheet_code.css") if self.comes_back_as else ""
        common = "".join(file(one) for one in self.shares)
        return file("gongwen.css") + code + common + file(self.name, "style.css")


@cache
def file(*path: str) -> str:
    """A file of the documents' folder, by its way there."""
    return files("publicity").joinpath("documents", *path).read_text("utf-8")
