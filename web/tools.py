"""What views work with besides the database: the book of rules, the store of files, the presses.

The presses are processes: they start when somebody prints for the first time.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import current_app

from engine.book import Book
from engine.files import FileStore
from publicity.documents.registry import Printed
from publicity.pdf import Attached, Variant
from publicity.workers import Presses
from states.book import open_book
from web.site import site

NAME, WORKERS = "shouxian-tools", 2
_taking = Lock()


@dataclass(slots=True)
class Tools:
    """The tools of one application."""

    book: Book
    store: FileStore
    presses: Presses | None = None


def book() -> Book:
    """The book of rules."""
    return _tools().book


def store() -> FileStore:
    """Where evidence and printed papers are kept."""
    return _tools().store


def typeset(
    name: str, values: Mapping[str, Any], *, variant: Variant | None = None, attached: Sequence[Attached] = ()
) -> Printed:
    """Print a document; never call it inside a transaction. Raises the refusals of `publicity`."""
    tools = _tools()
    with _taking:
        if tools.presses is None:
            tools.presses = Presses(WORKERS)
            atexit.register(tools.presses.close)
    return tools.presses.render(name, values, variant=variant, attached=attached)


def use(presses: Presses) -> None:
    """Print with these presses, which somebody else starts and stops."""
    _tools().presses = presses


def _tools() -> Tools:
    with _taking:
        found: Tools | None = current_app.extensions.get(NAME)
        if found is None:
            found = current_app.extensions[NAME] = Tools(open_book(), FileStore(site().settings.evidence))
    return found
