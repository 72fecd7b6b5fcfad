"""Bars and stacks: a row for each label, the values written on or behind their bars."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from publicity.charts.chart import Chart
from publicity.charts.frame import KEY, WIDTH, Picture, box, cut, key, rule, text, wide
from publicity.charts.ink import INKS, MUTED

ROW, BAR, LEFT, RIGHT = 28, 19, 150, 70


def picture(chart: Chart) -> Picture:
    """The rows of a chart, with a key where there are several series."""
    several = len(chart.series) > 1
    top = KEY if several else 2
    parts = list(key([one.name for one in chart.series])) if several else []
    for at in range(len(chart.labels)):
        parts += _row(chart, at, top + at * ROW)
    height = top + len(chart.labels) * ROW + 4
    parts.append(rule(LEFT, top, LEFT, height - 4, MUTED))
    return Picture(parts, height)


def _row(chart: Chart, at: int, y: float) -> Iterator[Markup]:
    label = text(LEFT - 8, y + 18, cut(chart.labels[at], LEFT - 12), "end")
    yield Markup('<a href="{}">{}</a>').format(chart.links[at], label) if chart.links and chart.links[at] else label
    x, scale, total = float(LEFT), (WIDTH - LEFT - RIGHT) / chart.most, 0.0
    for ink, one in zip(INKS, chart.series, strict=False):
        value = one.values[at] or 0
        width = value * scale
        total += value
        if width:
            yield box(x, y + (ROW - BAR) / 2, width, BAR, ink.fill)
        told = chart.told(value)
        if len(chart.series) > 1 and value and width > wide(told) + 6:
            yield text(x + width / 2, y + 18, told, "middle", ink.on)
        x += width
    said = chart.told(total if any(one.values[at] is not None for one in chart.series) else None)
    yield text(x + 6, y + 18, f"{said}{chart.unit if said != '—' else ''}", fill=MUTED if said == "—" else "#1e2a2d")
