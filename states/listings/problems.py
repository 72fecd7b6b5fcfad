"""The lists of problem lists: each problem with what became of it, and how far each unit is."""

from __future__ import annotations

from collections.abc import Iterator

from states import regions
from states.listings.listing import AREA, Line, Listing, Look, Places, choice, number, paged, told
from states.problems import desk
from states.problems.desk import Asked
from states.problems.problem import LABELS


def _problems(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    over = look.today if look.get("over") == "1" else None
    asked = Asked(look.area, look.get("state"), "", look.number("list"), over)
    for rows in paged(look, lambda before: desk.listed(look.session, look.by, asked, before=before), 0):
        places.learn(one.problem.area for one in rows)
        for one in rows:
            problem = one.problem
            where = one.list.title, one.list.document, problem.number, problem.text, places.of(problem.area)
            days = told(one.list.received_on), told(problem.due_on), "逾期" if one.is_over(look.today) else ""
            done = problem.measures, problem.responsible, told(problem.rectified_on), told(problem.closed_on)
            yield *where, *days, one.label, *done, problem.extension


def _progress(look: Look) -> Iterator[Line]:
    rows = desk.by_unit(look.session, look.by, look.today, Asked(look.area))
    names = regions.names(look.session, {one.key for one in rows})
    for one in rows:
        yield names.get(one.key, one.key), one.all, one.claimed, one.rectified, one.closed, one.overdue


HEADINGS = (
    "清单", "文件", "编号", "问题", "责任单位", "收到日期", "整改期限", "逾期", "状态", "整改措施和结果", "责任人",
    "整改日期", "销号日期", "延期理由",
)  # fmt: skip
LISTINGS = (
    Listing(
        "problems",
        "问题整改",
        HEADINGS,
        _problems,
        (AREA, choice("state", "状态", LABELS), number("list", "清单编号"), choice("over", "逾期", {"1": "逾期"})),
    ),
    Listing(
        "problem-progress",
        "各单位整改进度",
        ("责任单位", "问题", "已认领", "已整改", "已销号", "逾期"),
        _progress,
        (AREA,),
    ),
)
