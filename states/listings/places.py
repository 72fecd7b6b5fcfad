"""The lists about places: grids, their households, those in none, totals, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from states import regions
from states.codes import codes
from states.history.share import COUNTED as MONITORED
from states.history.share import share_on
from states.history.status import UNKNOWN, status_on
from states.lifecycle import LABELS
from states.listings.listing import AREA, Filter, Line, Listing, Look, Places, choice, day, number, paged, told
from states.places import data_clerks, grid_desk, grids, totals
from states.places.figures import NAMES
from states.places.grid_desk import House
from states.places.totals import Total
from states.roles import Permission

CATEGORIES = codes("category").labels


def _grids(look: Look) -> Iterator[Line]:
    rows = grid_desk.listed(look.session, look.by, _since(look))
    places = Places(look.session)
    places.learn(row.village for row in rows)
    for row in rows:
        left = row.households - row.visited
        yield places.of(row.village), row.name, row.worker, row.phone, row.households, row.visited, left


def _houses(look: Look) -> Iterator[Line]:
    if not look.get("grid"):
        return
    grid, since = grids.find(look.session, look.number("grid"), look.by).id, _since(look)
    left = look.get("left") == "1"
    yield from _homes(
        look, lambda after: grid_desk.households(look.session, grid, look.by, since, only_left=left, after=after)
    )


def _without(look: Look) -> Iterator[Line]:
    village = look.get("village")
    yield from _homes(look, lambda after: grid_desk.without_grid(look.session, look.by, village, after))


def _homes(look: Look, fetch: Callable[[int], tuple[list[House], int]]) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(look, fetch, 0):
        places.learn(one.group_code for one in rows)
        for one in rows:
            village, group = places.village(one.group_code), places.of(one.group_code)
            yield village, group, one.number, one.head_name, one.address, told(one.visited_on)


def _since(look: Look) -> date:
    return look.day("since", grid_desk.quarter_of(look.today))


def _totals(look: Look) -> Iterator[Line]:
    found = totals.summary(look.session, look.area, look.number("year", look.today.year), look.by)
    for one in found.parts:
        declared, own = found.summed[one.code], found.declared.get(one.code, {})
        yield (
            found.names.get(one.code, one.code), one.code, *_counts(one), *(declared.get(name, "") for name in NAMES),
            *(own.get(name, "") for name in NAMES),
        )  # fmt: skip
    sums = found.summed[look.area]
    yield "合计", look.area, *_counts(found.area), *(sums.get(name, "") for name in NAMES), *("" for _ in NAMES)


def _counts(one: Total) -> tuple[int, ...]:
    states = (one.states[state] for state in LABELS)
    return one.households, one.persons, one.labour, *states, *(one.categories[code] for code in CATEGORIES)


def _contradictions(look: Look) -> Iterator[Line]:
    found = totals.summary(look.session, look.area, look.number("year", look.today.year), look.by)
    for one in found.contradictions:
        yield (one.message,)


def _status(look: Look) -> Iterator[Line]:
    whole, parts = status_on(look.session, look.area, look.day("on", look.today), look.by)
    names = regions.names(look.session, {one.code for one in parts})
    for one in (*parts, whole):
        name = "合计" if one is whole else names.get(one.code, one.code)
        yield name, one.code, *_counts(one), one.categories[UNKNOWN], one.later


def _share(look: Look) -> Iterator[Line]:
    whole, parts = share_on(look.session, look.area, look.day("on", look.today), look.by)
    names = regions.names(look.session, {one.code for one in parts})
    for one in (*parts, whole) if parts else ():
        name = "合计" if one is whole else names.get(one.code, one.code)
        yield name, one.code, one.monitored, *(one.states[state] for state in MONITORED), f"{one.percent}%"


def _clerks(look: Look) -> Iterator[Line]:
    for one in data_clerks.posts(look.session, look.by.area):
        since = told(one.clerk.from_on) if one.clerk else ""
        yield one.township.name, one.township.code, one.clerk.name if one.clerk else "没有明确", since


HOUSES = ("村", "村民小组", "户编号", "户主", "住址", "上次入户")
SINCE, YEAR = day("since", "从哪一天算起"), number("year", "年度")
VILLAGE = Filter("village", "行政村", AREA.word)
COUNTED = ("户数", "人数", "劳动力", *LABELS.values(), *CATEGORIES.values())
DECLARED = (*(f"各组申报{label}" for label in NAMES.values()), *(f"自报{label}" for label in NAMES.values()))
LISTINGS = (
    Listing(
        "data-clerks", "数据管理员", ("乡镇", "编码", "数据管理员", "任职日期"), _clerks, (), Permission.READ_AREAS
    ),
    Listing("grids", "网格", ("行政村", "网格", "网格员", "电话", "户数", "已入户", "还差"), _grids, (SINCE,)),
    Listing(
        "grid-households",
        "网格农户",
        HOUSES,
        _houses,
        (number("grid", "网格编号"), SINCE, choice("left", "入户", {"1": "还没有入户的"})),
    ),
    Listing("without-grid", "没有编进网格的农户", HOUSES, _without, (VILLAGE,)),
    Listing("totals", "汇总核对", ("地区", "编码", *COUNTED, *DECLARED), _totals, (AREA, YEAR)),
    Listing(
        "status",
        "状态指标",
        ("地区", "编码", *COUNTED, "类别当时无记录", "当时还没有登记"),
        _status,
        (AREA, day("on", "截至日期")),
    ),
    Listing(
        "share",
        "风险消除比例",
        ("地区", "编码", "监测户数", *(LABELS[state] for state in MONITORED), "消除比例"),
        _share,
        (AREA, day("on", "截至日期")),
    ),
    Listing("contradictions", "汇总对不上的地方", ("对不上的地方",), _contradictions, (AREA, YEAR)),
)
