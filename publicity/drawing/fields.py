"""Where the texts of a form stand that differ from household to household, and whether another text fits there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publicity import pdf
from publicity.drawing import breaking
from publicity.drawing.boxes import PT, Type, is_a, mark, type_of
from publicity.drawing.slots import MARK

CLOSE = 0.02  # points
SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


class Unfit(Exception):
    """A text does not fit where another one stands: its form has to be laid out itself."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of text to be drawn: on which page of the form, from where, on which base line."""

    page: int
    x: float
    baseline: float
    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Block:
    """A cell or a paragraph that one slot fills: its lines are broken anew, and have to be as many."""

    slot: int
    page: int
    left: float
    width: float
    indent: float
    type: Type
    baselines: tuple[float, ...]
    is_unbroken: bool

    @property
    def slots(self) -> list[int]:
        """The slots that it says."""
        return [self.slot]

    def draw(self, texts: Mapping[int, str]) -> Iterator[Drawn]:
        """The lines of the text; raises Unfit."""
        kind, text = self.type, texts[self.slot]
        whole = [text] if self.is_unbroken else breaking.lines(text, kind.chain, kind.size, self._room, pdf.line_ends)
        if len(whole) != len(self.baselines):
            raise Unfit
        for number, (line, baseline) in enumerate(zip(whole, self.baselines, strict=True)):
            indent = 0 if number else self.indent
            free = self._room(number) - _width(line, kind)
            yield Drawn(self.page, self.left + indent + free * SHARE[kind.align], baseline, line, kind)

    def _room(self, line: int) -> float:
        return self.width - (0 if line else self.indent)


@dataclass(frozen=True, slots=True)
class Words:
    """A text on a line of several: the slot that says it, None where all forms say the same."""

    slot: int | None
    text: str
    x: float
    width: float
    type: Type


@dataclass(frozen=True, slots=True)
class Line:
    """A line of several texts: what stands behind a longer one moves, and has to find room."""

    page: int
    baseline: float
    words: tuple[Words, ...]
    spare: float
    is_fixed: bool

    @property
    def slots(self) -> list[int]:
        """The slots that it says."""
        return [one.slot for one in self.words if one.slot is not None]

    def draw(self, texts: Mapping[int, str]) -> Iterator[Drawn]:
        """The texts of the line; raises Unfit."""
        moved = 0.0
        for one in self.words:
            text = one.text if one.slot is None else texts[one.slot]
            yield Drawn(self.page, one.x + moved, self.baseline, text, one.type)
            moved += _width(text, one.type) - one.width
            if moved > self.spare or (self.is_fixed and abs(moved) > CLOSE):
                raise Unfit


@dataclass(frozen=True, slots=True)
class Margin:
    """Whom a page is about, where its margin says so."""

    page: int
    x: float
    width: float
    baseline: float
    type: Type

    def draw(self, about: str) -> Drawn:
        """The text, aligned as the margin's style has it."""
        free = (self.width - _width(about, self.type)) * SHARE[self.type.align]
        return Drawn(self.page, self.x + free, self.baseline, about, self.type)


def _width(text: str, kind: Type) -> float:
    return kind.chain.shape(text).width * kind.size / 1000


Field = Block | Line


def take(page: int, box: Any, slots: Mapping[str, Sequence[tuple[int, str]]]) -> Iterator[Field]:
    """The fields in a laid out page, whose boxes are taken off it so that nobody paints them; raises Unfit.

    `slots` are, by the mark of an element in which something differs, its slots with what they say.
    """
    for block in _blocks(box):
        lines = [child for child in block.children if is_a(child, "LineBox")]
        texts = [[one for _, one in _texts(line)] for line in lines]
        said = [_said(one, slots) for line in texts for one in line]
        if not any(slot is not None for slot, _ in said):
            continue
        if not type_of(block).leading or type_of(block).align not in SHARE or _spacing(block):
            raise Unfit
        yield _field(page, block, lines, texts, slots)
        for line in lines:
            for parent, one in list(_texts(line)):
                parent.children = [child for child in parent.children if child is not one]


