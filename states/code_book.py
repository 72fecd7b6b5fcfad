"""All code lists with all their editions, and which of them hold here: what each process reads and chooses from.

A code is read without a session, deep inside a page or a paper. So whoever opens a transaction for people or for a
job first sees which editions this installation has (`states.site_codes.see`); what they saw holds for their thread
until they look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from functools import cache

from states.code_editions import CodeEdition, Entry, shipped
from states.code_lists import CodeList

MOST_DAYS = 400
"""So many lists of single days are kept; each holds a few kilobytes."""


class Book:
    """Lists by name, each with its editions in the order in which they take precedence, the last one first."""

    def __init__(self, editions: Sequence[CodeEdition], former: Sequence[CodeEdition] = ()) -> None:
        """`former` were withdrawn: their codes are still read, never chosen."""
        self._stacks: dict[str, list[CodeEdition]] = {}
        self._offered: dict[str, list[CodeEdition]] = {}
        self._made: dict[tuple[str, date | None], CodeList] = {}
        for one in editions:
            if one.offered:
                self._offered.setdefault(one.list, []).insert(0, one)
        for one in (*former, *(one for one in editions if not one.offered), *(one for one in editions if one.offered)):
            self._stacks.setdefault(one.list, []).insert(0, one)

    @property
    def names(self) -> list[str]:
        """The lists that there are."""
        return sorted(self._stacks)

    def editions(self, name: str) -> Sequence[CodeEdition]:
        """The editions of a list, the one that takes precedence first; raises KeyError."""
        return self._stacks[name]

    def current(self, name: str, day: date) -> CodeEdition | None:
        """The edition from which is chosen on a day; None where none holds."""
        return next((one for one in self._offered.get(name, ()) if one.valid.holds(day)), None)

    def codes(self, name: str, on: date | None) -> CodeList:
        """The list as it may be chosen from on a day, or all that can be read; raises KeyError."""
        if (name, on) not in self._made:
            if len(self._made) > MOST_DAYS:
                self._made.clear()
            self._made[name, on] = self._codes(name, on)
        return self._made[name, on]

    def _codes(self, name: str, on: date | None) -> CodeList:
        stack = self._stacks[name]
        readable: dict[str, str] = {}
        for code, entry in _entries(stack):
            readable.setdefault(code, entry.words[0])
        if on is None:
            return CodeList(name, readable, _spellings(stack), readable)
        current = self.current(name, on)
        labels = current.labels_on(on) if current else {}
        first = [*([current] if current else []), *stack]
        successors: dict[str, tuple[str, ...]] = {}
        for code, entry in _entries(first):
            if code not in labels and entry.becomes:
                successors.setdefault(code, tuple(one for one in entry.becomes if one in labels))
        return CodeList(name, labels, _spellings(first), readable, successors)


def _entries(stack: Sequence[CodeEdition]) -> Iterator[tuple[str, Entry]]:
    for edition in stack:
        yield from edition.codes.items()


def _spellings(stack: Sequence[CodeEdition]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, entry in _entries(stack):
        for word in (*entry.words, code):
            found.setdefault(word, code)
    return found


@cache
def shipped_book() -> Book:
    """The lists of the program, as they are where a site has none of its own."""
    return Book(shipped())


_seen: ContextVar[Book | None] = ContextVar("code_book", default=None)


def book() -> Book:
    """The lists that this thread saw last."""
    return _seen.get() or shipped_book()


def use(found: Book) -> None:
    """Read and choose from these lists from now on, in this thread."""
    _seen.set(found)
