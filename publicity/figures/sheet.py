"""The sheet of figures for a dispatch meeting: the pictures of the board, the ranking and the trend of one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from publicity.charts.chart import Chart
from publicity.figures.pictures import households, late, plain, points, scale_line, share_line, timely
from states.figures.board import Board
from states.figures.ranking import Line
from states.figures.scope import Scope
from states.figures.trend import Point
from states.packs.room_parts import Ranking

DOCUMENT = "figures_sheet"
FORMULA = (
    "每百户差错分＝（待整改疑点×{r.open}＋已报整改、还没有复查的×{r.claimed}＋本季度整改不实的×{r.false}）÷登记户数×100，"
    "越少越好；分数相同的名次相同，不足{r.smallest}户的不排名。按时、逾期和整改不实从{since}起算。"
)


def charts(board: Board, lines: Sequence[Line], trend: Sequence[Point], names: Mapping[str, str]) -> list[Chart]:
    """The pictures that have something to show, those of the present first."""
    found = [draw(board, names, plain) for draw in (households, late, timely)] + [points(lines, names, plain)]
    return found + ([share_line(trend, plain), scale_line(trend, plain)] if trend else [])


def values(here: Scope, names: Mapping[str, str], issuer: str, made: Sequence[Chart], rules: Ranking) -> dict[str, Any]:
    """What the sheet says."""
    since = f"{here.since.year}年{here.since.month}月{here.since.day}日"
    return {
        "number": f"TB-{here.today:%Y%m%d}-{here.area or '0'}",
        "place": names.get(here.area) or "全部地区",
        "issuer": issuer,
        "as_of": here.today.isoformat(),
        "formula": FORMULA.format(r=rules, since=since),
        "charts": [one.model_dump(mode="json") for one in made],
    }
