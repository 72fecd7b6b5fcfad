"""Townships merged, recoded, split and taken back: nothing that names a place is left behind, nothing stops."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Date, Integer, String, Text, func, insert, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.cases import Case
from engine.db import Base, work
from engine.errors import BadInput, NotFound, Refused
from engine.runs import Step
from engine.tallies import Tally
from engine.verify import verify
from states import closing, notice_desk, users
from states.book import open_book
from states.households import Household
from states.notices import POSTED, Notice
from states.packs import store
from states.passwords import Secret
from states.places import (
    changes,
    merging,
    plans,
    recoding,
    regrouping,
    relocating,
    renaming,
    returning,
    splitting,
    whereabouts,
)
from states.places.changes import Why
from states.places.columns import LIES, OWNERS, REACHES
from states.places.grids import Grid
from states.practice.accounts import open_accounts
from states.practice.campaign import campaign
from states.practice.days import at
from states.practice.staff import CLERKS, OPERATORS
from states.regions import Region, region
from states.users import User
from tests.states.test_practice import print_by_hand

TOWNSHIP, OTHER, NEW = "533401102", "533401103", "533401199"
VILLAGE = TOWNSHIP + "201"
ADMIN = Actor("admin", "管理员", "admin", "5334")
TODAY = date(2021, 10, 28)
AT = at(TODAY, 15)
WHY = Why("撤乡设镇", "云政发〔2021〕8号")
BOOK = open_book()
OF_COUNTIES = ("quality_parameter.area",)
"""Columns that hold codes of counties and above only."""
MOVED = (*(f"{one.table}.{one.name}" for one in (*LIES, *REACHES)), *OWNERS)
STANDS = {"state": "done"}
EXAMPLES = {Integer: 99, String: "1", Text: "[]", Date: TODAY}


@pytest.fixture
def township(db):
    """The made-up township in the middle of its campaign, with a row in every table that names a place."""
    with work(db) as session:
        campaign(session, BOOK, 30, TODAY, print_by_hand)
        open_accounts(session, Secret("x", "y", False), at(TODAY, 8))
        session.add(region(OTHER, "青山镇"))
        session.flush()
        session.add(region(OTHER + "201", "和平村"))
        session.flush()
        session.add(region(OTHER + "20101", "一组"))
        session.flush()
        for column in (*LIES, *REACHES):
            table = Base.metadata.tables[column.table]
            if not session.scalar(select(func.count()).select_from(table).where(table.c[column.name] >= TOWNSHIP)):
                session.execute(insert(table).values(row_of(session, table, STANDS | places(table))))
    return db


def places(table: Any) -> dict[str, str]:
    """The village in every column of a table that names a place."""
    names = [one.name for one in (*LIES, *REACHES) if one.table == table.name]
    return {name: VILLAGE[: table.c[name].type.length] for name in names}


def row_of(session: Session, table: Any, known: dict[str, Any]) -> dict[str, Any]:
    """A row with something of its type in every column that asks for it."""
    row = {name: value for name, value in known.items() if name in table.columns}
    for column in table.columns:
        if column.name in row or column.nullable or column.default is not None:
            continue
        if column.foreign_keys:
            [key] = column.foreign_keys
            wanted = Household.case_id if key.column.table.name == "case" else key.column
            row[column.name] = session.scalar(select(wanted).order_by(wanted).limit(1))
            if row[column.name] is None:
                parent = key.column.table
                other = session.execute(insert(parent).values(row_of(session, parent, places(parent))))
                row[column.name] = other.inserted_primary_key[0]
        elif column.name.endswith("_at") or column.name == "at":
            row[column.name] = AT
        elif not (column.primary_key and isinstance(column.type, Integer)):
            row[column.name] = next(one for kind, one in EXAMPLES.items() if isinstance(column.type, kind))
    return row


def codes(session: Session) -> dict[str, Counter[str]]:
    """How often each code stands in each column that moves, without the rows of the places themselves."""
    session.expire_all()
    found = {}
    for name in MOVED:
        table, column = Base.metadata.tables[name.split(".")[0]], name.split(".")[1]
        if table.name == "region":
            continue
        counted = func.sum(table.c.n) if table.name == "tally" else func.count()
        query = select(table.c[column], counted).group_by(table.c[column]).having(counted > 0)
        found[name] = Counter({code: int(n) for code, n in session.execute(query) if code})
    return found


def recoded(found: dict[str, Counter[str]], old: str, new: str) -> dict[str, Counter[str]]:
    """What should be found after a township got a new code."""
    return {
        name: Counter({new + code[len(old) :] if code.startswith(old) else code: n for code, n in counted.items()})
        for name, counted in found.items()
    }


def do(session: Session, plan: plans.Plan) -> int:
    return relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT)


def go_back(session: Session, code: str) -> int:
    return returning.take_back(session, returning.plan_return(session, code, ADMIN), WHY, ADMIN, at(TODAY, 16))


def test_a_township_under_another_code_takes_everything_along_and_can_be_taken_back(township):
    with work(township) as session:
        before = codes(session)
        wide = {name: counted for name, counted in before.items() if name not in OF_COUNTIES}
        missing = [name for name, counted in wide.items() if not any(code.startswith(TOWNSHIP) for code in counted)]
        assert missing == []
        pack = store.in_force(session, VILLAGE, TODAY)
        plan = recoding.plan_code(session, TOWNSHIP, NEW, ADMIN)
        assert (plan.blockers, plan.accounts, plan.households) == ((), (), 30)
        assert plan.following == session.scalar(select(func.count()).where(User.area.startswith(TOWNSHIP)))

        assert do(session, plan) == 30

        after = codes(session)
        assert after == recoded(before, TOWNSHIP, NEW)
        assert store.in_force(session, NEW + "20101", TODAY) is pack
        assert store.in_force(session, NEW + "20199", TODAY) is pack
        assert not verify(session).faults
        clerk = session.scalars(select(User).where(User.username == CLERKS[0].id)).one()
        assert clerk.area == NEW + "201"
        assert users.changes(session, clerk)[0].detail == f"{VILLAGE} -> {NEW}201"
        assert changes.former(session, NEW) == [(TOWNSHIP, "小中甸镇", TODAY)]

        assert go_back(session, TOWNSHIP) == 30

        assert codes(session) == before
        assert session.get_one(Region, VILLAGE).abolished_on is None
        assert session.get_one(Region, NEW + "201").abolished_on == TODAY
        assert not verify(session).faults
        with pytest.raises(BadInput, match="没有可以撤回"):
            returning.plan_return(session, TOWNSHIP, ADMIN)
        with pytest.raises(BadInput, match="撤销的编码也不能再用"):
            recoding.plan_code(session, TOWNSHIP, NEW, ADMIN)


def test_a_township_goes_into_another_and_its_villages_stay_what_they_are(township):
    with work(township) as session:
        before = codes(session)
        plan = merging.plan_merger(session, TOWNSHIP, OTHER, ADMIN)
        villages = [(way.source, way.target, way.target_name) for way in plan.ways if not way.is_group]
        names = dict(session.execute(select(Region.code, Region.name)).all())
        assert villages[0] == (VILLAGE, OTHER + "202", f"{names[TOWNSHIP]}{names[VILLAGE]}")
        assert {one.area for one in plan.accounts} == {TOWNSHIP}
        assert do(session, plan) == 30
        assert session.scalar(select(func.count()).select_from(Household).where(Household.township == OTHER)) == 30
        left = {
            name: Counter({code: n for code, n in counted.items() if code.startswith(TOWNSHIP)})
            for name, counted in codes(session).items()
        }
        assert {code for counted in left.values() for code in counted} <= {TOWNSHIP}
        assert {name for name, counted in left.items() if counted} <= {f"{one.table}.{one.name}" for one in REACHES} | {
            "user.area",
            "case.area",  # of what was said of the township itself
            "tally.area",
        }
        assert {one.name for one in session.scalars(select(Grid))} == {
            f"{names[village]}第一网格" for village in (VILLAGE, TOWNSHIP + "202", TOWNSHIP + "203")
        }
        assert not verify(session).faults
        assert go_back(session, TOWNSHIP) == 30
        assert codes(session) == before


def test_a_counting_notice_ends_on_its_day_and_its_households_go_on(township):
    with work(township) as session:
        query = select(Notice).join(Case, Case.id == Notice.case_id).where(Case.state == POSTED[0])
        notice = session.scalars(query.where(Notice.area.startswith(VILLAGE))).first()
        assert notice is not None
        number, last_on, due = notice.id, notice.last_on, open_steps(session)
        do(session, recoding.plan_code(session, TOWNSHIP, NEW, ADMIN))
        assert {(desk, day) for desk, day in open_steps(session)} == {
            (NEW + desk[9:] if desk.startswith(TOWNSHIP) else desk, day) for desk, day in due
        }
        clerk = Actor(CLERKS[0].id, CLERKS[0].name, "village", NEW + "201")
        with pytest.raises(NotFound):
            notice_desk.find(session, number, CLERKS[0])
        notice, _state = notice_desk.find(session, number, clerk)
        assert notice.last_on == last_on
        closed = closing.close(session, BOOK, notice, by=clerk, at=at(date(2021, 11, 20)))
        assert closed.moved


def open_steps(session: Session) -> set[tuple[str, date]]:
    return {tuple(row) for row in session.execute(select(Step.desk, Step.due_on).where(Step.status == "open"))}


def test_some_villages_are_split_off_into_a_township_of_their_own(township):
    with work(township) as session:
        before = codes(session)
        moved = session.scalar(select(func.count()).select_from(Household).where(Household.village == VILLAGE))
        plan = splitting.plan_split(session, TOWNSHIP, NEW, "新设镇", [VILLAGE], ADMIN)
        assert do(session, plan) == moved > 0
        assert session.get_one(Region, TOWNSHIP).abolished_on is None
        assert (session.get_one(Region, NEW).name, session.get_one(Region, NEW + "201").parent) == ("新设镇", NEW)
        after = codes(session)
        desks = after.pop("step.desk")
        assert after == recoded({name: before[name] for name in after}, VILLAGE, NEW + "201")
        assert desks[TOWNSHIP] + desks[NEW] == before["step.desk"][TOWNSHIP]
        assert not verify(session).faults
        go_back(session, NEW)
        assert codes(session) == before
        assert session.get_one(Region, NEW).abolished_on == TODAY


def test_what_cannot_be_split_says_why(township):
    with work(township) as session:
        villages = [TOWNSHIP + one for one in ("201", "202", "203")]
        for parts, name, code in (
            ([], "新设镇", NEW),
            (villages, "新设镇", NEW),
            ([OTHER + "201"], "新设镇", NEW),
            (villages[:1], "青山镇", NEW),
            (villages[:1], "新设镇", OTHER),
        ):
            with pytest.raises(BadInput):
                splitting.plan_split(session, TOWNSHIP, code, name, parts, ADMIN)
        plan = splitting.plan_split(session, VILLAGE, TOWNSHIP + "299", "新村", [VILLAGE + "01"], ADMIN)
        assert [(way.source, way.target) for way in plan.ways] == [(VILLAGE + "01", TOWNSHIP + "29901")]


def test_a_change_is_not_taken_back_once_something_else_has_changed(township):
    with work(township) as session:
        do(session, recoding.plan_code(session, TOWNSHIP, NEW, ADMIN))
        with pytest.raises(BadInput, match="请从上一级撤回"):
            returning.plan_return(session, VILLAGE, ADMIN)
        with pytest.raises(NotFound):
            returning.plan_return(session, TOWNSHIP, Actor("x", "别处", "admin", "54"))
        renaming.rename(session, NEW + "201", "和平新村", WHY, ADMIN, AT)
        case = session.scalars(select(Household.case_id).where(Household.group_code == NEW + "20101")).first()
        regrouping.regroup(session, [case], NEW + "20102", WHY, ADMIN, AT)
        plan = returning.plan_return(session, TOWNSHIP, ADMIN)
        assert [one.code for one in plan.blockers] == ["changed-since", "households-since"]
        with pytest.raises(Refused):
            returning.take_back(session, plan, WHY, ADMIN, AT)


def test_a_job_under_way_holds_a_change_back(township):
    with work(township) as session:
        jobs = Base.metadata.tables["job"]
        session.execute(insert(jobs).values(row_of(session, jobs, {"area": VILLAGE, "state": "queued", "key": "k2"})))
        for plan in (
            recoding.plan_code(session, TOWNSHIP, NEW, ADMIN),
            merging.plan_merger(session, TOWNSHIP, OTHER, ADMIN),
        ):
            assert [one.code for one in plan.blockers] == ["job-running"]


def test_a_group_that_went_into_another_comes_out_of_it_again(township):
    with work(township) as session:
        source, target = VILLAGE + "01", VILLAGE + "02"
        session.query(Notice).join(Case, Case.id == Notice.case_id)
        for case in session.scalars(select(Case).where(Case.kind == "notice", Case.area.startswith(VILLAGE))):
            case.state = "closed"
        session.flush()
        before = codes(session)
        n = do(session, merging.plan_merger(session, source, target, ADMIN))
        assert n > 0
        assert source not in codes(session)["household.group_code"]
        assert go_back(session, source) == n
        after = codes(session)
        for name in (
            "case.area",
            "household.group_code",
            "member.group_code",
            "step.area",
            "tally.area",
            "change.area",
        ):
            assert after[name] == before[name], name


def test_a_household_says_where_it_lay_on_a_past_day(township):
    with work(township) as session:
        house = session.scalars(select(Household).where(Household.group_code == VILLAGE + "01")).first()
        assert house is not None
        number, old = house.id, whereabouts.stays(session, house)[0].name
        do(session, recoding.plan_code(session, TOWNSHIP, NEW, ADMIN))
        renaming.rename(session, NEW + "201", "和平新村", WHY, ADMIN, at(date(2021, 11, 8)))
        house = session.get_one(Household, number)
        present, past = whereabouts.stays(session, house)
        assert (past.code, past.name, past.until_on, past.document) == (VILLAGE + "01", old, TODAY, WHY.document)
        assert (present.code, "和平新村" in present.name, present.since_on) == (NEW + "20101", True, TODAY)
        assert whereabouts.on([present, past], date(2021, 10, 27)) is past
        assert whereabouts.on([present, past], TODAY) is present


def test_counties_are_recoded_and_provinces_are_not(township):
    with work(township) as session:
        state = Actor("admin", "管理员", "admin", "")
        plan = recoding.plan_code(session, "533401", "533402", state)
        assert (plan.blockers, plan.households) == ((), 30)
        assert relocating.carry_out(session, plan, plan.digest, WHY, state, AT) == 30
        assert {code[:6] for code in codes(session)["case.area"]} == {"533402"}
        assert set(codes(session)["quality_parameter.area"]) == {"533402"}
        above = recoding.plan_code(session, "5334", "5335", state)
        assert [one.code for one in above.blockers] == ["level"]
        assert OPERATORS[0].area == TOWNSHIP
        assert session.scalar(select(func.count()).select_from(Tally).where(Tally.n < 0)) == 0
        assert advance_many(session, BOOK, [], "visit", by=ADMIN, at=AT).moved == []
