"""What jobs work with besides the database: the file store, the book of rules, the presses."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from engine.book import Book
from engine.files import FileStore
from publicity.documents.registry import Printed
from publicity.documents.together import Together
from publicity.pdf import Attached, Variant
from publicity.presswork import PRESSES
from publicity.workers import Presses
from states.book import open_book


class Workplace:
    """The tools of one worker. Its presses start when a job prints for the first time."""

    def __init__(self, files: str) -> None:
        self.store = FileStore(files)

    @cached_property
    def book(self) -> Book:
        """The book of rules."""
        return open_book()

    def typeset(
        self, name: str, values: Mapping[str, Any], *, variant: Variant | None = None, attached: Sequence[Attached] = ()
    ) -> Printed:
        """Print a document; raises the refusals of `publicity`."""
        return self._presses.render(name, values, variant=variant, attached=attached)

    def together(self, name: str, many: Sequence[Mapping[str, Any]]) -> Together:
        """Print a document for many; what cannot be printed is told of each."""
        return self._presses.together(name, many)

    @cached_property
    def _presses(self) -> Presses:
        presses = Presses(PRESSES)
        atexit.register(presses.close)
        return presses
