"""What rules know of work and studies: the spells of work, the year's sheet, and the students of 雨露计划."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.areas import within
from engine.hot import as_list, dialect_of, listed
from states.codes import Labels
from states.households import Household
from states.livelihood.mismatches import Spell, Worker, mismatches_of
from states.livelihood.students import Student
from states.livelihood.work import WorkRecord, WorkSheet
from states.members import Member
from states.quality.details import YES_NO
from states.quality.fields import loaded
from states.quality.reckoning import months_between
from states.quality.snapshot import Lot, Person
from states.quality.source import Source

POST, OURS = "public_post", "ours"
SYSTEMS = ("national", "province")


def _works(session: Session, lot: Lot) -> None:
    """The spells of each member as the household tells them, then the answer on the year's sheet; what contradicts."""
    people = {person.id: person for person in lot.people}
    where = {"ids": as_list(session, sorted(lot.houses))}
    chosen = listed(dialect_of(session), "ids")
    mine = select(WorkRecord).where(WorkRecord.household_id.in_(chosen), WorkRecord.superseded.is_(False))
    mine = mine.where(WorkRecord.began_on <= lot.as_of)
    records = session.scalars(mine.order_by(WorkRecord.began_on, WorkRecord.id), where).all()
    spells: dict[int, list[WorkRecord]] = {}
    for record in records:
        if person := people.get(record.member_id):
            spells.setdefault(person.id, []).append(record)
            if record.source == OURS:
                _spell(person, record, lot.as_of)
    sheets = select(WorkSheet.member_id, WorkSheet.year, WorkSheet.works, WorkSheet.wage)
    sheets = sheets.where(WorkSheet.household_id.in_(chosen), WorkSheet.superseded.is_(False))
    sheets = sheets.where(WorkSheet.year.between(lot.as_of.year - 1, lot.as_of.year)).order_by(WorkSheet.year)
    for member_id, year, works, wage in session.execute(sheets, where):
        if person := people.get(member_id):
            person.learn("working", "yes" if works else "no")
            person.learn("wage_income", wage)
            _compare(person, {OURS: spells.get(person.id, [])}, year, works)
    _compare_systems(session, lot, people, spells)
    if any(record.source == OURS for record in records):
        for member_id, name in session.execute(_twins(chosen, lot.as_of), where):
            if member_id in people:
                people[member_id].learn("phone_away", name)


def _compare(person: Person, spells: Mapping[str, Sequence[WorkRecord]], year: int, works: bool | None) -> None:
    """Learn which of the mismatches about work hold of a member in a year."""
    told = {
        source: tuple(
            spell
            for one in records
            if one.source == source
            and (spell := Spell(one.place, one.began_on, one.ended_on, one.monthly_pay)).touches(year)
        )
        for source, records in spells.items()
    }
    found = {kind for kind, _digest in mismatches_of(Worker(works, None, told))}
    for kind, name in (("status-against-record", "sheet_differs"), ("province-against-national", "systems_differ")):
        if kind in found:
            person.learn(name, "yes")


def _compare_systems(
    session: Session, lot: Lot, people: Mapping[int, Person], spells: Mapping[int, list[WorkRecord]]
) -> None:
    """Lay the national system's spells beside the provincial platform's, in villages where both were taken in."""
    foreign = {number: rows for number, rows in spells.items() if any(one.source in SYSTEMS for one in rows)}
    if not foreign:
        return
    villages = {people[number].house.village for number in foreign}
    query = select(Household.village, WorkRecord.source).join(WorkRecord, WorkRecord.household_id == Household.id)
    query = query.where(or_(*(within(Household.group_code, one) for one in villages)), WorkRecord.source.in_(SYSTEMS))
    taken = {(village, source) for village, source in session.execute(query.distinct())}
    for number, rows in foreign.items():
        person = people[number]
        if all((person.house.village, source) in taken for source in SYSTEMS):
            _compare(person, dict.fromkeys(SYSTEMS, rows), lot.as_of.year, None)


