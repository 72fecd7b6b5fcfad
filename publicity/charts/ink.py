"""The inks of charts: each series has its tone, its dash and its mark, so that it is known without colour."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

TEXT, MUTED, RULE = "#1e2a2d", "#55636a", "#c9c3b3"


@dataclass(frozen=True, slots=True)
class Ink:
    """A tone with the colour of what is written on it; the darker tone, dash and mark of its line."""

    fill: str
    on: str
    line: str
    dash: str
    mark: str


INKS = (
    Ink("#1c5a4e", "#ffffff", "#1c5a4e", "", "circle"),
    Ink("#d9a441", "#1e2a2d", "#8a5a0a", "7 4", "square"),
    Ink("#a12d25", "#ffffff", "#a12d25", "2 3", "triangle"),
    Ink("#9db8c4", "#1e2a2d", "#41677a", "10 3 2 3", "diamond"),
    Ink("#e8e2d2", "#1e2a2d", "#6b6557", "4 2", "circle"),
)


def mark(shape: str, x: float, y: float, fill: str) -> Markup:
    """A mark with its middle there."""
    if shape == "circle":
        return Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(x, y, fill)
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "triangle": ((0, -5), (5, 4), (-5, 4)),
        "diamond": ((0, -6), (5, 0), (0, 6), (-5, 0)),
    }[shape]
    d = "M" + " L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + " Z"
    return Markup('<path d="{}" fill="{}"/>').format(d, fill)
