"""Drawing a chart as SVG: presentation attributes only, so that no policy and no printer takes its colours away."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from publicity.charts import lines, rows
from publicity.charts.chart import Chart
from publicity.charts.frame import WIDTH, Picture

PAPER = "GW Latin, GW Hei, GW FangSong, GW Ext"
"""The faces of official papers; a page's own reach its pictures by themselves."""


def drawn(chart: Chart, name: str, font: str = "") -> Markup:
    """The picture of a chart; `name` tells it from others on the same page, `font` is needed on paper only."""
    picture = (lines if chart.kind == "line" else rows).picture(chart)
    return Markup("").join(_whole(chart, picture, name, font))


def on_paper(chart: Chart) -> Markup:
    """The same for a printed paper."""
    return drawn(chart, "paper", PAPER)


def _whole(chart: Chart, picture: Picture, name: str, font: str) -> Iterator[Markup]:
    face = Markup(' font-family="{}"').format(font) if font else Markup("")
    yield Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{}" viewBox="0 0 {} {:.0f}" width="{}" '
        'height="{:.0f}" font-size="13"{} role="{}" aria-labelledby="{}-title {}-desc">'
    ).format(
        chart.kind,
        WIDTH,
        picture.height,
        WIDTH,
        picture.height,
        face,
        "group" if any(chart.links) else "img",
        name,
        name,
    )
    if not font:
        yield Markup('<title id="{}-title">{}</title>').format(name, chart.says)
        yield Markup('<desc id="{}-desc">{}</desc>').format(name, escape(chart.summary))
    yield from picture.parts
    yield Markup("</svg>")
