"""Reading what WeasyPrint laid out: places and sizes in points from the upper left of the page.

Its boxes are read and never made; whatever is not as expected is left to WeasyPrint itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from publicity.drawing.chains import Chain, chain

PT = 0.75  # points to a pixel


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set."""

    chain: Chain
    size: float
    leading: float
    align: str

    @property
    def ascent(self) -> float:
        """How far the base line lies under the upper edge of the line; all prepared fonts are alike in this."""
        return (self.leading - self.size) / 2 + 0.88 * self.size


@dataclass(frozen=True, slots=True)
class Set:
    """A line of text where it stands."""

    text: str
    x: float
    baseline: float
    type: Type


def descend(box: Any) -> Iterator[Any]:
    """A box and all boxes in it, in the order in which they are painted."""
    yield box
    for child in getattr(box, "children", ()):
        yield from descend(child)


def is_a(box: Any, kind: str) -> bool:
    """Whether a box is of this kind, by the name of WeasyPrint's class."""
    return type(box).__name__ == kind


def is_around_a_table(box: Any) -> bool:
    """Whether a box is the one around a table, which bears its margins."""
    return bool(getattr(box, "is_table_wrapper", False))


def mark(box: Any, name: str) -> str | None:
    """What a mark on the element of a box says; None for a box without an element, and for one without the mark."""
    element = getattr(box, "element", None)
    return None if element is None or not hasattr(element, "get") else element.get(name)


def type_of(box: Any) -> Type:
    """How the text in a box is set."""
    style = box.style
    return Type(chain(tuple(style["font_family"])), _px(style["font_size"]), _leading(style), _align(style))


def _px(value: Any) -> float:
    return round(float(getattr(value, "value", value)) * PT, 4)


def _leading(style: Any) -> float:
    height = style["line_height"]
    return _px(height) if getattr(height, "unit", None) == "px" else 0.0


def _align(style: Any) -> str:
    align = str(style["text_align_all"])
    return {"start": "left", "end": "right"}.get(align, align)


def texts(box: Any) -> list[Set]:
    """The lines of text in a box."""
    return [
        Set(one.text, one.position_x * PT, (one.position_y + one.baseline) * PT, type_of(one))
        for one in descend(box)
        if is_a(one, "TextBox") and one.text.strip(" ")
    ]
