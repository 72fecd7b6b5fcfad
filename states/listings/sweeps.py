"""The lists about sweeps, plans of visits and spot checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.errors import BadInput, NotFound
from states.listings.listing import AREA, Filter, Line, Listing, Look, Places, choice, day, number, paged, told
from states.places import grid_desk
from states.spot_checks import desk as spot_checks
from states.spot_checks import drawing, record
from states.spot_checks.check import RESULTS
from states.sweeps import counting, desk
from states.sweeps.counting import Count
from states.sweeps.desk import SHOWN
from states.sweeps.roster import PARTS
from states.visits.plan import Asked, Stop, plan

SWEEP = number("sweep", "排查")
CHECK = number("check", "抽查")
BELOW = {6: 9, 9: 12, 12: 14, 14: 14}


def _sweeps(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(look, lambda before: desk.listed(look.session, look.by, before), 0):
        places.learn(one.sweep.area for one in rows)
        for one in rows:
            sweep, parts = one.sweep, counting.by_part(look.session, one.sweep, look.by, "").values()
            done = sum(part.households for part in parts), sum(part.visited for part in parts)
            days = told(sweep.begun_on), told(sweep.until_on), told(sweep.closed_on)
            yield places.of(sweep.area), sweep.quarter, one.label, *days, *done, sweep.reason


def _places(look: Look) -> Iterator[Line]:
    if not look.get("sweep"):
        return
    sweep, places = desk.find(look.session, look.number("sweep"), look.by).sweep, Places(look.session)
    area = _inside(look, sweep.area)
    counts = counting.by_place(look.session, sweep, look.by, area, BELOW[len(area)])
    places.learn(counts)
    for code, one in sorted(counts.items(), key=lambda item: (item[1].percent, item[0])):
        yield places.village(code) if len(code) > 12 else "", places.of(code), *_counted(one)


def _grids(look: Look) -> Iterator[Line]:
    if not look.get("sweep"):
        return
    sweep, places = desk.find(look.session, look.number("sweep"), look.by).sweep, Places(look.session)
    counts = counting.by_grid(look.session, sweep, look.by, _inside(look, sweep.area))
    rows = [row for row in grid_desk.listed(look.session, look.by, sweep.since_on) if row.grid_id in counts]
    places.learn(row.village for row in rows)
    for row in rows:
        yield places.of(row.village), row.name, row.worker, *_counted(counts[row.grid_id])
    if 0 in counts:
        yield "", "没有编进网格的", "", *_counted(counts[0])


def _houses(look: Look) -> Iterator[Line]:
    if not look.get("sweep"):
        return
    sweep, places = desk.find(look.session, look.number("sweep"), look.by).sweep, Places(look.session)
    asked = {"area": _inside(look, sweep.area), "grid": look.number("grid"), "shown": look.get("shown") or desk.LEFT}
    after = ("", 0)
    while True:
        rows, after = desk.houses(look.session, sweep, look.by, **asked, after=after, limit=500)  # type: ignore[arg-type]
        places.learn(one.area for one in rows)
        for one in rows:
            where = places.village(one.area), places.of(one.area)
            yield *where, one.number, one.head_name, PARTS[one.part], one.found_label, told(one.called_on), one.calls
        if not after[1]:
            return


def _plan(look: Look) -> Iterator[Line]:
    if not look.get("village"):
        return
    since = look.day("since", look.today)
    until = look.day("until", since + timedelta(days=6))
    asked = Asked(look.get("village"), since, until, look.number("per_day", 8), look.number("grid"))
    try:
        made = plan(look.session, asked, look.by, look.today)
    except BadInput:
        return
    places = Places(look.session)
    places.learn(stop.area for one in made.days for stop in one.stops)
    places.learn(stop.area for stop in made.unfit)
    for one in made.days:
        yield from (_stop(places, told(one.on), stop) for stop in one.stops)
    yield from (_stop(places, "排不下", stop) for stop in made.unfit)


def _stop(places: Places, on: str, stop: Stop) -> Line:
    where = places.village(stop.area), places.of(stop.area), stop.address
    return on, *where, stop.number, stop.head_name, stop.phone, "、".join(stop.labels), told(stop.due_on)


def _checks(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(look, lambda before: spot_checks.listed(look.session, look.by, before), 0):
        places.learn(one.check.area for one in rows)
        for one in rows:
            check = one.check
            days = told(check.announced_on), told(check.drawn_on), told(check.due_on), told(check.closed_on)
            sizes = check.population, check.size
            yield check.title, places.of(check.area), one.label, *days, *sizes, check.digest, check.root, check.seed


def _drawn(look: Look) -> Iterator[Line]:
    if not look.get("check"):
        return
    check, places = spot_checks.find(look.session, look.number("check"), look.by).check, Places(look.session)
    rows = spot_checks.drawn(look.session, check, look.by, result=look.get("result"))
    places.learn(one.house.area for one in rows)
    for one in rows:
        house = one.house
        found = "；".join(
            f"{record.NAMES[name]}：登记{record.shown(name, house.recorded.get(name, '')) or '无'}，"
            f"实际{record.shown(name, value)}"
            for name, value in house.differences.items()
        )
        yield (
            house.position or 0, places.village(house.area), house.number, one.head_name, one.result_label, found,
            told(house.checked_on), house.checkers, house.note,
        )  # fmt: skip


def _rates(look: Look) -> Iterator[Line]:
    if not look.get("check"):
        return
    check, places = spot_checks.find(look.session, look.number("check"), look.by).check, Places(look.session)
    rows = spot_checks.rates(look.session, check, look.by)
    places.learn(one.village for one in rows)
    for one in rows:
        rate = "" if one.percent is None else f"{one.percent}%"
        yield places.of(one.village), one.drawn, one.agree, one.differ, one.waiting, rate


def _population(look: Look) -> Iterator[Line]:
    """The whole list, for whoever covers all of it: it is what the digest is made of."""
    if not look.get("check"):
        return
    check = spot_checks.find(look.session, look.number("check"), look.by).check
    if not look.by.covers(check.area):
        raise NotFound("spot check", check.id)
    yield from ((number, village) for number, village in drawing.population_of(look.session, check))


def _inside(look: Look, area: str) -> str:
    """The place that is asked for, else as much of the sweep as is the actor's own."""
    usual = look.by.area if len(look.by.area) > len(area) else area
    return look.get("area") if look.get("area").startswith(usual) else usual


