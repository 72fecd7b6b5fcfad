"""Drawing a village's households as SVG: a plane around the middle, a mark by group, a scale bar, and north.

Colours come from the style sheet by class, as the policy of the pages allows nothing inline; shapes differ too,
so that the picture can be read without colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from states.places import coordinates
from states.places.village_map import VillageMap

WIDTH, HEIGHT, EDGE = 720, 520, 48
NARROWEST = 150.0
"""Half the width in metres that is shown at least, so that two neighbours do not fill the picture."""

COLOURS = 8
SHAPES = ("circle", "square", "triangle", "diamond")
HEAD = Markup('<svg class="village-map" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">')
FRAME = Markup('<rect class="ground" x="1" y="1" width="{}" height="{}" rx="6"/>')
SPOT = Markup('<g class="spot spot-{}" transform="translate({:.1f} {:.1f})"><title>{}</title>{}</g>')
OUTLINES = {
    "circle": Markup('<circle r="6"/>'),
    "square": Markup('<rect x="-5.5" y="-5.5" width="11" height="11"/>'),
    "triangle": Markup('<path d="M0 -7 6.5 5 -6.5 5z"/>'),
    "diamond": Markup('<path d="M0 -7.5 7.5 0 0 7.5 -7.5 0z"/>'),
}
OFFICE = Markup(
    '<g class="office" transform="translate({:.1f} {:.1f})"><title>{}</title><path d="M-8 8V-3L0 -10 8 -3V8z"/></g>'
)
NORTH = Markup(
    '<g class="compass" transform="translate({} 20)"><path d="M0 0 7 26 0 20 -7 26z"/><text y="42">{}</text></g>'
)
SCALE = Markup(
    '<g class="scale" transform="translate(20 {})"><path d="M0 -6V0H{:.1f}V-6"/><text x="{:.1f}" y="-8">{}</text></g>'
)

KEY = Markup(
    '<svg class="map-key" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">'
    '<g class="spot spot-{}">{}</g></svg>'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of the n-th group: one of eight colours and four shapes."""

    number: int

    @property
    def colour(self) -> int:
        """Which of the colours."""
        return self.number % COLOURS

    @property
    def shape(self) -> str:
        """Which of the shapes; groups of one colour differ in it."""
        return SHAPES[(self.number + self.number // COLOURS) % len(SHAPES)]


def draw(found: VillageMap, marks: Mapping[str, Mark], label: str, north: str) -> Markup:
    """The picture of a village of which one place at least is known."""
    points = [dot.point for dot in found.dots] + ([found.office.point] if found.office else [])
    origin = coordinates.middle(points)
    plane = [point.metres_from(origin) for point in points]
    across = max(NARROWEST, *(abs(east) for east, _north in plane))
    upwards = max(NARROWEST, *(abs(up) for _east, up in plane))
    per_metre = min((WIDTH / 2 - EDGE) / across, (HEIGHT / 2 - EDGE) / upwards)
    spots = [(WIDTH / 2 + east * per_metre, HEIGHT / 2 - up * per_metre) for east, up in plane]
    parts = [HEAD.format(WIDTH, HEIGHT, WIDTH, HEIGHT, label), FRAME.format(WIDTH - 2, HEIGHT - 2)]
    for dot, (x, y) in zip(found.dots, spots, strict=False):
        mark, said = marks[dot.group_code], f"{dot.head_name} · {found.groups.get(dot.group_code, '')}"
        parts.append(SPOT.format(mark.colour, x, y, said, OUTLINES[mark.shape]))
    if found.office:
        parts.append(OFFICE.format(*spots[-1], found.village.name))
    metres = bar(WIDTH / 4 / per_metre)
    long = metres * per_metre
    text = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    parts += [NORTH.format(WIDTH - 30, north), SCALE.format(HEIGHT - 16, long, long / 2, text), Markup("</svg>")]
    return Markup("").join(parts)


def key(mark: Mark) -> Markup:
    """The mark alone, for the legend."""
    return KEY.format(mark.colour, OUTLINES[mark.shape])


def bar(at_most: float) -> int:
    """The longest round length in metres (1, 2 or 5 with noughts) that is no longer than `at_most`."""
    found = 1
    for nought in range(7):
        for digit in (1, 2, 5):
            if digit * 10**nought <= at_most:
                found = digit * 10**nought
    return found
