"""Lists of what stands on record of the households of an area: coordinates, helpers, situations, help, work, study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.areas import within
from engine.cases import Case
from engine.words import N_
from states.codes import codes
from states.help.deliveries import SOURCES, Delivery
from states.help.kinds import edition
from states.help.measures import Measure
from states.households import Household
from states.lifecycle import LABELS
from states.listings.listing import A_PAGE, AREA, Line, Listing, Look, Places, choice, paged, told
from states.livelihood.students import Student
from states.livelihood.work import WorkRecord
from states.members import Member
from states.places.locations import SOURCES as MEASURED
from states.places.locations import Location
from states.places.pairings import Pairing
from states.places.situations import DIFFICULTIES, Situation
from states.workbooks import Cell

HOME = ("村", "村民小组", "户编号", "户主")
FILTERS = (AREA, choice("state", "状态", LABELS))
Tell = Callable[[Any, str], Sequence[Cell]]
"""The cells of a record, told from it and the group in which its household lives."""


def standing(model: Any, tell: Tell, *, of_members: bool = False) -> Callable[[Look], Iterator[Line]]:
    """The lines of the records of one kind that stand for the households of an area, in the order of entry."""

    def lines(look: Look) -> Iterator[Line]:
        places = Places(look.session)
        for rows in paged(look, lambda after: _page(look, model, of_members, after), 0):
            places.learn(row[1] for row in rows)
            for row in rows:
                home = (places.village(row[1]), places.of(row[1]), row[2], row[3])
                yield *home, *row[4:], *tell(row[0], row[1])

    return lines


def _page(look: Look, model: Any, of_members: bool, after: int) -> tuple[Sequence[Any], int]:
    """A page of records with group, number, head and, of members, the name; and the record to go on from."""
    query: Any = select(model, Household.group_code, Household.number, Household.head_name)
    query = query.join(Household, Household.id == model.household_id)
    if of_members:
        query = query.add_columns(Member.name).join(Member, Member.id == model.member_id)
    if look.get("state"):
        query = query.join(Case, (Case.id == Household.case_id) & (Case.state == look.get("state")))
    here = within(Household.group_code, look.by.area) & within(Household.group_code, look.area)
    stands = model.until_on.is_(None) if model is Pairing else model.superseded.is_(False)
    rows = look.session.execute(query.where(here, stands, model.id > after).order_by(model.id).limit(A_PAGE)).all()
    return rows, rows[-1][0].id if len(rows) == A_PAGE else 0


def _location(one: Location, _area: str) -> Sequence[Cell]:
    exact = "" if one.accuracy is None else one.accuracy
    where = f"{one.longitude / 1e6:.6f}", f"{one.latitude / 1e6:.6f}"
    return *where, exact, MEASURED.get(one.source, one.source), told(one.measured_on), one.by_name


def _pairing(one: Pairing, _area: str) -> Sequence[Cell]:
    return one.name, one.unit, one.post, one.phone, told(one.from_on)


def _situation(one: Situation, _area: str) -> Sequence[Cell]:
    difficulty = DIFFICULTIES.get(one.difficulty, one.difficulty)
    return told(one.as_of_on), str(one.income_per_head), "、".join(one.lacks), difficulty, one.note, one.by_name


def _measure(one: Measure, area: str) -> Sequence[Cell]:
    days = told(one.begins_on), told(one.due_on), told(one.ended_on)
    kind = _help(area, one.kind, one.begins_on)
    return one.number, kind, one.risk_number or "没有", one.plan, *days, one.person, one.entered_by_name


def _delivery(one: Delivery, area: str) -> Sequence[Cell]:
    what = told(one.delivered_on), one.content, one.provider, _yuan(one.amount)
    kind = _help(area, one.kind, one.delivered_on)
    source = SOURCES.get(one.source, one.source)
    return one.measure_number or "不在措施里", kind, *what, source, one.entered_by_name


def _work(one: WorkRecord, _area: str) -> Sequence[Cell]:
    spell = one.place, one.place_name, told(one.began_on), told(one.ended_on), _yuan(one.monthly_pay)
    return codes("work_source").label(one.source), *spell, one.employer, one.entered_by_name


def _student(one: Student, _area: str) -> Sequence[Cell]:
    days = told(one.enrolled_on), told(one.graduated_on)
    outcome = codes("study_outcome").label(one.outcome)
    return codes("study_level").label(one.level), one.school, *days, outcome, one.employer


def _help(area: str, kind: str, on: date) -> str:
    known = edition(area, on).kinds.get(kind)
    return known.label if known else kind


def _yuan(value: Decimal | None) -> str:
    return "" if value is None else str(value)


LISTINGS = (
    Listing(
        "locations",
        N_("农户坐标"),
        (*HOME, "经度", "纬度", "误差（米）", "来源", "采集日期", "登记人"),
        standing(Location, _location),
        FILTERS,
    ),
    Listing(
        "pairings",
        N_("结对帮扶"),
        (*HOME, "帮扶责任人", "单位", "职务", "电话", "结对日期"),
        standing(Pairing, _pairing),
        FILTERS,
    ),
    Listing(
        "situations",
        N_("一般农户收入和保障"),
        (*HOME, "登记日期", "人均年收入（元）", "没有保障的", "主要困难", "说明", "登记人"),
        standing(Situation, _situation),
        FILTERS,
    ),
    Listing(
        "measures",
        N_("帮扶措施"),
        (*HOME, "措施编号", "帮扶种类", "对应风险", "计划", "开始", "最迟落实", "结束", "责任人", "登记人"),
        standing(Measure, _measure),
        FILTERS,
    ),
    Listing(
        "deliveries",
        N_("帮扶落实"),
        (*HOME, "措施编号", "帮扶种类", "落实日期", "内容", "提供单位", "金额（元）", "来源", "登记人"),
        standing(Delivery, _delivery),
        FILTERS,
    ),
    Listing(
        "work-records",
        N_("务工信息"),
        (*HOME, "姓名", "信息来源", "务工地编码", "务工地", "开始", "结束", "月工资（元）", "单位", "登记人"),
        standing(WorkRecord, _work, of_members=True),
        FILTERS,
    ),
    Listing(
        "students",
        N_("雨露计划学生"),
        (*HOME, "姓名", "学历层次", "学校", "入学日期", "毕业日期", "去向", "就业单位"),
        standing(Student, _student, of_members=True),
        FILTERS,
    ),
)
