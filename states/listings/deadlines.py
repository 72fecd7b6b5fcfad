"""The lists of deadlines: what is due and overdue, who handed which duty in, and which reminders were sent."""

from __future__ import annotations

from collections.abc import Iterator

from states.deadlines import desk, matrix
from states.deadlines.desk import KINDS, NAMED, STATES, Asked
from states.deadlines.matrix import STANDINGS, Cell
from states.listings.listing import AREA, Filter, Line, Listing, Look, Places, choice, paged, told
from states.packs.departments import departments
from states.reminders import inbox
from states.roles import ROLES, Permission


def _deadlines(look: Look) -> Iterator[Line]:
    places, called = Places(look.session), departments(look.session)
    asked = Asked(look.area, look.get("kind"), look.get("state"), look.get("mine") == "1", look.get("department"))
    for rows in paged(look, lambda after: desk.listed(look.session, look.by, look.today, asked, after), None):
        places.learn(one.area for one in rows)
        for one in rows:
            who = places.of(one.area), ROLES[one.role].title, called.get(one.department, one.department)
            state = STATES[desk.state_of(one, look.today)]
            yield told(one.due_on), KINDS.get(one.kind, one.kind), one.title, *who, state, told(one.done_on)


def _handed_in(look: Look) -> Iterator[Line]:
    found = matrix.matrix(look.session, look.get("duty"), look.by, look.today) if look.get("duty") else None
    places, called = Places(look.session), departments(look.session)
    for who in found.owing if found else ():
        places.learn([who[0]])
        cells = [cell for period in found.periods if (cell := found.at(who, period))] if found else []
        standings = [cell.standing for cell in cells]
        counted = (standings.count(standing) for standing in STANDINGS)
        name = "，".join(filter(None, (places.of(who[0]), called.get(who[1], who[1]))))
        yield name, *counted, "；".join(map(_told, cells))


def _told(cell: Cell) -> str:
    """One period in words: 2022年3月迟报2天，最后一天2022-03-20，报送2022-03-22."""
    late = f"{cell.days_late}天" if cell.days_late else ""
    days = f"最后一天{told(cell.line.due_on)}" + (f"，报送{told(cell.line.done_on)}" if cell.line.done_on else "")
    return f"{cell.owed.period.label}{STANDINGS[cell.standing]}{late}，{days}"


def _reminders(look: Look) -> Iterator[Line]:
    places, called = Places(look.session), departments(look.session)
    sent = look.get("sent") == "1"
    for rows in paged(look, lambda before: inbox.listed(look.session, look.by, sent=sent, before=before), 0):
        places.learn(code for one in rows for code in (one.area, one.owing_area))
        for one in rows:
            text, facts = inbox.told(one.occasion)
            owes = places.of(one.owing_area), called.get(one.owing_department, one.owing_department)
            to = places.of(one.area), ROLES[one.role].title
            yield told(one.sent_at), *to, one.title, *owes, told(one.due_on), text % facts, one.note, told(one.read_at)


YES = {"1": "是"}
OF = Filter("department", "部门", lambda value, by: value if NAMED.fullmatch(value) and not by.department else "")
LISTINGS = (
    Listing(
        "deadlines",
        "时限清单",
        ("最后一天", "类别", "事项", "单位", "岗位", "部门", "情况", "办结日期"),
        _deadlines,
        (AREA, choice("kind", "类别", KINDS), choice("state", "情况", STATES), choice("mine", "只列本岗位", YES), OF),
        Permission.READ_ROOM,
    ),
    Listing(
        "duty-reports",
        "定期任务报送情况",
        ("承担单位", *STANDINGS.values(), "各期"),
        _handed_in,
        (Filter("duty", "任务", lambda value, _by: value if value.isidentifier() and len(value) < 32 else ""),),
        Permission.READ_ROOM,
    ),
    Listing(
        "reminders",
        "催办记录",
        ("时间", "发给", "岗位", "事项", "承担单位", "部门", "最后一天", "缘由", "附言", "已读"),
        _reminders,
        (choice("sent", "辖区内发出的", YES),),
        Permission.READ_ROOM,
    ),
)
