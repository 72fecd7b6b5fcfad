"""The rows behind a figure of a report, as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from states.listings.listing import A_PAGE, AREA, Filter, Line, Listing, Look, Places, choice, day, paged, told
from states.reports import shown
from states.reports.book import FIGURES
from states.reports.figure import Row

PARTS = re.compile(r"[\w,-]{1,120}", re.ASCII)


def _rows(look: Look) -> Iterator[Line]:
    asked, places = shown.look(look.session, look.asked, look.by, look.today), Places(look.session)

    def fetch(after: tuple[int, str] | None) -> tuple[Sequence[Row], tuple[int, str] | None]:
        page = asked.page(after or shown.START, A_PAGE)
        return page.rows, shown.place_of(page.after) if page.after else None

    for rows in paged(look, fetch, None):
        places.learn(row.area for row in rows)
        for row in rows:
            where = places.village(row.area), places.of(row.area), row.number, row.head_name
            yield *where, row.part, row.what, told(row.on)


LISTINGS = (
    Listing(
        "report-figure",
        "报告数字的名单",
        ("村", "村民小组", "编号", "户主（单位）", "分类", "内容", "日期"),
        _rows,
        (
            choice("figure", "数字", {name: one.title for name, one in FIGURES.items()}),
            Filter("part", "分类", lambda value, _by: value if PARTS.fullmatch(value) else ""),
            AREA,
            day("since", "起"),
            day("until", "止"),
        ),
    ),
)
