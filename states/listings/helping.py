"""The lists of help: gaps, households left out, quarterly checks, statistics by kind, and measures of villages."""

from __future__ import annotations

from collections.abc import Iterator

from engine.actors import Actor
from states import regions
from states.evidence.responses import LEVELS
from states.help import check_list, gaps, left_out, responses, statistics, village_measures
from states.help.gaps import GAPS
from states.help.quarters import Quarter, quarter_of, read_quarter
from states.listings.listing import A_PAGE, AREA, Filter, Line, Listing, Look, Places, choice, number, paged, told
from states.roles import Permission


def _gaps(look: Look) -> Iterator[Line]:
    kind = look.get("kind") or next(iter(GAPS))
    places = Places(look.session)
    for rows in paged(
        look, lambda after: gaps.gaps(look.session, look.by, kind, look.area, look.today, after, A_PAGE), 0
    ):
        places.learn(one.area for one in rows)
        for one in rows:
            where = places.village(one.area), places.of(one.area)
            yield *where, one.number, one.head_name, GAPS[kind].title, told(one.since), told(one.due_on)


def _left_out(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(
        look, lambda after: left_out.left_out(look.session, look.by, look.area, look.today, after, A_PAGE), 0
    ):
        places.learn(one.area for one in rows)
        for one in rows:
            yield (
                places.village(one.area), places.of(one.area), one.number, one.head_name, "、".join(one.reasons),
                "" if one.income is None else str(one.income), "" if one.line is None else one.line, told(one.seen_on),
            )  # fmt: skip


def _checks(look: Look) -> Iterator[Line]:
    quarter = _asked(look)
    for rows in paged(
        look, lambda after: check_list.checkable(look.session, look.by, look.area, quarter, after, A_PAGE), 0
    ):
        for one in rows:
            check = one.check
            done = (told(check.checked_on), check.entered_by_name, check.found) if check else ("", "", "")
            yield one.number, one.head_name, one.planned, one.reached, "已核查" if check else "未核查", *done


def _statistics(look: Look) -> Iterator[Line]:
    for one in statistics.by_kind(look.session, look.by, look.area, _asked(look), look.get("only")):
        counts = one.planned, one.planned_households, one.reached_households, one.deliveries
        yield one.label, *counts, str(one.amount), one.judged, one.good


def _villages(look: Look) -> Iterator[Line]:
    year = look.number("year", look.today.year)
    rows = village_measures.standing(look.session, look.by, look.area[:12], year)
    places = regions.names(look.session, {one.place for one in rows})
    for one in rows:
        amount = "" if one.amount is None else str(one.amount)
        what = one.title, one.kind_label, told(one.carried_on), one.households, amount, one.effect
        yield places.get(one.place, one.place), *what


def _responses(look: Look) -> Iterator[Line]:
    times = responses.by_township(look.session, look.by, look.area, look.at)
    places = regions.names(look.session, set(times))
    for code, levels in times.items():
        for level, of in levels.items():
            yield places.get(code, code), LEVELS[level], len(of.days), of.average, of.longest, of.waiting


def _asked(look: Look) -> Quarter:
    return read_quarter(look.get("quarter")) or quarter_of(look.today)


def _quarter(value: str, _by: Actor) -> str:
    return value if read_quarter(value) else ""


HOUSE = ("村", "村民小组", "户编号", "户主")
QUARTER = Filter("quarter", "季度", _quarter)
LISTINGS = (
    Listing(
        "help-gaps",
        "帮扶缺口",
        (*HOUSE, "缺口", "识别日期", "最迟"),
        _gaps,
        (choice("kind", "缺口", {code: gap.title for code, gap in GAPS.items()}), AREA),
    ),
    Listing("left-out", "应纳未纳", (*HOUSE, "理由", "人均纯收入（元）", "底线（元）", "入户时间"), _left_out, (AREA,)),
    Listing(
        "help-checks",
        "帮扶季度核查",
        ("户编号", "户主", "措施", "已落实", "本季度核查", "核查日期", "核查人", "核查情况"),
        _checks,
        (QUARTER, AREA),
        Permission.CHECK_HELP,
    ),
    Listing(
        "help-statistics",
        "帮扶措施落实情况统计表",
        ("帮扶种类", "计划项数", "计划户数", "落实户数", "落实次数", "金额（元）", "已评价", "成效好"),
        _statistics,
        (QUARTER, AREA, choice("only", "哪些户", {"lifted_out": "只看脱贫户"})),
    ),
    Listing(
        "village-measures",
        "村级帮扶措施",
        ("村", "做了什么", "帮扶种类", "实施日期", "受益户数", "金额（元）", "成效"),
        _villages,
        (AREA, number("year", "年度")),
    ),
    Listing(
        "response-times",
        "三级联动用时",
        ("乡镇", "层级", "已有结论", "平均天数", "最长天数", "正在等待"),
        _responses,
        (AREA,),
    ),
)
