"""Drawing a lifecycle and a procedure as SVG: pure functions from the definition to the picture.

Colours come from the style sheet by class, because the policy of the pages allows nothing inline; whatever the
picture says stands beside it as text too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from engine.definition import Definition
from engine.procedure import Procedure
from web.drawing_places import columns_of, layers_of, ranks_of

Words = Callable[[str], str]
BOX_W, BOX_H, GAP = 128, 46, 122
STEP_W, STEP_H, STEP_GAP_X, STEP_GAP_Y = 168, 58, 24, 34
HEAD = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-{}" viewBox="0 0 {} {}" width="{}" height="{}" '
    'role="img" aria-label="{}">'
    '<defs><marker id="{}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
    'markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>'
)
STYLE = Markup(
    "<style>.drawing{font-family:sans-serif;background:#fff}.box{fill:#fff;stroke:#333}.round{fill:#eee;stroke:#333}"
    ".box-skips{stroke-dasharray:5 3}.box-end{fill:#eee}.way{fill:none;stroke:#333}"
    ".in{font-size:14px;text-anchor:middle}"
    ".by,.remark,.said{font-size:12px;text-anchor:middle;fill:#444}</style>"
)
"""The style of a drawing that is a file of its own and has no style sheet beside it."""
PATH = Markup('<path class="way{}" d="{}" marker-end="url(#{})"/>')
LABEL = Markup('<text class="said" x="{}" y="{}">{}</text>')


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a box stands: its upper left corner."""

    x: float
    y: float


def lifecycle(
    definition: Definition, present: str, label: str, word: Words = str, under_way: str = "", alone: bool = False
) -> Markup:
    """The states as boxes and the moves as arrows; `present` is marked, and the move `under_way` is drawn stronger.

    `alone` is for a file of its own.
    """
    layers, ends = layers_of(definition)
    spots = {
        name: Spot(10 + at * (BOX_W + GAP), 78 + n * (BOX_H + 30))
        for at, layer in enumerate(layers)
        for n, name in enumerate(layer)
    }
    rows = max(map(len, layers))
    width = 20 + len(layers) * BOX_W + (len(layers) - 1) * GAP
    bottom = 78 + rows * (BOX_H + 30) + 96
    for n, name in enumerate(ends):
        spots[name] = Spot((width - BOX_W) / 2 + (n - (len(ends) - 1) / 2) * (BOX_W + GAP), bottom)
    height = (bottom if ends else bottom - 126) + BOX_H + 12
    arrows: dict[tuple[str, str], list[str]] = {}
    strong = set()
    for move in definition.moves:
        for source in move.sources:
            arrows.setdefault((source, move.target), []).append(word(move.label))
            if move.name == under_way and source == present:
                strong.add((source, move.target))
    parts = [HEAD.format("lifecycle", width, height, width, height, label, "tip-lifecycle")]
    parts += [STYLE] if alone else []
    for pair, said in arrows.items():
        parts.append(_arrow(spots, *pair, "、".join(said), " way-now" if pair in strong else "", set(ends)))
    for state in definition.states:
        mark = "now" if state.name == present else "end" if state.name in ends else "state"
        parts.append(_box(spots[state.name], BOX_W, BOX_H, mark, [word(state.label)]))
    return Markup("").join([*parts, Markup("</svg>")])