def _field(page: int, block: Any, lines: Sequence[Any], texts: Sequence[Sequence[Any]], slots: Any) -> Field:
    """The field that a block with differing texts is."""
    flat = [one for line in texts for one in line]
    said = {_said(one, slots)[0] for one in flat}
    kind = type_of(flat[0])
    if len(said) == 1 and all(len(line.children) == 1 for line in lines) and all(len(line) == 1 for line in texts):
        [slot] = said
        baselines = tuple((one.position_y + one.baseline) * PT for one in flat)
        left, width = block.content_box_x() * PT, block.width * PT
        indent = _points(block.style["text_indent"])
        assert slot is not None
        nowrap = str(block.style["white_space"]) == "nowrap"
        return Block(slot, page, left, width, indent, kind, baselines, nowrap)
    if len(lines) != 1 or type_of(block).align != "left" or any(_said(one, slots)[1] != one.text for one in flat):
        raise Unfit
    [line] = lines
    words = tuple(
        Words(_said(one, slots)[0], one.text, one.position_x * PT, one.width * PT, type_of(one)) for one in flat
    )
    if {round(one.position_y + one.baseline, 2) for one in flat} != {round(flat[0].position_y + flat[0].baseline, 2)}:
        raise Unfit
    end = max(child.position_x + child.margin_width() for child in line.children)
    spare = (block.content_box_x() + block.width - end) * PT
    return Line(page, (flat[0].position_y + flat[0].baseline) * PT, words, spare, _holds_more(line))


def _said(one: Any, slots: Mapping[str, Sequence[tuple[int, str]]]) -> tuple[int | None, str]:
    """Which slot a laid out text comes from, and what the slot says; no slot where all forms say the same."""
    inside = slots.get(mark(one, MARK) or "", ())
    if len(inside) > 1:
        raise Unfit
    return inside[0] if inside else (None, one.text)


def margin(page: int, box: Any, about: str) -> Margin | None:
    """Where the margin of a page names whom it is about; taken off the page like the rest."""
    margins = (child for child in box.children if is_a(child, "MarginBox"))
    for block in (block for one in margins for block in _blocks(one)):
        for line in block.children if about else ():
            for parent, one in list(_texts(line)) if is_a(line, "LineBox") else ():
                if one.text == about:
                    parent.children = [child for child in parent.children if child is not one]
                    around = block.content_box_x() * PT, block.width * PT
                    return Margin(page, *around, (one.position_y + one.baseline) * PT, type_of(one))
    return None


def _blocks(box: Any) -> Iterator[Any]:
    """The boxes that hold lines."""
    children = getattr(box, "children", ())
    if any(is_a(child, "LineBox") for child in children):
        yield box
    for child in list(children):
        yield from _blocks(child)


def _texts(box: Any) -> Iterator[tuple[Any, Any]]:
    """The texts of a line, each with the box that holds it; what is a block of its own inside is not entered."""
    for child in list(getattr(box, "children", ())):
        if is_a(child, "TextBox"):
            if child.text.strip(" "):
                yield box, child
        elif is_a(child, "InlineBox") or is_a(child, "LineBox"):
            yield from _texts(child)


def _holds_more(line: Any) -> bool:
    """Whether a line holds more than texts, such as a blank to write on, which would have to move with them."""
    return any(
        not is_a(child, "TextBox") and (not is_a(child, "InlineBox") or not list(_texts(child)) or _holds_more(child))
        for child in line.children
    )


def _spacing(block: Any) -> bool:
    spacing = block.style["letter_spacing"]
    return spacing != "normal" and bool(_points(spacing))


def _points(value: Any) -> float:
    return float(getattr(value, "value", value) or 0) * PT
