"""The lists about data quality: findings, rounds, corrections made for the rule's sake, and samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from states import regions
from states.listings.listing import A_PAGE, ALL, AREA, Line, Listing, Look, Places, choice, number, paged, told
from states.places import village_sheets
from states.quality import desk, patterns
from states.quality.desk import Asked
from states.quality.findings import FINDING
from states.quality.rulebook import PROOFS, SCREENS, SEVERITIES, shipped

BACK = timedelta(days=90)
"""So far back the page looks for corrections without a visit."""


def _findings(look: Look) -> Iterator[Line]:
    filter_ = Asked(
        look.get("area"), look.get("rule"), look.get("state"), look.number("severity"), look.number("screen"),
        bool(look.get("unproved")),
    )  # fmt: skip
    places = Places(look.session)
    for rows in paged(look, lambda after: desk.listed(look.session, look.by, filter_, after=after, limit=A_PAGE), 0):
        places.learn(one.finding.area for one in rows)
        for one in rows:
            found = one.finding
            yield (
                places.village(found.area), one.number, one.head_name, found.rule, SEVERITIES[found.severity],
                one.sentence, one.label, told(found.found_on), told(found.gone_on), PROOFS.get(found.proof, ""),
            )  # fmt: skip


def _rounds(look: Look) -> Iterator[Line]:
    rows = desk.rounds(look.session, look.by, limit=ALL)
    places = regions.names(look.session, {one.area for one in rows})
    for one in rows:
        place = places.get(one.area, one.area) or "全部地区"
        counts = (one.households, one.members, one.found, one.opened, one.reopened, one.closed, one.unproved)
        yield (one.id, place, told(one.as_of), *counts, one.waived, one.begun_by_name, "是" if one.ended_at else "否")


def _bursts(look: Look) -> Iterator[Line]:
    for one in patterns.suspicious(look.session, look.by, look.at - BACK):
        yield one.name, told(one.begun_at), len(one.findings), one.minutes, "、".join(map(str, one.findings))


def _checks(look: Look) -> Iterator[Line]:
    rows = patterns.checks(look.session, look.by, ALL)
    places = regions.names(look.session, {one.area for one in rows})
    for one in rows:
        numbers = "、".join(map(str, one.drawn))
        place = places.get(one.area, one.area)
        yield told(one.drawn_on), place, one.drawn_from, len(one.drawn), one.seed, one.drawn_by_name, numbers


FILTERS = (
    AREA,
    choice("rule", "规则", {rule.code: rule.title for rule in shipped().rules}),
    choice("state", "状态", {**FINDING.labels, "all": "全部"}),
    choice("severity", "严重程度", {str(code): label for code, label in SEVERITIES.items()}),
    choice("screen", "四类排查", {str(code): label for code, label in SCREENS.items()}),
    choice("unproved", "凭据", {"1": "数据已改，没有凭据"}),
)


def _village_sheets(look: Look) -> Iterator[Line]:
    villages = regions.below(look.session, look.area[:12], "village")
    year = look.number("year", look.today.year)
    sheets = {one.place: one for one in village_sheets.of_area(look.session, look.by, look.area[:12], year)}
    found = dict(desk.by_village(look.session, look.by, Asked(look.area[:12], about="village")))
    for one in villages:
        sheet = sheets.get(one.code)
        state = ("等核对" if sheet.is_waiting else "已核对") if sheet else "没有填"
        hands = (sheet.entered_by_name, sheet.verified_by_name) if sheet else ("", "")
        values = sheet.values if sheet else {}
        numbers = (str(values[name]) if name in values else "" for name in village_sheets.facts())
        yield one.name, state, *hands, found.get(one.code, 0), *numbers


LISTINGS = (
    Listing(
        "findings",
        "疑点清单",
        ("村", "户编号", "户主", "规则", "严重程度", "疑点", "状态", "查出日期", "数据改正日期", "凭据"),
        _findings,
        FILTERS,
    ),
    Listing(
        "quality-rounds",
        "筛查轮次",
        (
            "轮次", "地区", "数据截至", "户", "人", "查到", "新增", "再次查到", "销号", "没有凭据", "豁免", "筛查人",
            "是否跑完",
        ),
        _rounds,
    ),
    Listing(
        "village-sheets",
        "村情",
        ("村", "村情表", "填表", "核对", "疑点", *(one.label for one in village_sheets.facts().values())),
        _village_sheets,
        (AREA, number("year", "年度")),
    ),
    Listing("bursts", "短时间成批报整改", ("谁", "时间", "条数", "用时（分钟）", "疑点编号"), _bursts),
    Listing(
        "spot-checks",
        "入户抽查",
        ("抽查日期", "地区", "总条数", "抽取条数", "随机种子", "抽取人", "疑点编号"),
        _checks,
    ),
)  # fmt: skip
