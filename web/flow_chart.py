"""The flow chart of a procedure (HT16), laid out from the definition that runs: every step, every edge, every branch.

The layout is plain figures, so that the page draws it as SVG and the printed paper draws the very same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from engine.definition import Definition, Move
from engine.procedure import OPENING, StepSpec
from states.packs.keys import value_word
from states.packs.saying import in_words
from states.terms import terms_of
from web.drawing import STYLE
from web.drawing_places import columns_of, ranks_of

Words = Callable[[str], str]
BOX_W, GAP_X, GAP_Y, LINE, PAD, ENDS = 200, 26, 36, 17, 12, 34
WIDE = 15
"""So many Chinese signs stand on a line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its place, what it says line by line, and the steps that it waits for."""

    step: str
    x: float
    y: float
    height: float
    title: tuple[str, ...]
    by: str
    remarks: tuple[str, ...]
    skips: bool
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one step to another; `begin` and `end` are no steps but the round boxes."""

    before: str
    after: str
    way: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart: its size, its steps and edges, and what stands in the round boxes above and below."""

    name: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    begin: str
    end: str

    def figures(self) -> dict[str, Any]:
        """The chart as plain figures, for the printed paper."""
        told = asdict(self)
        for box in told["boxes"]:
            del box["slow"]  # papers show the plan, not how it went
        return told


def chart(
    definition: Definition,
    move: Move,
    word: Words = str,
    said: Mapping[str, Sequence[str]] | None = None,
    slow: str = "",
) -> Chart:
    """The chart of a move; `said` are other remarks by step than those of the plan, `slow` is the step to be marked."""
    begin = "、".join(word(definition.labels[name]) for name in move.sources)
    end = word(definition.labels[move.target])
    if move.procedure is None:
        return Chart(move.name, BOX_W + 16, 3 * ENDS, (), (Edge("begin", "end", ""),), begin, end)
    ranks = ranks_of(move.procedure)
    columns = columns_of(move.procedure, ranks, ends=True)
    told = {spec.name: _told(definition.digest, spec, word, said) for spec in move.procedure.steps}
    heights = {name: 2 * PAD + LINE * (1 + sum(map(len, lines))) for name, lines in told.items()}
    tops, y = {}, 8.0 + ENDS + GAP_Y
    for rank in range(max(ranks.values()) + 1):
        tops[rank] = y
        y += max(heights[name] for name, at in ranks.items() if at == rank) + GAP_Y
    width = 16 + (max(columns.values()) + 1) * (BOX_W + GAP_X) - GAP_X
    boxes = tuple(
        Box(spec.name, 8 + columns[spec.name] * (BOX_W + GAP_X), tops[ranks[spec.name]], heights[spec.name],
            told[spec.name][0], word(spec.by_title), told[spec.name][1], spec.skip is not None,
            spec.name == slow)
        for spec in move.procedure.ordered
    )  # fmt: skip
    edges = tuple(_edges(move, {box.step: box for box in boxes}, y))
    return Chart(move.name, width, y + ENDS + 8, boxes, edges, begin, end)


def _edges(move: Move, boxes: Mapping[str, Box], bottom: float) -> Iterator[Edge]:
    steps = move.procedure.ordered if move.procedure else ()
    waited = {name for spec in steps for name in spec.after}
    for spec in steps:
        box = boxes[spec.name]
        below = box.y + box.height
        if not spec.after:
            yield Edge("begin", spec.name, _way(8.0 + ENDS, 8, box.x, box.y))
        for name in spec.after:
            before = boxes[name]
            yield Edge(name, spec.name, _way(before.y + before.height, before.x, box.x, box.y))
        if spec.name not in waited:
            yield Edge(spec.name, "end", _way(below, box.x, 8, bottom))


def _way(y1: float, x1: float, x2: float, y2: float) -> str:
    """Down, across just above the box that it leads to, and down into it."""
    a, b = x1 + BOX_W / 2, x2 + BOX_W / 2
    return f"M{a} {y1} V{y2 - GAP_Y / 2} H{b} V{y2}" if a != b else f"M{a} {y1} V{y2}"


def _told(
    digest: str, spec: StepSpec, word: Words, said: Mapping[str, Sequence[str]] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the title, and of what is remarked: notice, days, alternatives, why it may be left out."""
    remarked = remarks(digest, spec, word) if said is None else said.get(spec.name, ())
    return tuple(_lines(word(spec.title))), tuple(line for text in remarked for line in _lines(text))


