"""The same form for many households: laid out once, and for each household only what differs is drawn.

A form whose texts do not fit where the first one's stand, or that has another shape, is the first of the next kind:
so every form is printed, the alike ones together. Each is made as a file of its own, and all as one to print at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from publicity import pdf
from publicity.drawing import fields as places
from publicity.drawing import ink as inks
from publicity.drawing import slots
from publicity.drawing.boxes import PT
from publicity.drawing.fields import Drawn, Field, Margin, Unfit

Codes = Callable[[Any], Iterable[bytes]]
"""Draws the codes of one form's pages, given what was laid out; empty for a page without."""


@dataclass(frozen=True, slots=True)
class Form:
    """One household's form, to be laid out."""

    html: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class Made:
    """Forms that were made: each as a file of its own, and all in one in their order; each one's number of pages."""

    files: tuple[bytes, ...]
    whole: bytes
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid out form from which everything that differs has been taken off."""

    paper: Any
    fields: tuple[Field, ...]
    margins: tuple[Margin, ...]
    differing: tuple[int, ...]

    def draw(self, page: slots.Page) -> list[Drawn]:
        """What one household's form says in these fields; raises Unfit."""
        texts = {at: slots.said(page.texts[at]) for at in self.differing}
        said = [line for field in self.fields for line in field.draw(texts)]
        return said + [one.draw(page.about) for one in self.margins]


def make(forms: Sequence[Form], css: str, *, singly: bool = True) -> Made:
    """Print the forms, each as a file of its own only with `singly`; raises what `pdf.typeset` raises."""
    pages = [slots.cut(form.html) for form in forms]
    kinds: dict[object, list[int]] = {}
    for at, page in enumerate(pages):
        kinds.setdefault(page.kind, []).append(at)
    files: dict[int, bytes] = {}
    wholes: list[tuple[list[int], bytes]] = []
    for alike in kinds.values():
        left = alike
        while left:
            some, left, made, whole = _together(forms, pages, left, css, singly=singly)
            files |= dict(zip(some, made, strict=singly))
            wholes.append((some, whole))
    return _bound(files, wholes)


def _together(
    forms: Sequence[Form], pages: Sequence[slots.Page], alike: list[int], css: str, *, singly: bool
) -> tuple[list[int], list[int], list[bytes], bytes]:
    """Those of the forms that were printed, those that are left, the files of the former, and all of them as one."""
    layout = _layout(forms[alike[0]].html, [pages[at] for at in alike], css) if len(alike) > 1 else None
    said: dict[int, list[Drawn]] = {}
    for at in alike if layout else ():
        try:
            said[at] = layout.draw(pages[at]) if layout else []
        except Unfit:
            continue
    if layout is None or len(said) < 2 or alike[0] not in said:
        plain = pdf.lay_out(forms[alike[0]].html, css)
        made = pdf.write(plain, finish=[_stamp(forms[alike[0]].codes)]).pdf
        return alike[:1], alike[1:], [made], made
    copies = [_copy(forms[at].codes(layout.paper), drawn) for at, drawn in said.items()]
    return list(said), [at for at in alike if at not in said], *_written(layout.paper, copies, singly=singly)


def _layout(html: str, alike: Sequence[slots.Page], css: str) -> Layout | None:
    """The first form laid out without what differs; None where something differs in a way that is not drawn."""
    first, holders = alike[0], alike[0].holders()
    differ = set(slots.differing(alike))
    inside = {holders[at] for at in differ}
    held = {
        str(tag): [
            (at, said) for at, holder in enumerate(holders) if holder == tag and (said := slots.said(first.texts[at]))
        ]
        for tag in inside
    }
    paper = pdf.lay_out(slots.marked(html, inside), css)
    try:
        boxes = [page._page_box for page in paper.pages]
        found = tuple(field for at, box in enumerate(boxes) for field in places.take(at, box, held))
    except Unfit:
        return None
    if not differ <= {slot for field in found for slot in field.slots}:
        return None
    margins = [places.margin(at, box, first.about) for at, box in enumerate(boxes)]
    return Layout(paper, found, tuple(one for one in margins if one), tuple(differ))


@dataclass(frozen=True, slots=True)
class Copy:
    """One household's copy of a layout: what is drawn on each of its pages."""

    drawn: tuple[tuple[Drawn, ...], ...]
    codes: tuple[bytes, ...]


def _copy(codes: Iterable[bytes], drawn: Sequence[Drawn]) -> Copy:
    each = tuple(codes)
    return Copy(tuple(tuple(one for one in drawn if one.page == at) for at in range(len(each))), each)


def _written(paper: Any, copies: Sequence[Copy], *, singly: bool) -> tuple[list[bytes], bytes]:
    """Each copy as a file, and all of them as one."""
    heights = [page.height * PT for page in paper.pages]
    files: list[bytes] = []

    def finish(_paper: Any, file: Any) -> None:
        pattern = inks.Pattern(file)
        layers = [_layers(copy, heights) for copy in copies]
        files.extend(pattern.saved([one]) for one in layers if singly)
        pattern.leave(layers)

    return files, pdf.write(paper, finish=[finish]).pdf


def _layers(copy: Copy, heights: Sequence[float]) -> inks.Layers:
    """What a copy adds to each page, for an ink that is still to be chosen."""

    def layers(ink: inks.Ink) -> Iterator[bytes]:
        for drawn, code, height in zip(copy.drawn, copy.codes, heights, strict=True):
            texts = [
                ink.text(one.x, height - one.baseline, one.text, one.type.chain, one.type.size)
                for one in drawn
                if one.text
            ]
            yield inks.layer(height, ["BT", *texts, "ET"]) + b"\n" + code

    return layers


def _stamp(codes: Codes) -> pdf.Finisher:
    def finish(paper: Any, file: Any) -> None:
        for page, code in zip(inks.pages(file), codes(paper), strict=True):
            inks.append(file, page, code)

    return finish


def _bound(files: dict[int, bytes], wholes: Sequence[tuple[list[int], bytes]]) -> Made:
    """All forms in one file in their order, from the files of those that were printed together."""
    counts: dict[int, int] = {}
    found: dict[int, list[Any]] = {}
    opened = [pikepdf.open(BytesIO(whole)) for _, whole in wholes]
    for (some, _), read in zip(wholes, opened, strict=True):
        each = len(read.pages) // len(some)
        for number, at in enumerate(some):
            counts[at], found[at] = each, [read.pages[number * each + page] for page in range(each)]
    order = sorted(found)
    whole = wholes[0][1] if len(wholes) == 1 else _joined(found[at] for at in order)
    return Made(tuple(files[at] for at in sorted(files)), whole, tuple(counts[at] for at in order))


def joined(files: Sequence[bytes]) -> bytes:
    """Files as one, page behind page; nothing where they hold nothing."""
    some = [pikepdf.open(BytesIO(file)) for file in files if file]
    return _joined(list(read.pages) for read in some) if some else b""


def _joined(papers: Iterable[Sequence[Any]]) -> bytes:
    out, joined = BytesIO(), pikepdf.new()
    for pages in papers:
        joined.pages.extend(pages)
    joined.save(out, deterministic_id=True)
    return out.getvalue()
