"""The lists of the desks: what is to be done, how far each place is, income, notices, objections, lists taken in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.actors import Actor
from engine.errors import NotFound
from engine.worklist import Place
from states import desk, notice_desk, objection_desk, progress, region_desk, regions
from states.exchange import batches
from states.income import desk as income_desk
from states.income import opening
from states.income.statements import LABELS as INCOME
from states.lifecycle import LABELS
from states.listings.listing import A_PAGE, ALL, AREA, Filter, Line, Listing, Look, Places, choice, number, paged, told
from states.notices import NOTICE
from states.objections import OBJECTION
from states.regions import LEVEL_LABELS
from states.roles import Permission

STATES = dict([income_desk.NOT_BEGUN]) | INCOME


def _worklist(look: Look) -> Iterator[Line]:
    mine = desk.desk_of(look.by, look.get("area"), look.get("step"))
    places = Places(look.session)

    def fetch(after: Place | None) -> tuple[tuple[desk.Row, ...], Place | None]:
        page = desk.page(look.session, look.book, mine, look.by, look.at, after, look.get("only"))
        return page.rows, page.after

    for rows in paged(look, fetch, None):
        places.learn(row.group_code for row in rows)
        for row in rows:
            where = places.village(row.group_code), places.of(row.group_code), row.number, row.head_name
            late = "超期" if row.is_overdue else "临期" if row.is_soon else ""
            ready = "可以办结" if row.can_finish else "；".join(one.message for one in row.blockers)
            back = "被退回" if row.returned else ""
            yield *where, row.move, row.title, row.role_title, told(row.due_on), late, back, ready


def _progress(look: Look) -> Iterator[Line]:
    lines = progress.by_place(look.session, look.by, look.today)
    for one in lines:
        yield one.place.name, one.place.code, *one.states.values(), one.open, one.overdue
    total = (sum(one.states[state] for one in lines) for state in LABELS)
    yield "合计", look.by.area, *total, sum(one.open for one in lines), sum(one.overdue for one in lines)


def _income(look: Look) -> Iterator[Line]:
    places, year = Places(look.session), look.number("year") or _year(look)

    def fetch(after: str) -> tuple[list[income_desk.Row], str]:
        rows = income_desk.listed(
            look.session, look.area, year, look.by, look.today, state=look.get("state"), after=after, limit=A_PAGE
        )
        return rows, rows[-1].number if len(rows) == A_PAGE else ""

    for rows in paged(look, fetch, ""):
        places.learn(row.group_code for row in rows)
        for row in rows:
            where = places.village(row.group_code), places.of(row.group_code), row.number, row.head_name
            yield *where, STATES[row.state], "；".join(_lacks(*one) for one in row.missing)


def _lacks(name: str, quarters: tuple[int, ...]) -> str:
    return f"{name}：{'、'.join(f'第{one}季度' for one in quarters)}"


def _year(look: Look) -> int:
    try:
        return opening.in_force_here(look.session, look.area, look.today).year
    except NotFound:
        return look.today.year


def _notices(look: Look) -> Iterator[Line]:
    for rows in paged(look, lambda before: notice_desk.listed(look.session, look.by, look.get("state"), before), 0):
        for one in rows:
            notice = one.notice
            days = told(notice.first_on), told(notice.last_on), "暂定" if notice.provisional else ""
            state = NOTICE.labels[one.state]
            name = notice.title, notice.number, notice.edition
            yield one.place, *name, one.households, *days, one.objections, state


def _objections(look: Look) -> Iterator[Line]:
    only_open = look.get("all") != "1"
    for rows in paged(
        look, lambda before: objection_desk.listed(look.session, look.by, only_open=only_open, before=before), 0
    ):
        for one in rows:
            late = "决定之后提出" if one.objection.late else ""
            filed = told(one.objection.filed_at)
            yield one.head_name, one.number, one.notice, filed, OBJECTION.labels[one.state], late


def _batches(look: Look) -> Iterator[Line]:
    for one in batches.latest(look.session, look.by, ALL):
        done = "已办完" if one.finished_at else "没有导完"
        counts = one.households, one.members, one.left_out, one.problems
        yield one.file, *counts, one.taken_by_name, told(one.taken_at), done


def _areas(look: Look) -> Iterator[Line]:
    place = region_desk.find(look.session, look.area, look.by) if look.area else None
    below = regions.children(look.session, place.code if place else None)
    yield from (_place(one) for one in below if region_desk.is_seen(one.code, look.by))


def _place(one: Any) -> Line:
    return one.name, one.code, LEVEL_LABELS[one.level], one.phone, one.address, told(one.abolished_on)


def _seen(value: str, by: Actor) -> str:
    return value if value.isdecimal() and region_desk.is_seen(value, by) else ""


HOUSE = ("村", "村民小组", "户编号", "户主")
LISTINGS = (
    Listing(
        "worklist",
        "待办",
        (*HOUSE, "事项", "步骤", "由谁办理", "期限", "时限", "退回", "情况"),
        _worklist,
        (
            AREA,
            Filter("step", "步骤", lambda value, _by: value if value.isidentifier() else ""),
            choice("only", "能否办理", {"ready": "现在能办", "blocked": "还差条件"}),
        ),
    ),
    Listing("progress", "进度一览", ("地区", "编码", *LABELS.values(), "正在办理", "超期"), _progress),
    Listing(
        "income",
        "收入采集进度",
        (*HOUSE, "状态", "缺什么"),
        _income,
        (AREA, choice("state", "状态", STATES), number("year", "年度")),
    ),
    Listing(
        "notices",
        "公示清单",
        ("地区", "公示", "编号", "版次", "户数", "公示开始", "公示结束", "是否暂定", "未办结异议", "状态"),
        _notices,
        (choice("state", "状态", NOTICE.labels),),
    ),
    Listing(
        "objections",
        "异议清单",
        ("被反映的农户", "户编号", "公示", "收到时间", "状态", "备注"),
        _objections,
        (choice("all", "范围", {"1": "全部"}),),
        Permission.READ_OBJECTION,
    ),
    Listing(
        "imports",
        "导入记录",
        ("文件", "入库户数", "入库人数", "没有入库户数", "问题数", "经办人", "时间", "是否办完"),
        _batches,
        needs=Permission.EXPORT,
    ),
    Listing(
        "areas",
        "地区",
        ("名称", "编码", "级别", "联系电话", "地址", "撤销日期"),
        _areas,
        (Filter("below", "上级", _seen),),
        Permission.READ_AREAS,
    ),
)