def remarks(digest: str, spec: StepSpec, word: Words = str) -> list[str]:
    """What a reader of the chart has to know of a step besides its title and who does it."""
    said = days(digest, spec)
    said += [" / ".join(word(one.title) for one in need.alternatives) for need in spec.needs if need.alternatives]
    return said + [word(rule.reason) for rule in (spec.skip.rules if spec.skip else ())]


def days(digest: str, spec: StepSpec) -> list[str]:
    """How long a step is posted, and when it is planned, open or due, in words of the plan."""
    said, clock = [], spec.clock
    if terms := terms_of(digest, spec.name):
        said.append(f"{value_word(terms.kind)}{terms.duration.label}")
    if clock.planned:
        said.append(_span(*clock.planned))
    if any(clock.window):
        said.append(f"开放期{_span(*clock.window)}")
    if clock.period:
        said.append(f"{_since(clock.start)}满{clock.period.label}")
    if clock.within:
        said.append(f"{_since(clock.start)}{clock.within.label}内")
    return said


def _since(start: str) -> str:
    return "" if start == OPENING else f"从{in_words(start)}起"


def _span(first: date | None, last: date | None) -> str:
    ends = [f"{day.month}月{day.day}日" if day else "" for day in (first, last)]
    return ends[0] if ends[0] == ends[1] else "—".join(ends)


def _lines(text: str) -> list[str]:
    """A text cut into lines that a box holds; a Latin sign is half as wide."""
    lines, wide = [""], 0.0
    for sign in text:
        size = 1 if ord(sign) > 0x2E7F else 0.55
        if wide + size > WIDE:
            lines.append("")
            wide = 0
        lines[-1] += sign
        wide += size
    return lines


HEAD = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-flow" viewBox="0 0 {} {}" width="{}" height="{}" '
    'role="img" aria-label="{}"><defs><marker id="tip-flow-{}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" '
    'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0 10 5 0 10z"/></marker>'
    "</defs>"
)
RECT = Markup('<rect class="box{}" x="{}" y="{}" width="{}" height="{}" rx="4"/>')
ROUND = Markup('<rect class="round" x="8" y="{}" width="{}" height="{}" rx="17"/>')
TEXT = Markup('<text class="{}" x="{}" y="{}">{}</text>')
WAY = Markup('<path class="way" data-from="{}" data-to="{}" d="{}" marker-end="url(#tip-flow-{})"/>')


def svg(drawn: Chart, label: str, alone: bool = False) -> Markup:
    """The chart as SVG; `alone` for a file of its own, which has no style sheet beside it."""
    parts = [HEAD.format(drawn.width, drawn.height, drawn.width, drawn.height, label, drawn.name)]
    parts += [STYLE] if alone else []
    parts += [WAY.format(edge.before, edge.after, edge.way, drawn.name) for edge in drawn.edges]
    for y, text in ((8.0, drawn.begin), (drawn.height - ENDS - 8, drawn.end)):
        parts.append(ROUND.format(y, BOX_W, ENDS) + TEXT.format("in", 8 + BOX_W / 2, y + 22, text))
    for box in drawn.boxes:
        lines = [("in", one) for one in box.title] + [("by", box.by)] + [("remark", one) for one in box.remarks]
        parts.append(Markup('<g data-step="{}">').format(box.step))
        marks = (" box-skips" if box.skips else "") + (" box-slow" if box.slow else "")
        parts.append(RECT.format(marks, box.x, box.y, BOX_W, box.height))
        for at, (kind, text) in enumerate(lines):
            parts.append(TEXT.format(kind, box.x + BOX_W / 2, box.y + PAD + LINE * at + 13, text))
        parts.append(Markup("</g>"))
    return Markup("").join([*parts, Markup("</svg>")])
