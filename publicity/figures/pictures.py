"""The pictures of the board, each with the sentence it tells. `say` puts a sentence into the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from engine.words import N_
from publicity.charts.chart import MOST, Chart, Series
from states.figures.board import Board
from states.figures.ranking import Line
from states.figures.standing import Standing
from states.figures.trend import Point
from states.history.share import COUNTED, Share
from states.lifecycle import ELIMINATED, LABELS, MONITORED, RE_FLAGGED

IN_ORDER = (ELIMINATED, MONITORED, RE_FLAGGED)
Say = Callable[..., str]
Way = Callable[[str], str]
"""From the code of a place to the address of its board."""


def plain(text: str, **facts: object) -> str:
    """A sentence as it stands, its places filled: what papers say."""
    return text % facts if facts else text


def share_of(one: Standing) -> Share:
    """Which of a place's monitored households are free of risk."""
    found = Share(one.code)
    found.states.update({state: one.state(state) for state in COUNTED})
    return found


def households(board: Board, names: Mapping[str, str], say: Say, way: Way | None = None) -> Chart:
    """The monitored households of each part, by state."""
    parts = _most(board, lambda one: share_of(one).monitored)
    whole = share_of(board.whole)
    says = (
        say(
            N_("监测户%(all)s户，其中风险已消除%(gone)s户，占%(percent)s%%，还有%(left)s户没有消除"),
            all=whole.monitored, gone=whole.eliminated, percent=whole.percent,
            left=whole.monitored - whole.eliminated,
        )
        if whole.monitored
        else say(N_("这里还没有监测户"))
    )  # fmt: skip
    series = [Series(name=say(LABELS[state]), values=[one.state(state) for one in parts]) for state in IN_ORDER]
    return _chart("stack", says, parts, names, series, say(N_("户")), say, way)


def late(board: Board, names: Mapping[str, str], say: Say, way: Way | None = None) -> Chart:
    """The open steps of each part that are past their last day."""
    parts = _most(board, lambda one: one.late)
    if board.whole.late:
        says = say(
            N_("在办环节%(open)s个，超期%(late)s个；超期最多的是%(place)s，有%(n)s个"),
            open=board.whole.open, late=board.whole.late, place=_first(parts, names), n=parts[0].late,
        )  # fmt: skip
    else:
        says = say(N_("在办环节%(open)s个，没有超期的"), open=board.whole.open)
    series = [Series(name=say(N_("超期环节")), values=[one.late for one in parts])]
    return _chart("bars", says, parts, names, series, say(N_("个")), say, way)


def timely(board: Board, names: Mapping[str, str], say: Say, way: Way | None = None) -> Chart:
    """The steps of each part that were done this quarter, in time or not."""
    parts = _most(board, lambda one: one.in_time + one.done_late)
    whole = board.whole
    done = whole.in_time + whole.done_late
    says = (
        say(
            N_("本季度办结环节%(done)s个，按时的占%(percent)s%%，逾期的%(late)s个"),
            done=done, percent=percent(whole.in_time, done), late=whole.done_late,
        )
        if done
        else say(N_("本季度还没有办结的环节"))
    )  # fmt: skip
    series = [
        Series(name=say(N_("按时办结")), values=[one.in_time for one in parts]),
        Series(name=say(N_("逾期办结")), values=[one.done_late for one in parts]),
    ]
    return _chart("stack", says, parts, names, series, say(N_("个")), say, way)


def points(lines: Sequence[Line], names: Mapping[str, str], say: Say, way: Way | None = None) -> Chart:
    """The points of the places that have a rank, the best first."""
    told = [one for one in lines if one.rank][:MOST]
    if told and told[0].points != told[-1].points:
        says = say(
            N_("数据质量最好的是%(best)s，每百户%(low)s分；最差的是%(worst)s，每百户%(high)s分"),
            best=_name(names, told[0].code), low=told[0].points, worst=_name(names, told[-1].code),
            high=told[-1].points,
        )  # fmt: skip
    else:
        says = say(N_("各地每百户的差错分相同")) if told else say(N_("户数都太少，不排名"))
    values = [float(one.points or 0) for one in told]
    return Chart(
        kind="bars", says=says, along=say(N_("地区")), labels=[_name(names, one.code) for one in told],
        series=[Series(name=say(N_("每百户差错分")), values=values)], unit=say(N_("分")), decimals=2,
        links=[way(one.code) for one in told] if way else (),
    )  # fmt: skip


def share_line(found: Sequence[Point], say: Say) -> Chart:
    """The share free of risk at the ends of months."""
    told = [one.percent for one in found]
    known = [one for one in told if one is not None]
    says = (
        say(
            N_("消除比例从%(since)s的%(first)s%%到现在的%(last)s%%"),
            since=_month(found[told.index(known[0])]), first=known[0], last=known[-1],
        )
        if known
        else say(N_("这里还没有监测户"))
    )  # fmt: skip
    values = [None if one is None else float(one) for one in told]
    series = [Series(name=say(N_("消除比例")), values=values)]
    return _line(says, found, series, "%", say, decimals=2, top=100)


def scale_line(found: Sequence[Point], say: Say) -> Chart:
    """How many were monitored, free of risk, and flagged again at the ends of months."""
    last = found[-1].share if found else Share("")
    says = say(
        N_("监测户现有%(all)s户，风险已消除%(gone)s户，再标注%(again)s户"),
        all=last.monitored, gone=last.eliminated, again=last.states[RE_FLAGGED],
    )  # fmt: skip
    shown = ((N_("监测户"), None), (LABELS[ELIMINATED], ELIMINATED), (LABELS[RE_FLAGGED], RE_FLAGGED))
    series = [
        Series(name=say(name), values=[one.state(state) if state else one.share.monitored for one in found])
        for name, state in shown
    ]
    return _line(says, found, series, say(N_("户")), say)


def _line(says: str, found: Sequence[Point], series: Sequence[Series], unit: str, say: Say, *, decimals: int = 0,
          top: float | None = None) -> Chart:  # fmt: skip
    return Chart(
        kind="line", says=says, along=say(N_("日期")), labels=[_month(one) for one in found], series=series, unit=unit,
        decimals=decimals, top=top,
    )  # fmt: skip


def _first(parts: Sequence[Standing], names: Mapping[str, str]) -> str:
    """The places that share the first rank, three of them at most."""
    most = [_name(names, one.code) for one in parts if one.late == parts[0].late]
    return "、".join(most[:3]) + ("等" if len(most) > 3 else "")


def _month(point: Point) -> str:
    return f"{point.day:%Y-%m-%d}"[2:]


def percent(part: int, whole: int) -> Decimal:
    """So many per cent, with one place."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else Decimal(0)


def _most(board: Board, n: Callable[[Standing], int]) -> list[Standing]:
    """The parts that have most; all of them in the order of their codes where they fit."""
    return sorted(board.parts.values(), key=lambda one: (-n(one), one.code))[:MOST]


def _chart(kind: str, says: str, parts: Sequence[Standing], names: Mapping[str, str], series: Sequence[Series],
           unit: str, say: Say, way: Way | None) -> Chart:  # fmt: skip
    return Chart.model_validate({
        "kind": kind, "says": says, "along": say(N_("地区")), "labels": [_name(names, one.code) for one in parts],
        "series": series, "unit": unit, "links": [way(one.code) for one in parts] if way else (),
    })  # fmt: skip


def _name(names: Mapping[str, str], code: str) -> str:
    return names.get(code) or code
