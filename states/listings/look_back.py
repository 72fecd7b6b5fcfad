"""The lists of the look-back: gaps of procedure, check lists, stability, households of over a year."""

from __future__ import annotations

from collections.abc import Iterator

from states.lifecycle import LABELS, WAYS
from states.listings.listing import A_PAGE, AREA, Line, Listing, Look, Places, choice, paged, told
from states.look_back import check_list, gaps, overdue, stability
from states.look_back.check_lines import LISTS, LOOK_BACK, STANDINGS

FILLING = {gaps.MISSING: "还缺", gaps.FILLING: "正在补", gaps.FILLED: "已补（补录）"}


def _gaps(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(
        look, lambda after: gaps.gaps(look.session, look.book, look.by, look.area, look.at, after, A_PAGE), 0
    ):
        places.learn(one.of.area for one in rows)
        for one in rows:
            where = places.village(one.of.area), places.of(one.of.area), one.of.number, one.of.head_name
            said = [(lack.title, FILLING[lack.standing], "、".join(lack.papers)) for lack in one.lacks]
            lacks = "；".join(f"{title}（{standing}）：{papers}" for title, standing, papers in said)
            yield *where, one.label, told(one.of.on), len(one.missing), lacks


def _check_list(look: Look) -> Iterator[Line]:
    asked = check_list.Asked(look.get("list") or LOOK_BACK, look.area, look.get("way"), look.get("standing"))
    places = Places(look.session)
    for rows in paged(look, lambda after: check_list.listed(look.session, look.by, asked, after, A_PAGE), 0):
        places.learn(one.line.area for one in rows)
        for one in rows:
            line = one.line
            why = "；".join(ground.said for ground in line.told)
            where = places.village(line.area), places.of(line.area), one.number, one.head_name
            said = STANDINGS[line.standing], line.settled_by_name, told(line.settled_at), line.reason
            yield *where, LABELS[one.state], WAYS[line.way].label, why, *said


def _stability(look: Look) -> Iterator[Line]:
    places, only = Places(look.session), look.get("only")
    for rows in paged(look, lambda after: stability.reviewed(look.session, look.by, look.area, only, after, A_PAGE), 0):
        places.learn(one.area for one in rows)
        for one in rows:
            where = places.village(one.area), places.of(one.area), one.number, one.head_name
            outcome = stability.OUTCOMES[one.outcome], "、".join(one.wrong)
            yield *where, told(one.eliminated_on), told(one.on), *outcome


def _overdue(look: Look) -> Iterator[Line]:
    places, after = Places(look.session), None
    while True:
        rows, after = overdue.overdue(look.session, look.by, look.area, look.today, after, A_PAGE)
        places.learn(one.area for one in rows)
        for one in rows:
            where = places.village(one.area), places.of(one.area), one.number, one.head_name
            plan = overdue.STANDINGS[one.standing], one.cause, one.person, told(one.review_on)
            yield *where, told(one.identified_on), *plan
        if after is None:
            return


HOUSE = ("村", "村民小组", "户编号", "户主")
LISTINGS = (
    Listing(
        "procedure-gaps",
        "程序核查",
        (*HOUSE, "办过的程序", "办完日期", "缺几步", "缺什么、补到哪里"),
        _gaps,
        (AREA,),
    ),
    Listing(
        "check-list",
        "核查名单",
        (*HOUSE, "现在", "要办", "为什么", "核查", "核查人", "核查日期", "划去的理由"),
        _check_list,
        (
            choice("list", "名单", LISTS),
            choice("way", "要办", {name: way.label for name, way in WAYS.items()}),
            choice("standing", "核查", STANDINGS),
            AREA,
        ),
    ),
    Listing(
        "stability",
        "消除稳定性",
        (*HOUSE, "消除日期", "研判日期", "研判结果", "没有做到"),
        _stability,
        (choice("only", "研判了没有", stability.ONLY), AREA),
    ),
    Listing(
        "over-a-year",
        "超一年未消除",
        (*HOUSE, "识别日期", "安排", "未消除的原因", "责任人", "下次研判日期"),
        _overdue,
        (AREA,),
    ),
)
