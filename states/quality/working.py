"""What rules know of work and studies: the spells of work, the year's sheet, and the students of 雨露计划."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine.hot import as_list, dialect_of, listed
from states.codes import Labels
from states.livelihood.students import Student
from states.livelihood.work import WorkRecord, WorkSheet
from states.members import Member
from states.quality.details import YES_NO
from states.quality.fields import loaded, months_between
from states.quality.snapshot import Lot, Person
from states.quality.source import Source

POST = "public_post"


def _works(session: Session, lot: Lot) -> None:
    """The latest spell of each member as the household tells it, then the answer on the year's sheet."""
    people = {person.id: person for person in lot.people}
    where = {"ids": as_list(session, sorted(lot.houses))}
    chosen = listed(dialect_of(session), "ids")
    mine = select(WorkRecord).where(WorkRecord.household_id.in_(chosen), WorkRecord.superseded.is_(False))
    mine = mine.where(WorkRecord.source == "ours", WorkRecord.began_on <= lot.as_of)
    records = session.scalars(mine.order_by(WorkRecord.began_on, WorkRecord.id), where).all()
    for record in records:
        if person := people.get(record.member_id):
            _spell(person, record, lot.as_of)
    sheets = select(WorkSheet.member_id, WorkSheet.works, WorkSheet.wage)
    sheets = sheets.where(WorkSheet.household_id.in_(chosen), WorkSheet.superseded.is_(False))
    sheets = sheets.where(WorkSheet.year.between(lot.as_of.year - 1, lot.as_of.year)).order_by(WorkSheet.year)
    for member_id, works, wage in session.execute(sheets, where):
        if person := people.get(member_id):
            person.learn("working", "yes" if works else "no")
            person.learn("wage_income", wage)
    if records:
        for member_id, name in session.execute(_twins(chosen, lot.as_of), where):
            if member_id in people:
                people[member_id].learn("phone_away", name)


def _spell(person: Person, record: WorkRecord, as_of: date) -> None:
    """Take over a spell; a later one covers an earlier one, and the posts that run are counted."""
    runs = record.ended_on is None or record.ended_on >= as_of
    outside = record.place[:6] != person.house.village[:6]
    until = min(record.ended_on or as_of, as_of)
    told: dict[str, Any] = {
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
    for name, value in told.items():
        person.learn(name, value)
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
