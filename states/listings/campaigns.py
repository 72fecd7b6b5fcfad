"""The lists about campaigns: the campaigns, progress by place, teams, the roster, the summary, lists handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from states import regions
from states.campaigns import adjustments, desk, handing_in, phases, roster, teams
from states.campaigns.campaign import LABELS
from states.campaigns.desk import Shown
from states.lifecycle import LABELS as HOUSEHOLD_STATES
from states.listings.listing import Filter, Line, Listing, Look, Places, choice, number, paged, told

STATE = choice("state", "状态", LABELS)
CAMPAIGN: Filter = number("campaign", "集中行动编号")
LEVELS = {"village": "村", "township": "乡镇", "county": "县"}


def _campaigns(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(
        look, lambda before: desk.listed(look.session, look.by, before=before, state=look.get("state")), 0
    ):
        places.learn(one.campaign.area for one in rows)
        for one in rows:
            mine = one.campaign
            days = told(mine.begun_on), told(mine.closed_on)
            yield places.of(mine.area), mine.title, one.label, *days, mine.households, mine.summary


def _of_one(lines: Callable[[Look, Shown], Iterator[Line]]) -> Callable[[Look], Iterator[Line]]:
    """The lines about the campaign that is asked for; none where none is."""

    def about(look: Look) -> Iterator[Line]:
        if look.number("campaign"):
            yield from lines(look, desk.find(look.session, look.number("campaign"), look.by))

    return about


def _around(look: Look, one: Shown) -> str:
    return look.by.area if len(look.by.area) > len(one.campaign.area) else one.campaign.area


def _progress(look: Look, one: Shown) -> Iterator[Line]:
    for place in phases.places(look.session, one.campaign, one.pack, look.by.area):
        for cell in place.cells.values():
            report = cell.report
            done = (told(report.done_on), report.by_name, report.note) if report else ("", "", "")
            late = "超期" if cell.is_late(look.today) else ""
            yield (
                place.name,
                LEVELS[place.level],
                cell.phase.title,
                told(cell.phase.since),
                told(cell.until),
                *done,
                late,
            )


def _teams(look: Look, one: Shown) -> Iterator[Line]:
    for team in teams.teams(look.session, one.campaign, one.pack, look.by.area):
        for row in team.posts:
            for member in (*row.holders, *row.former):
                days = told(member.since), told(member.left_on), member.left_because
                yield team.name, row.post.title, row.post.held_by, member.name, member.unit, member.phone, *days
            if row.missing:
                yield team.name, row.post.title, row.post.held_by, f"缺{row.missing}人", "", "", "", "", ""


def _roster(look: Look, one: Shown) -> Iterator[Line]:
    places, state = Places(look.session), look.get("state")
    campaign = one.campaign
    for rows in paged(look, lambda after: roster.lines(look.session, campaign, look.by, state=state, after=after), 0):
        places.learn(line.area for line, _home, _state in rows)
        for line, home, now in rows:
            then = HOUSEHOLD_STATES.get(line.state, line.state)
            yield places.village(line.area), home.number, home.head_name, then, HOUSEHOLD_STATES.get(now, now)


def _summary(look: Look, one: Shown) -> Iterator[Line]:
    if one.campaign.begun_on is None:
        return
    around, names = _around(look, one), adjustments.headings(one.pack)
    rows = adjustments.by_village(look.session, around, one.campaign.begun_on, one.pack)
    for place in regions.below(look.session, around, "village"):
        for name, label in names.items():
            yield place.name, label, rows.get(place.code, {}).get(name, 0)


def _lists(look: Look, one: Shown) -> Iterator[Line]:
    places = Places(look.session)
    found = handing_in.handed(look.session, one.campaign, look.by)
    places.learn(row.list.area for row in found)
    for row in found:
        mine = row.list
        when = told(mine.handed_at), mine.handed_by_name
        yield row.number or "", places.of(mine.area), mine.title, mine.households, *when, row.label, mine.result


LISTINGS = (
    Listing(
        "campaigns", "集中行动",
        ("地区", "集中行动", "状态", "启动日期", "结束日期", "名册户数", "工作总结"), _campaigns, (STATE,),
    ),
    Listing(
        "campaign-progress", "集中行动各地进度",
        ("地方", "层级", "阶段", "起", "止", "上报日期", "上报人", "说明", "是否超期"), _of_one(_progress), (CAMPAIGN,),
    ),
    Listing(
        "campaign-teams", "村级工作队名册",
        ("村", "职务", "由谁担任", "姓名", "单位和职务", "联系电话", "起", "止", "换人的理由"),
        _of_one(_teams), (CAMPAIGN,),
    ),
    Listing(
        "campaign-roster", "集中行动名册", ("村", "户编号", "户主", "启动时", "现在"), _of_one(_roster),
        (CAMPAIGN, choice("state", "启动时的状态", HOUSEHOLD_STATES)),
    ),
    Listing("campaign-summary", "动态调整汇总表", ("村", "项目", "数量"), _of_one(_summary), (CAMPAIGN,)),
    Listing(
        "campaign-lists", "上报名单",
        ("排队", "地方", "名单", "户数", "上报时间", "上报人", "状态", "复核结果"), _of_one(_lists), (CAMPAIGN,),
    ),
)  # fmt: skip
