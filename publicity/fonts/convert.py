"""Making one source font fit the page: outlines, heights, name and characters.

Every step answers a fault that was seen in print: CFF outlines make larger and slower files; differing heights break
the line grid; two faces of one family and weight are confused with each other; a fallback without a space prints a box
for it; symbols in the private use area print where an unknown character should have been refused.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

UNITS, ASCENT, DESCENT = 1000, 880, -120  # together one em: any mixture of the faces keeps the line's height
EPOCH = 3800000000  # a fixed date in the font, or every preparation would give other bytes
PRIVATE = frozenset(range(0xE000, 0xF900)) | frozenset(range(0xF0000, 0x110000))
BIDI = frozenset({0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
SPACES = frozenset({0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x200B, 0x200C, 0x200D, 0x3000, 0xFEFF})
DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "FFTM", "LTSH", "PfEd", "STAT", "TeX ", "VDMX", "VORG")
HINTS = ("gasp", "hdmx", "meta", "vhea", "vmtx")
LAYOUT = ["GSUB", "GPOS", "GDEF"]
LIMITS = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxPoints"),
    *("maxSizeOfInstructions", "maxComponentElements", "maxContours", "maxCompositePoints", "maxCompositeContours"),
    "maxComponentDepth",
)


def open_font(path: Path) -> Any:
    """The font file, the first of a collection."""
    return TTFont(path, fontNumber=0, lazy=True) if path.suffix.lower() == ".ttc" else TTFont(path, lazy=True)


def characters(path: Path) -> frozenset[int]:
    """The code points of a font that may be used: no private symbols, no marks of direction."""
    with open_font(path) as font:
        return frozenset(font.getBestCmap()) - PRIVATE - BIDI


def convert(source: Path, target: Path, family: str, keep: frozenset[int], features: tuple[str, ...] = ()) -> int:
    """Write `source`, reduced to `keep` and fitted, as `family` into `target`; return the size in bytes."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of every table it does not know
    with open_font(source) as font:
        wanted = keep if features else keep | (frozenset(font.getBestCmap()) & SPACES)
        _reduce(font, wanted, features)
        if "CFF " in font:
            _to_quadratic(font)
        if font["head"].unitsPerEm != UNITS:
            scale_upem(font, UNITS)
        _level(font)
        _rename(font, family)
        font.recalcTimestamp = False
        font.save(target)
    return target.stat().st_size


def _reduce(font: Any, wanted: frozenset[int], features: tuple[str, ...]) -> None:
    options = subset.Options()
    options.layout_features = list(features)
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = options.glyph_names = options.legacy_kern = False
    options.drop_tables += [*DROPPED, *HINTS, *([] if features else LAYOUT)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(wanted))
    subsetter.subset(font)


def _to_quadratic(font: Any) -> None:
    """Cubic (CFF) outlines to quadratic (TrueType) ones, within one unit."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, drawn
    font["maxp"] = limits = newTable("maxp")
    limits.tableVersion = 0x00010000
    for name in LIMITS:
        setattr(limits, name, 0)
    limits.maxZones, limits.numGlyphs = 1, len(order)
    del font["CFF "]
    font.sfntVersion = "\0\1\0\0"


def _level(font: Any) -> None:
    """The same heights and the same weight for every face."""
    line, os2 = font["hhea"], font["OS/2"]
    line.ascent, line.descent, line.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, -DESCENT
    os2.usWeightClass, os2.fsSelection, os2.fsType, font["head"].macStyle = 400, 0x40, 0, 0
    font["post"].formatType = 3.0
    font["head"].created = font["head"].modified = EPOCH


def _rename(font: Any, family: str) -> None:
    """A family name that nothing else bears; copyright and licence stay."""
    table, short = font["name"], family.replace(" ", "")
    table.names = [record for record in table.names if record.nameID in (0, 13, 14) and record.platformID == 3]
    for number, text in ((1, family), (2, "Regular"), (3, short), (4, family), (6, short)):
        table.setName(text, number, 3, 1, 0x409)
