"""The problems of a list out of the workbook in which it came: all of them or none (TZ16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.errors import BadInput
from engine.words import N_
from states.import_lines import Line
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Checked, Kind
from states.intake.lines import Lines
from states.problems.problem import Listed
from states.problems.problem_list import ProblemList
from states.problems.taking import LEVELS, Draft, add_many, named
from states.regions import Region, open_on
from states.roles import Permission
from states.workbooks import Sheet

NO_PLACE = N_("您的辖区里没有这个单位；写村、乡镇或县的名称，或写区划代码")
SEVERAL = N_("您的辖区里有%(n)d个同名的单位，请写区划代码")
NO_LIST = N_("没有这份清单：先登记清单，上传时写清单编号")
TOO_EARLY = N_("整改期限要在收到日期之后")


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Draft]:
    """Look a list's file through; a problem that stands on the list at that unit is not taken again."""
    found = lines.read(sheet, form("problems"), asking.today)
    on_list, places = _list(session, asking), _places(session, asking)
    told = {line.row.number: _draft(session, line, places, found, asking, on_list) for line in found.good}
    good = {row: one for row, one in told.items() if one is not None}
    found.twice({row: (one.area, one.text) for row, one in good.items()})
    known = _known(session, on_list)
    new = {line.row.number: good[line.row.number] for line in found.good if _key(good[line.row.number]) not in known}
    return found.checked(new, len(found.good) - len(new))


def store(session: Session, items: Sequence[Draft], _intake: Intake, asking: Asking) -> int:
    """Put the problems on the list; answer how many are new."""
    on_list = _list(session, asking)
    known = _known(session, on_list)
    fresh = [one for one in items if _key(one) not in known]
    return len(add_many(session, on_list, fresh, by=asking.by, at=asking.at)) if on_list and fresh else 0


def _draft(
    session: Session,
    line: Line,
    places: dict[str, list[str]],
    found: Lines,
    asking: Asking,
    on_list: ProblemList | None,
) -> Draft | None:
    told, before = line.values, len(found.problems)
    codes = places.get(told["place"], [])
    if len(codes) != 1:
        found.against(line, "place", "no-place", SEVERAL if codes else NO_PLACE, n=len(codes))
    if on_list is None:
        found.against(line, "text", "no-list", NO_LIST)
    due_on = date.fromisoformat(told["due_on"]) if told.get("due_on") else None
    if on_list and due_on and due_on <= on_list.received_on:
        found.against(line, "due_on", "too-early", TOO_EARLY)
    homes: tuple[int, ...] = ()
    try:
        homes = named(session, told.get("households", ""), asking.by) if told.get("households") else ()
    except BadInput as bad:
        found.against(line, "households", "unknown-household", bad.problems[0].reason)
    return Draft(told["text"], codes[0], due_on, homes) if len(found.problems) == before else None


def _list(session: Session, asking: Asking) -> ProblemList | None:
    told = asking.stated.get("list", "")
    one = session.get(ProblemList, int(told)) if told.isascii() and told.isdigit() and len(told) < 16 else None
    return one if one is not None and asking.by.covers(one.area) else None


def _key(one: Draft) -> tuple[str, str]:
    return one.area, one.text.strip()


def _known(session: Session, on_list: ProblemList | None) -> set[tuple[str, str]]:
    if on_list is None:
        return set()
    query = select(Listed.area, Listed.text).where(Listed.list_id == on_list.id)
    return {(row[0], row[1]) for row in session.execute(query)}


def _places(session: Session, asking: Asking) -> dict[str, list[str]]:
    """The units of the actor's area, by code and by name."""
    query = select(Region.code, Region.name).where(Region.level.in_(LEVELS), open_on(asking.today))
    found: dict[str, list[str]] = {}
    for code, name in session.execute(query.where(within(Region.code, asking.by.area))):
        found.setdefault(code, []).append(code)
        found.setdefault(name, []).append(code)
    return found


PROBLEMS: Kind[Draft] = Kind(
    "problems", N_("问题清单"), N_("上级反馈的问题，一行一个；先登记清单，再按清单编号上传"),
    Permission.IMPORT, lambda: form("problems").words, lambda: lines.blank(form("problems")), check, store,
    (Ask("list", N_("清单编号"), must=True, hint=N_("在“问题整改”里登记清单后得到的编号")),),
)  # fmt: skip
