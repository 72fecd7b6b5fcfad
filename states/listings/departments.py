"""The lists about departments: which have answered, their quarterly ledgers, and the lines of an area."""

from __future__ import annotations

from collections.abc import Iterator

from states.departments import matrix
from states.listings.listing import AREA, Filter, Line, Listing, Look, Places, choice, paged, told
from states.packs.departments import departments
from states.policy_ledgers import desk
from states.policy_ledgers.ledger import LABELS
from states.policy_ledgers.marking import SETTLED
from states.policy_ledgers.matching import WHY
from states.roles import Permission

PERIOD = Filter("period", "季度", lambda value, _by: value if len(value) == 7 and value[4:6] == "-Q" else "")


def _standings(look: Look) -> Iterator[Line]:
    for one in matrix.standings(look.session, look.book, look.by, look.today, look.area):
        counts = one.answered, one.open, one.overdue
        yield one.title, one.column, *counts, told(one.since), told(one.due_on)


def _ledgers(look: Look) -> Iterator[Line]:
    titles = departments(look.session)

    def page(before: int) -> tuple[list[desk.Seen], int]:
        return desk.listed(look.session, look.by, period=look.get("period"), before=before)

    for rows in paged(look, page, 0):
        for one in rows:
            of, counts = one.ledger, one.counts
            state = LABELS["replaced" if of.superseded else "in_force"]
            what = of.policy or "零报告", titles.get(of.department, of.department), of.period, told(of.pushed_on)
            yield *what, counts.lines, counts.open, counts.unmatched, state, of.reason


def _lines(look: Look) -> Iterator[Line]:
    titles, places = departments(look.session), Places(look.session)

    def page(after: int) -> tuple[list[desk.Line], int]:
        return desk.lines(look.session, look.by, area=look.area, only=look.get("only"), after=after, limit=500)

    for rows in paged(look, page, 0):
        places.learn(one.line.area for one in rows)
        for one in rows:
            line, of = one.line, one.ledger
            who = line.name, one.masked, places.village(line.area), one.number or ""
            what = titles.get(of.department, of.department), of.policy, line.what, told(line.changed_on)
            yield *who, *what, "" if line.amount is None else str(line.amount), _standing(one)


def _standing(one: desk.Line) -> str:
    if one.mark is not None:
        return "已采用" if one.mark.adopted else f"未采用：{one.mark.note}"
    if one.line.household_id is not None:
        return "待入户标注"
    return SETTLED.get(one.line.settled) or WHY.get(one.line.why, "")


ANSWERS = ("部门", "项目", "已答复户数", "未答复户数", "逾期户数", "最早送达", "截止日期")
LEDGERS = ("政策", "部门", "季度", "推送日期", "条数", "待标注", "没对到户", "状态", "更正原因")
OF_LINES = ("姓名", "证件号码", "村", "户编号", "部门", "政策", "调整内容", "调整日期", "金额", "情况")
LISTINGS = (
    Listing("department-answers", "部门答复", ANSWERS, _standings, (AREA,)),
    Listing("policy-ledgers", "部门台账", LEDGERS, _ledgers, (PERIOD,), Permission.READ_POLICY_LEDGER),
    Listing("policy-lines", "台账各条", OF_LINES, _lines, (AREA, choice("only", "情况", desk.ONLY))),
)
