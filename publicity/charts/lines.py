"""Lines along days: each with its dash and its mark, the last value of each written beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10

from markupsafe import Markup

from publicity.charts.chart import Chart, Series
from publicity.charts.frame import KEY, WIDTH, Picture, key, rule, text
from publicity.charts.ink import INKS, MUTED, RULE, Ink, mark

HIGH, LEFT, RIGHT, BELOW = 190, 56, 74, 26


def picture(chart: Chart) -> Picture:
    """A grid with the lines on it, under a key where there are several."""
    several = len(chart.series) > 1
    top = KEY + 8.0 if several else 14.0
    parts = list(key([one.name for one in chart.series], marks=True)) if several else []
    step, most = _steps(chart.most, whole=not chart.decimals)
    for n in range(round(most / step) + 1):
        y = top + HIGH * (1 - n * step / most)
        parts += [rule(LEFT, y, WIDTH - RIGHT, y, RULE), text(LEFT - 6, y + 4, f"{n * step:,g}", "end", MUTED)]
    parts += _days(chart, top)
    ends: list[float] = []
    for ink, one in zip(INKS, chart.series, strict=False):
        parts += _line(chart, one, ink, top, most, ends)
    return Picture(parts, top + HIGH + BELOW)


def _steps(most: float, *, whole: bool) -> tuple[float, float]:
    """A round step of the scale, and the last round value at or above what it has to reach."""
    rough = most / 4
    power: float = max(10 ** floor(log10(rough)), 1 if whole else 0.01)
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough and not (whole and n * power % 1))
    return step, step * max(1, ceil(most / step - 1e-9))


def _x(chart: Chart, at: int) -> float:
    return LEFT + 12 + (WIDTH - RIGHT - LEFT - 24) * (at / max(1, len(chart.labels) - 1))


def _days(chart: Chart, top: float) -> Iterator[Markup]:
    every = ceil(len(chart.labels) / 7)
    last = len(chart.labels) - 1
    for at, label in enumerate(chart.labels):
        if (last - at) % every == 0:
            yield text(_x(chart, at), top + HIGH + 20, label, "middle", MUTED)


def _line(chart: Chart, one: Series, ink: Ink, top: float, most: float, ends: list[float]) -> Iterator[Markup]:
    spots = [
        (_x(chart, at), top + HIGH * (1 - value / most)) for at, value in enumerate(one.values) if value is not None
    ]
    if not spots:
        return
    d = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    dash = Markup(' stroke-dasharray="{}"').format(ink.dash) if ink.dash else Markup("")
    yield Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"{}/>').format(d, ink.line, dash)
    for x, y in spots:
        yield mark(ink.mark, x, y, ink.line)
    last = next(value for value in reversed(one.values) if value is not None)
    y = spots[-1][1]
    while any(abs(y - other) < 14 for other in ends):
        y += 15
    ends.append(y)
    yield text(spots[-1][0] + 10, y + 4, f"{chart.told(last)}{chart.unit}", bold=True)
