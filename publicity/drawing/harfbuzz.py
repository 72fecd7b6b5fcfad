"""A font from the inside: which glyph, how wide, and the part of the font that a paper needs.

WeasyPrint shapes text, too, but through Pango only, and only while it lays out.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import uharfbuzz as hb


class Font:
    """A prepared font file: 1000 units to the em, ascent 880, descent 120."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._face = hb.Face(hb.Blob.from_file_path(path))
        self._font = hb.Font(self._face)
        self._glyphs: dict[str, tuple[int, int] | None] = {}

    def glyph(self, character: str) -> tuple[int, int] | None:
        """The character's glyph and its width in thousandths of the size; None when the font has none."""
        if character not in self._glyphs:
            found = self._font.get_nominal_glyph(ord(character))
            self._glyphs[character] = (found, self._font.get_glyph_h_advance(found)) if found else None
        return self._glyphs[character]

    def shape(self, text: str) -> list[tuple[int, int]]:
        """The glyphs of a run with their widths, kerned: where two letters stand closer, the first is narrower."""
        run = hb.Buffer()
        run.add_str(text)
        run.guess_segment_properties()
        hb.shape(self._font, run)
        shaped = zip(run.glyph_infos, run.glyph_positions, strict=True)
        return [(info.codepoint, place.x_advance) for info, place in shaped]

    def subset(self, glyphs: Collection[int]) -> bytes:
        """A font file with these glyphs only, under their own numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.RETAIN_GIDS
        return bytes(hb.subset(self._face, wanted).blob.data)
