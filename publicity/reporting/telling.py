"""Telling figures in sentences and tables; each is counted once for the whole place, in one statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from publicity.reporting.draft import Column, Said, Source, Table, Word
from states import regions
from states.reports.book import FIGURES
from states.reports.figure import Asked, Counts, counted

PLACE = re.compile(r"\{(\w+)\}")
LEVELS = ("village", "group")
HEADS = {9: "乡镇（街道）", 12: "村（社区）", 14: "村民小组"}


@dataclass
class Teller:
    """Reads the figures of one report as it needs them, and puts them into words."""

    asked: Asked
    length: int = 12
    names: Mapping[str, str] = field(default_factory=dict)
    _counts: dict[str, Counts] = field(default_factory=dict)

    def counts(self, figure: str) -> Counts:
        """The figure by place and part."""
        if figure not in self._counts:
            self._counts[figure] = counted(FIGURES[figure], self.asked, self.length)
        return self._counts[figure]

    def n(self, figure: str, *parts: str, place: str = "") -> Word:
        """How many, with the list that shows them."""
        n = self.counts(figure).of(*parts, place=place)
        source = Source(figure, parts, place or self.asked.area, self.asked.period)
        return Word(str(n), source if n else None)

    def some(self, figure: str, *parts: str) -> int:
        """How many, for choosing what is told."""
        return self.counts(figure).of(*parts)

    def sees(self, figure: str) -> bool:
        """Whether whoever asks may see the rows of a figure."""
        return FIGURES[figure].may(self.asked.by)

    def label(self, figure: str, part: str) -> str:
        """What a part of a figure is called at the place."""
        return FIGURES[figure].parts(self.asked).get(part, part)

    def label_of(self, figure: str) -> Mapping[str, str]:
        """What the parts of a figure are called at the place, in their order."""
        return FIGURES[figure].parts(self.asked)

    def said(self, sentence: str, **words: Word | Said | str) -> Said:
        """The sentence with the words in its places."""
        found: list[Word] = []
        for at, piece in enumerate(PLACE.split(sentence)):
            told = words[piece] if at % 2 else piece
            found += [Word(told)] if isinstance(told, str) else [told] if isinstance(told, Word) else told
        return tuple(one for one in found if one.text)

    def by_part(self, figure: str, unit: str, persons: str = "", most: int = 99) -> Said:
        """因病3项、因残2项: the parts of a figure that have any, the most frequent first."""
        told = []
        for part in self.counts(figure).parts[:most]:
            more = (self.n(persons, part), Word("人")) if persons else ()
            told.append((Word(self.label(figure, part)), self.n(figure, part), Word(unit), *more))
        return joined(told)

    def by_place(self, figure: str, unit: str, *parts: str, most: int = 10) -> Said:
        """和平村3个、团结村1个: the places that have any, the most first."""
        found = [(self.counts(figure).of(*parts, place=code), code) for code in self.names]
        ranked = sorted((one for one in found if one[0]), key=lambda one: (-one[0], one[1]))
        told = [(Word(self.names[code]), self.n(figure, *parts, place=code), Word(unit)) for _n, code in ranked[:most]]
        return (*joined(told), Word("等")) if len(ranked) > most else joined(told)

    def table(
        self, title: str, columns: Sequence[Column], cells: Callable[[str], Iterable[Word]], wide: bool = False
    ) -> Table:
        """A line for each place below, and the sum; `cells` tells those of a place, of all of them for ""."""
        head = Column(HEADS[self.length])
        rows = [(Word(name), *cells(code)) for code, name in self.names.items()]
        return Table(title, (head, *columns), (*rows, (Word("合计"), *cells(""))), wide)


def joined(told: Sequence[Said]) -> Said:
    """The pieces with 、 between them."""
    return tuple(word for at, said in enumerate(told) for word in ((Word("、"), *said) if at else said))


def teller(asked: Asked) -> Teller:
    """A teller for a place: of a township and above by village, of a village by group; three statements at most."""
    length = 12 if len(asked.area) < 12 else 14
    level = LEVELS[length == 14]
    places = [
        one
        for one in regions.below(asked.session, asked.area, level)
        if one.abolished_on is None or one.abolished_on > asked.period.first_on
    ]
    above = regions.names(asked.session, {one.code[:9] for one in places}) if len(asked.area) < 9 else {}
    return Teller(asked, length, {one.code: above.get(one.code[:9], "") + one.name for one in places})
