"""The order in which a character looks for its glyph, as style sheets have it, and text cut into runs of one font."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from publicity.drawing.harfbuzz import Font
from publicity.errors import Unprintable
from publicity.fonts import folder, office
from publicity.glyphs import Problem, reason


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one font: their glyphs, and each one's width in thousandths of the size."""

    font: Font
    text: str
    glyphs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """A text as runs, and its width in thousandths of the size."""

    runs: tuple[Run, ...]
    width: int


class Chain:
    """Fonts in the order in which they are asked."""

    def __init__(self, fonts: Sequence[Font]) -> None:
        self.fonts = tuple(fonts)
        self._shaped: dict[str, Shaped] = {}

    def shape(self, text: str) -> Shaped:
        """The text in its fonts; raises Unprintable for a character that none of them has."""
        found = self._shaped.get(text)
        if found is None:
            runs = tuple(self._runs(text))
            found = Shaped(runs, sum(width for run in runs for _glyph, width in run.glyphs))
            if len(self._shaped) < KEPT:
                self._shaped[text] = found
        return found

    def _runs(self, text: str) -> list[Run]:
        fonts: list[Font] = []
        for at, character in enumerate(text):
            fonts.append(self._font(at, character, fonts[-1] if fonts else None))
        runs, at = [], 0
        for font, same in groupby(fonts):
            piece = text[at : at + len(list(same))]
            runs.append(Run(font, piece, _glyphs(font, piece, is_first=not at)))
            at += len(piece)
        return runs

    def _font(self, at: int, character: str, before: Font | None) -> Font:
        if before is not None and unicodedata.category(character) == "Zs" and before.glyph(character):
            return before  # as Pango does: a space stays with what it follows
        for font in self.fonts:
            if font.glyph(character):
                return font
        raise Unprintable([Problem("正文", None, at + 1, character, reason(character))])


KEPT = 20_000
"""So many different texts a chain remembers; the names of a county come again, those of ten counties do not."""


def _glyphs(font: Font, text: str, *, is_first: bool) -> tuple[tuple[int, int], ...]:
    """Letters are kerned, and with them what follows; digits among Han are not, as nothing says that they are Latin."""
    letter = next((at for at, character in enumerate(text) if character.isascii() and character.isalpha()), len(text))
    if is_first and letter < len(text):
        letter = 0
    plain = tuple(found for character in text[:letter] if (found := font.glyph(character)))
    return plain + tuple(font.shape(text[letter:])) if letter < len(text) else plain


@cache
def chain(families: tuple[str, ...]) -> Chain:
    """The chain of these families, without those that this machine has not got."""
    folders = [folder.find()] + [own for own in (office.office_folder(),) if own]
    paths = [there / (family.replace(" ", "") + ".ttf") for family in families for there in folders]
    return Chain([_font(path) for path in paths if path.exists()])


@cache
def _font(path: Path) -> Font:
    return Font(path)