def _counted(one: Count) -> tuple[int, ...]:
    return one.households, one.visited, one.left, one.absent, one.changes, one.leads


VILLAGE = Filter(
    "village",
    "村",
    lambda value, by: value if value.isdecimal() and (by.covers(value) or by.area[:12] == value) else "",
)
COUNTED = ("应走访", "已走访", "还差", "家里没有人", "有变化", "转线索")
LISTINGS = (
    Listing(
        "sweeps",
        "季度排查",
        ("范围", "季度", "状态", "开始", "截止", "结束", "应走访", "已走访", "原因"),
        _sweeps,
    ),
    Listing("sweep-places", "排查进度（按地方）", ("所在村", "地方", *COUNTED), _places, (SWEEP, AREA)),
    Listing("sweep-grids", "排查进度（按网格）", ("村", "网格", "网格员", *COUNTED), _grids, (SWEEP, AREA)),
    Listing(
        "sweep-houses",
        "排查名单",
        ("村", "村民小组", "户编号", "户主", "类别", "走访结果", "走访日期", "去过几次"),
        _houses,
        (SWEEP, AREA, number("grid", "网格"), choice("shown", "哪些户", SHOWN)),
    ),
    Listing(
        "visit-plan",
        "走访计划",
        ("日期", "村", "村民小组", "住址", "户编号", "户主", "联系电话", "要办的", "哪天以前"),
        _plan,
        (VILLAGE, number("grid", "网格"), day("since", "从"), day("until", "到"), number("per_day", "每天户数")),
    ),
    Listing(
        "household-spot-checks",
        "线下抽查",
        ("抽查", "范围", "状态", "公布", "抽取", "截止", "办结", "名单户数", "抽取户数", "名单摘要", "封存", "种子"),
        _checks,
    ),
    Listing(
        "spot-check-houses",
        "抽中的户和核查结果",
        ("次序", "村", "户编号", "户主", "结果", "不一致的", "核查日期", "核查人", "核查情况"),
        _drawn,
        (CHECK, choice("result", "结果", RESULTS | {"waiting": "还没有结果"})),
    ),
    Listing(
        "spot-check-rates", "抽查差错率", ("村", "抽中", "一致", "不一致", "还没有结果", "差错率"), _rates, (CHECK,)
    ),
    Listing("spot-check-population", "抽查名单（重抽用）", ("户编号", "村编码"), _population, (CHECK,)),
)