def _spell(person: Person, record: WorkRecord, as_of: date) -> None:
    """Take over a spell; a later one covers an earlier one, and the posts that run are counted."""
    runs = record.ended_on is None or record.ended_on >= as_of
    outside = record.place[:6] != person.house.village[:6]
    until = min(record.ended_on or as_of, as_of)
    told: dict[str, Any] = {
        "work_from": record.began_on,
        "work_until": record.ended_on,
        "work_point": "" if record.point_to_point is None else "yes" if record.point_to_point else "no",
        "working": "yes" if runs else "no",
        "work_place": record.place_name or record.place,
        "work_county": record.place,
        "work_began": f"{record.began_on:%Y-%m}",
        "work_ended": f"{record.ended_on:%Y-%m}" if record.ended_on else "",
        "work_months": Decimal((months_between(record.began_on, until) or 0) + 1),
        "work_pay": record.monthly_pay,
        "work_firm": record.employer,
        "work_industry": record.industry,
        "work_channel": record.channel,
        "work_outside_county": "yes" if outside else "no",
    }
    if before := person.known.get("work_until"):
        told["earlier_work_until"] = max(before, person.known.get("earlier_work_until") or before)
    for name, value in told.items():
        person.learn(name, value)
    identified_on = person.house.identified_on
    if outside and (record.ended_on is None or identified_on is None or record.ended_on >= identified_on):
        person.learn("worked_away", "yes")
    if runs and record.channel == POST:
        person.learn("posts", person.known.get("posts", 0) + 1)
    if record.transport_subsidy is not None and until.year == as_of.year:
        home = person.house.loaded
        home["travel_subsidy"] = home.get("travel_subsidy", 0) + record.transport_subsidy


def _twins(chosen: Any, as_of: date) -> Any:
    """Members at work whose telephone is that of somebody at work in another county."""
    mine, theirs, other_job = aliased(Member), aliased(Member), aliased(WorkRecord)
    return (
        select(mine.id, func.min(theirs.name))
        .select_from(WorkRecord)
        .join(mine, mine.id == WorkRecord.member_id)
        .join(theirs, (theirs.phone == mine.phone) & (theirs.id != mine.id) & theirs.left_on.is_(None))
        .join(other_job, (other_job.member_id == theirs.id) & (other_job.place != WorkRecord.place))
        .where(WorkRecord.household_id.in_(chosen), mine.phone != "", theirs.phone != "", *_running(WorkRecord, as_of))
        .where(*_running(other_job, as_of))
        .group_by(mine.id)
    )


def _running(record: Any, as_of: date) -> tuple[Any, ...]:
    goes_on = record.ended_on.is_(None) | (record.ended_on >= as_of)
    return record.superseded.is_(False), record.source == "ours", record.began_on <= as_of, goes_on


def _studies(session: Session, lot: Lot) -> None:
    """Who is on record as a student of 雨露计划."""
    people = {person.id: person for person in lot.people}
    query = select(Student.member_id).where(
        Student.household_id.in_(listed(dialect_of(session), "ids")),
        Student.superseded.is_(False),
        Student.outcome == "studying",
    )
    for member_id in session.scalars(query, {"ids": as_list(session, sorted(lot.houses))}):
        if person := people.get(member_id):
            person.learn("rain_dew", "yes")


WORK = Source(
    (
        loaded("working", "member", "已务工", "code", YES_NO),
        loaded("work_place", "member", "务工所在地", "text"),
        loaded("work_county", "member", "务工所在县", "text"),
        loaded("work_from", "member", "务工开始日", "day"),
        loaded("work_until", "member", "务工结束日", "day"),
        loaded("earlier_work_until", "member", "上一段务工结束日", "day"),
        loaded("worked_away", "member", "识别以来有县外务工", "code", YES_NO),
        loaded("work_point", "member", "点对点输送", "code", YES_NO),
        loaded("sheet_differs", "member", "是否务工与务工记录不符", "code", YES_NO),
        loaded("systems_differ", "member", "省平台与全国系统不符", "code", YES_NO),
        loaded("work_began", "member", "务工开始时间", "text"),
        loaded("work_ended", "member", "务工结束时间", "text"),
        loaded("work_months", "member", "务工时长", "number"),
        loaded("work_pay", "member", "务工月收入", "number"),
        loaded("work_firm", "member", "务工企业名称", "text"),
        loaded("work_industry", "member", "务工行业", "code", Labels("work_industry")),
        loaded("work_channel", "member", "就业渠道", "code", Labels("work_channel")),
        loaded("work_outside_county", "member", "县外务工", "code", YES_NO),
        loaded("posts", "member", "同时在岗的公益性岗位", "number"),
        loaded("phone_away", "member", "在另一县务工、电话相同的人", "text"),
        loaded("travel_subsidy", "household", "年度交通费补助", "number"),
    ),
    _works,
)
STUDIES = Source((loaded("rain_dew", "member", "登记为雨露计划学生", "code", YES_NO),), _studies)
