"""The library that knows fonts from the inside: which glyph, how wide, and the part of a font that a paper needs.

WeasyPrint needs the same library, but it asks for fonts through Pango only, and only while it lays out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_int, c_int32, c_uint, c_uint32, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

from publicity.errors import FontsMissing
from publicity.pdf import LIBRARIES

NAMES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll", "harfbuzz-subset")
NO_HINTING, RETAIN_GLYPH_IDS = 1, 2


class _Info(Structure):
    _fields_ = (("glyph", c_uint32), ("mask", c_uint32), ("cluster", c_uint32), ("a", c_uint32), ("b", c_uint32))


class _Place(Structure):
    _fields_ = (("x_advance", c_int32), ("y_advance", c_int32), ("x", c_int32), ("y", c_int32), ("var", c_uint32))


POINTERS = (
    "hb_blob_create_from_file",
    "hb_face_create",
    "hb_font_create",
    "hb_buffer_create",
    "hb_subset_input_create_or_fail",
    "hb_subset_input_glyph_set",
    "hb_subset_or_fail",
    "hb_face_reference_blob",
)


@cache
def _library() -> Any:
    """The loaded library; raises FontsMissing saying what to type."""
    for name in NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function in POINTERS:
            getattr(library, function).restype = c_void_p
        library.hb_blob_get_data.restype = POINTER(c_char)
        library.hb_buffer_get_glyph_infos.restype = POINTER(_Info)
        library.hb_buffer_get_glyph_positions.restype = POINTER(_Place)
        return library
    raise FontsMissing(f"缺少排版所需的系统库。请运行：sudo {LIBRARIES}")


class Font:
    """A prepared font file: 1000 units to the em, ascent 880, descent 120."""

    def __init__(self, path: Path) -> None:
        hb = _library()
        self.name = path.stem
        self._face = c_void_p(
            hb.hb_face_create(c_void_p(hb.hb_blob_create_from_file(c_char_p(bytes(path)))), c_uint(0))
        )
        self._font = c_void_p(hb.hb_font_create(self._face))
        self._glyphs: dict[str, tuple[int, int] | None] = {}

    def glyph(self, character: str) -> tuple[int, int] | None:
        """The character's glyph and its width in thousandths of the size; None when the font has none."""
        if character not in self._glyphs:
            self._glyphs[character] = self._look(character)
        return self._glyphs[character]

    def _look(self, character: str) -> tuple[int, int] | None:
        hb, glyph = _library(), c_uint32()
        if not hb.hb_font_get_nominal_glyph(self._font, c_uint32(ord(character)), byref(glyph)):
            return None
        return glyph.value, hb.hb_font_get_glyph_h_advance(self._font, glyph)

    def shape(self, text: str) -> list[tuple[int, int]]:
        """The glyphs of a run with their widths, kerned: where two letters stand closer, the first is narrower."""
        hb, points = _library(), (c_uint32 * len(text))(*map(ord, text))
        buffer, count = c_void_p(hb.hb_buffer_create()), c_uint()
        hb.hb_buffer_add_utf32(buffer, points, c_int(len(text)), c_uint(0), c_int(len(text)))
        hb.hb_buffer_guess_segment_properties(buffer)
        hb.hb_shape(self._font, buffer, None, c_uint(0))
        infos = hb.hb_buffer_get_glyph_infos(buffer, byref(count))
        places = hb.hb_buffer_get_glyph_positions(buffer, byref(count))
        shaped = [(infos[at].glyph, places[at].x_advance) for at in range(count.value)]
        hb.hb_buffer_destroy(buffer)
        return shaped

    def subset(self, glyphs: Collection[int]) -> bytes:
        """A font file with these glyphs only, under their own numbers."""
        hb = _library()
        wanted = c_void_p(hb.hb_subset_input_create_or_fail())
        kept = c_void_p(hb.hb_subset_input_glyph_set(wanted))
        for glyph in sorted(glyphs):
            hb.hb_set_add(kept, c_uint32(glyph))
        hb.hb_subset_input_set_flags(wanted, c_uint(NO_HINTING | RETAIN_GLYPH_IDS))
        small = c_void_p(hb.hb_subset_or_fail(self._face, wanted))
        blob, length = c_void_p(hb.hb_face_reference_blob(small)), c_uint()
        data = ctypes.string_at(hb.hb_blob_get_data(blob, byref(length)), length.value)
        hb.hb_blob_destroy(blob)
        hb.hb_face_destroy(small)
        hb.hb_subset_input_destroy(wanted)
        return data