def _arrow(spots: Mapping[str, Spot], source: str, target: str, said: str, now: str, ends: set[str]) -> Markup:
    a, b = spots[source], spots[target]
    half, middle = BOX_W / 2, BOX_H / 2
    if target in ends and source not in ends:  # down to the row of the ends
        lean = (b.x - a.x) / 6
        x1, x2 = a.x + half, b.x + half - lean
        d = f"M{x1} {a.y + BOX_H} C{x1} {b.y - 50} {x2} {b.y - 70} {x2} {b.y}"
        spot = (a.x + half + (b.x - a.x) * 0.09 + (6 if b.x < a.x else -6), a.y + BOX_H + 38)
    elif source in ends:  # and back up, beside the way down
        x1, y1, x2 = a.x + BOX_W, a.y + middle, b.x + BOX_W - 14
        d = f"M{x1} {y1} C{b.x + BOX_W} {y1} {x2} {b.y + 150} {x2} {b.y + BOX_H}"
        spot = ((a.x + b.x) / 2 + BOX_W, a.y + middle - 8)
    elif b.x > a.x and b.x - a.x <= BOX_W + GAP:  # to the next one
        d, spot = f"M{a.x + BOX_W} {a.y + middle} L{b.x} {b.y + middle}", ((a.x + BOX_W + b.x) / 2, a.y + middle - 8)
    else:  # back, or over several: in a bow above
        lift = 26 if abs(b.x - a.x) <= BOX_W + GAP else 62
        shift = -24 if b.x < a.x else 24
        x1, x2 = a.x + half + shift, b.x + half - shift
        d = f"M{x1} {a.y} C{x1} {a.y - lift} {x2} {b.y - lift} {x2} {b.y}"
        spot = ((a.x + b.x) / 2 + half, a.y - lift * 0.75 - 6)
    return PATH.format(now, d, "tip-lifecycle") + LABEL.format(*spot, said)


def procedure(graph: Procedure, standing: Mapping[str, str], label: str, word: Words = str) -> Markup:
    """The steps from top to bottom, those side by side that may be done at the same time.

    `standing` gives the status of each step (open, done, waiting, skipped); without one it is a plan.
    """
    ranks = ranks_of(graph)
    columns = columns_of(graph, ranks)
    spots = {
        spec.name: Spot(8 + columns[spec.name] * (STEP_W + STEP_GAP_X), 8 + ranks[spec.name] * (STEP_H + STEP_GAP_Y))
        for spec in graph.steps
    }
    width = 16 + (max(columns.values()) + 1) * STEP_W + max(columns.values()) * STEP_GAP_X
    height = 16 + (max(ranks.values()) + 1) * STEP_H + max(ranks.values()) * STEP_GAP_Y
    tip = f"tip-{graph.name}"
    parts = [HEAD.format("procedure", width, height, width, height, label, tip)]
    for spec in graph.steps:
        for before in spec.after:
            a, b = spots[before], spots[spec.name]
            x1, y1, x2, y2 = a.x + STEP_W / 2, a.y + STEP_H, b.x + STEP_W / 2, b.y
            bend = y1 + STEP_GAP_Y / 2 if y2 - y1 <= STEP_GAP_Y else y2 - STEP_GAP_Y / 2
            over = " way-done" if standing.get(before) in ("done", "skipped") else ""
            parts.append(PATH.format(over, f"M{x1} {y1} V{bend} H{x2} V{y2}", tip))
    for spec in graph.steps:
        mark = standing.get(spec.name, "plan")
        parts.append(_box(spots[spec.name], STEP_W, STEP_H, mark, [*_lines(word(spec.title)), word(spec.by_title)]))
    return Markup("").join([*parts, Markup("</svg>")])


def _box(spot: Spot, width: float, height: float, mark: str, lines: Iterable[str]) -> Markup:
    said = list(lines)
    rect = Markup('<rect class="box box-{}" x="{}" y="{}" width="{}" height="{}" rx="5"/>')
    text = Markup('<text class="in in-{}{}" x="{}" y="{}">{}</text>')
    top = spot.y + height / 2 - (len(said) - 1) * 8.5 + 5
    small = len(said) > 1
    return rect.format(mark, spot.x, spot.y, width, height) + Markup("").join(
        text.format(mark, " small" if small and n == len(said) - 1 else "", spot.x + width / 2, top + n * 17, line)
        for n, line in enumerate(said)
    )


def _lines(text: str, most: int = 11) -> list[str]:
    """A title on one line or two; a Latin letter is half as wide."""
    wide = sum(1 if ord(sign) > 0x2E7F else 0.52 for sign in text)
    if wide <= most:
        return [text]
    middle, spaces = len(text) // 2, [at for at, sign in enumerate(text) if sign == " "]
    cut = min(spaces, key=lambda at: abs(at - middle)) if spaces else middle
    return [text[:cut].strip(), text[cut:].strip()]
