"""Writing onto the pages of a file that is about to be saved: text, rules, and the fonts that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pydyf

from publicity.drawing.chains import Chain, Shaped
from publicity.drawing.harfbuzz import Font

RULE_WIDTH = 0.75  # points
MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def "
    b"/CMapName/Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000><ffff> endcodespacerange"
)


class Ink:
    """What is drawn in one file, and by it which glyphs of which fonts go into the file."""

    def __init__(self, prefix: str = "D") -> None:
        self._prefix = prefix
        self._used: dict[str, tuple[Font, dict[int, tuple[str, int]]]] = {}
        self._written: dict[tuple[Shaped, float], str] = {}

    def text(self, x: float, baseline: float, text: str, chain: Chain, size: float) -> str:
        """The operators for a line of text that begins at a place, in points from the lower left of the page."""
        return f"1 0 0 1 {x:.2f} {baseline:.2f} Tm {self._shown(chain.shape(text), size)}"

    def _shown(self, shaped: Shaped, size: float) -> str:
        if (known := self._written.get((shaped, size))) is None:
            known = self._written[shaped, size] = " ".join(self._runs(shaped, size))
        return known

    def _runs(self, shaped: Shaped, size: float) -> Iterable[str]:
        for run in shaped.runs:
            font, glyphs = self._used.setdefault(run.font.name, (run.font, {}))
            for character, (glyph, _) in zip(run.text, run.glyphs, strict=True):
                if glyph not in glyphs:
                    known = font.glyph(character)
                    glyphs[glyph] = (character, known[1] if known else 0)
            shown = []
            for glyph, width in run.glyphs:
                closer = glyphs[glyph][1] - width  # kerning is said in the text, as a font has one width for a glyph
                shown.append(f"{glyph:04x}" + (f"> {closer} <" if closer else ""))
            body = "".join(shown)
            yield f"/{self._prefix}{run.font.name} {size:g} Tf " + (f"[<{body}>] TJ" if "<" in body else f"<{body}> Tj")

    def embed(self, file: Any) -> None:
        """Put the fonts that were used into the file, where all its pages find them."""
        if self._used:
            shared = _shared_fonts(file)
            for name in sorted(self._used):
                shared[self._prefix + name] = _font(file, self._prefix, *self._used[name]).reference


def _shared_fonts(file: Any) -> Any:
    resources = _at(file, next(pages(file))["Resources"])
    return _at(file, resources["Font"])


def _at(file: Any, reference: bytes) -> Any:
    return file.objects[int(reference.split()[0])]


def pages(file: Any) -> Iterator[Any]:
    """The pages of a file, in order."""
    return (_at(file, reference) for reference in file.page_references)


def write(file: Any, page: Any, height: float, operators: Iterable[str]) -> None:
    """Write operators onto a page of this height after what is there, in points from its lower left."""
    append(file, page, layer(height, operators))


def append(file: Any, page: Any, layer: bytes) -> None:
    """Put a layer on what a page shows."""
    _at(file, page["Contents"]).stream.append(layer)


def layer(height: float, operators: Iterable[str]) -> bytes:
    """Operators as they follow what WeasyPrint paints, whose first act it is to turn the page upside down."""
    return f"q 1 0 0 -1 0 {height:.3f} cm 0 g 0 G\n".encode() + "\n".join(operators).encode() + b"\nQ"


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    """The operators for a rule from one place to another."""
    return f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S"


def _font(file: Any, prefix: str, font: Font, glyphs: dict[int, tuple[str, int]]) -> Any:
    """The font as the file holds it: the glyphs that were used, their widths and the characters that they stand for."""
    data = font.subset(glyphs)
    name = f"/SXDRAW+{prefix}{font.name}"
    body = _add(file, pydyf.Stream([data], pydyf.Dictionary({"Length1": len(data)}), compress=True))
    described = _add(file, pydyf.Dictionary(_description(name) | {"FontFile2": body.reference}))
    widths = pydyf.Array()
    for glyph, (_, width) in sorted(glyphs.items()):
        widths.extend([glyph, pydyf.Array([width])])
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    inner = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": pydyf.Dictionary(system),
        "FontDescriptor": described.reference,
        "W": widths,
        "CIDToGIDMap": "/Identity",
    }
    descendant = _add(file, pydyf.Dictionary(inner))
    outer = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([descendant.reference]),
        "ToUnicode": _add(file, pydyf.Stream(_characters(glyphs), compress=True)).reference,
    }
    return _add(file, pydyf.Dictionary(outer))


def _description(name: str) -> dict[str, Any]:
    return {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": 4,
        "FontBBox": pydyf.Array([0, -120, 1000, 880]),
        "ItalicAngle": 0,
        "Ascent": 880,
        "Descent": -120,
        "CapHeight": 700,
        "StemV": 80,
    }


def _characters(glyphs: dict[int, tuple[str, int]]) -> list[bytes]:
    """The table from glyphs to characters, by which text is copied and searched."""
    lines = [
        b"<%04x><%s>" % (glyph, character.encode("utf-16-be").hex().encode())
        for glyph, (character, _) in sorted(glyphs.items())
    ]
    table = [MAP]
    for at in range(0, len(lines), 100):
        some = lines[at : at + 100]
        table += [b"%d beginbfchar" % len(some), *some, b"endbfchar"]
    return [*table, b"endcmap CMapName currentdict /CMap defineresource pop end end"]


def _add(file: Any, made: Any) -> Any:
    file.add_object(made)
    return made


Layers = Callable[[Ink], Iterable[bytes]]
"""What one copy of the pages adds to each of them."""


class Pattern:
    """A file whose pages are copied, each copy with a layer of its own over what all share."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._length = len(file.objects)
        self._pages = [dict(page) for page in pages(file)]
        self._numbers = list(file.pages["Kids"])
        self._fonts = _shared_fonts(file)
        self._own = dict(self._fonts)
        for at, made in enumerate(file.objects):
            if isinstance(made, pydyf.Stream) and made.compress:
                file.objects[at] = _compressed(made)

    def saved(self, copies: Iterable[Layers]) -> bytes:
        """The file as it is with these copies, after which it is a pattern again."""
        self.leave(copies)
        out = BytesIO()
        self._file.write(out, None, None, True)
        self._restore()
        return out.getvalue()

    def leave(self, copies: Iterable[Layers]) -> None:
        """Put the copies into the file."""
        ink = Ink("F")
        for number, copy in enumerate(copies):
            for at, layer in enumerate(copy(ink)):
                over = _add(self._file, pydyf.Stream([layer], compress=True))
                shown = pydyf.Array([self._pages[at]["Contents"], over.reference])
                if number:
                    self._file.add_page(pydyf.Dictionary(self._pages[at] | {"Contents": shown}))
                else:
                    self._file.objects[self._numbers[3 * at]]["Contents"] = shown
        ink.embed(self._file)

    def _restore(self) -> None:
        file = self._file
        del file.objects[self._length :]
        file.pages["Kids"][:], file.pages["Count"] = self._numbers, len(self._pages)
        file.current_position, file.xref_position = 0, None
        for at, page in enumerate(self._pages):
            file.objects[self._numbers[3 * at]]["Contents"] = page["Contents"]
        self._fonts.clear()
        self._fonts.update(self._own)


def _compressed(made: Any) -> Any:
    """A stream as it will stand in the file, so that the hundredth copy does not compress it again."""
    head, body = made.data.split(b"\nstream\n", 1)
    length = int(head.rpartition(b"/Length ")[2].partition(b"/")[0].rstrip(b">"))
    extra = dict(made.extra) | {"Filter": "/FlateDecode"}
    done = pydyf.Stream([body[:length]], pydyf.Dictionary(extra))
    done.number, done.generation, done.free = made.number, made.generation, made.free
    return done
