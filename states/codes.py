"""Code lists by name: all that can be read, or what may be chosen on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from states.code_book import book
from states.code_lists import CodeList


def codes(name: str, on: date | None = None) -> CodeList:
    """The list of that name as it is chosen from on a day, or, without a day, as it is read.

    Raises KeyError for a list that does not exist.
    """
    return book().codes(name, on)


@dataclass(frozen=True, slots=True, eq=False)
class Labels(Mapping[str, str]):
    """The words of everything in a list that can be read, by code, asked for anew each time."""

    name: str

    def __getitem__(self, code: str) -> str:
        return codes(self.name).labels[code]

    def __iter__(self) -> Iterator[str]:
        return iter(codes(self.name).labels)

    def __len__(self) -> int:
        return len(codes(self.name).labels)

    def __contains__(self, code: object) -> bool:
        return code in codes(self.name).labels
