"""Regions merged, given another code, split and renamed: no household is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import tallies
from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from engine.errors import BadInput, NotFound, Refused
from engine.ledger import Entry
from engine.runs import Step
from engine.verify import verify
from states import objecting
from states.households import Household
from states.members import Member
from states.objections import Objection
from states.places import assigning, changes, following, grids, merging, recoding, regrouping, relocating, renaming
from states.places.changes import RegionChange, Why
from states.regions import Region
from tests.states.village import (
    OFFICER,
    OTHER_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    make_book,
    make_households,
    make_posted,
    make_village,
    object_to,
    on,
)

BOOK = make_book()
ADMIN = Actor("a1", "管理员", "admin", "539901")
AT = on("2021-11-08")
WHY = Why("撤并村民小组", "云政发〔2021〕3号")


@pytest.fixture
def village(db):
    with work(db) as session:
        make_village(session)
    return db


def groups(session: Session) -> dict[str, int]:
    """How many households stand in each group, by their own rows."""
    found: dict[str, int] = {}
    for code in session.scalars(select(Household.group_code)):
        found[code] = found.get(code, 0) + 1
    return found


def places_agree(session: Session) -> bool:
    """Whether case, household, members and steps tell the same place."""
    rows = session.execute(
        select(Case.area, Household.group_code, Household.village, Household.township, Case.id, Household.id).join(
            Household, Household.case_id == Case.id
        )
    ).all()
    for area, group, village, township, case, house in rows:
        if (area, area[:12], area[:9]) != (group, village, township):
            return False
        people = session.execute(
            select(Member.group_code, Member.village, Member.township).where(Member.household_id == house)
        ).all()
        if {tuple(row) for row in people} != {(group, village, township)}:
            return False
        steps = session.scalars(select(Step).where(Step.case_id == case)).all()
        if any(step.area != area or step.desk != area[: len(step.desk)] for step in steps):
            return False
    return True


def test_a_merged_group_hands_all_its_households_on(village):
    with work(village) as session:
        make_households(session, BOOK, 4)
        make_households(session, BOOK, 2, at_notice=False)
        before = tallies.count(session, "household", TOWNSHIP)
    with work(village) as session:
        plan = merging.plan_merger(session, VILLAGE + "01", VILLAGE + "02", ADMIN)
        assert [(w.source, w.target, w.households, w.persons) for w in plan.ways] == [
            (VILLAGE + "01", VILLAGE + "02", 3, 9)
        ]
        assert relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT) == 3
    with reading(village) as session:
        assert groups(session) == {VILLAGE + "02": 6}
        assert places_agree(session)
        assert tallies.count(session, "household", TOWNSHIP) == before
        assert tallies.by_place(session, "household", TOWNSHIP, 14) == {(VILLAGE + "02", "candidate"): 6}
        old = session.get_one(Region, VILLAGE + "01")
        assert old.abolished_on is not None
        assert changes.successors(session, [old.code]) == {old.code: (VILLAGE + "02", "第二村民小组")}
        told = session.scalars(select(Entry).where(Entry.kind == "placed")).all()
        assert len(told) == 3
        assert told[0].told == {
            "from": VILLAGE + "01", "to": VILLAGE + "02", "reason": WHY.reason, "document": WHY.document,
        }  # fmt: skip
        assert not verify(session).faults


def test_a_village_goes_into_another_with_its_groups_and_their_names(village):
    with work(village) as session:
        make_households(session, BOOK, 4, village=OTHER_VILLAGE)
        plan = merging.plan_merger(session, OTHER_VILLAGE, VILLAGE, ADMIN)
        assert [(w.target, w.target_name) for w in plan.ways] == [
            (VILLAGE + "03", "团结村第一村民小组"),
            (VILLAGE + "04", "团结村第二村民小组"),
        ]
        assert (plan.households, plan.persons) == (4, 12)
        relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT)
        assert groups(session) == {VILLAGE + "03": 2, VILLAGE + "04": 2}
        assert places_agree(session)
        assert (
            session.get_one(Region, OTHER_VILLAGE + "01").abolished_on
            == session.get_one(Region, OTHER_VILLAGE).abolished_on
        )
        with pytest.raises(BadInput, match="撤销的编码也不能再用"):
            recoding.plan_code(session, VILLAGE, OTHER_VILLAGE, ADMIN)


def test_a_place_with_another_code_keeps_contact_and_households(village):
    with work(village) as session:
        make_households(session, BOOK, 2)
        plan = recoding.plan_code(session, VILLAGE, TOWNSHIP + "299", ADMIN)
        relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT)
        new = session.get_one(Region, TOWNSHIP + "299")
        assert (new.name, new.phone) == ("和平村", "0887-5550123")
        assert groups(session) == {TOWNSHIP + "29901": 1, TOWNSHIP + "29902": 1}
        assert places_agree(session)


def test_a_running_notice_holds_the_merger_and_what_was_seen_must_still_be_true(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 2)
        notice = make_posted(session, BOOK, cases)
        plan = merging.plan_merger(session, VILLAGE + "01", VILLAGE + "02", ADMIN)
        with pytest.raises(Refused) as refused:
            relocating.carry_out(session, plan, "another", WHY, ADMIN, AT)
        assert [b.code for b in refused.value.blockers] == ["notice-running", "changed-meanwhile"]
        assert notice.number in refused.value.blockers[0].message
        with pytest.raises(Refused):
            regrouping.regroup(session, [cases[1]], VILLAGE + "02", WHY, OFFICER, AT)


def test_what_cannot_be_merged_is_refused(village):
    with work(village) as session:
        for source, target in ((VILLAGE, VILLAGE), (VILLAGE, VILLAGE + "01"), (VILLAGE, "5399011029"), (VILLAGE, "53")):
            with pytest.raises(BadInput):
                merging.plan_merger(session, source, target, ADMIN)
        with pytest.raises(NotFound):
            merging.plan_merger(session, VILLAGE, OTHER_VILLAGE, Actor("x", "别处", "admin", "5401"))
        plan = merging.plan_merger(session, VILLAGE + "01", VILLAGE + "02", ADMIN)
        with pytest.raises(BadInput) as bad:
            relocating.carry_out(session, plan, plan.digest, Why(" "), ADMIN, AT)
        assert [problem.where for problem in bad.value.problems] == ["reason", "document"]
        relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT)
        again = merging.plan_merger(session, VILLAGE + "01", VILLAGE + "02", ADMIN)
        assert [b.code for b in again.blockers] == ["abolished"]
        with pytest.raises(BadInput):
            merging.plan_merger(session, VILLAGE + "02", VILLAGE + "01", ADMIN)
        with pytest.raises(BadInput):
            recoding.plan_code(session, VILLAGE + "02", OTHER_VILLAGE, ADMIN)
        with pytest.raises(BadInput):
            recoding.plan_code(session, VILLAGE + "02", "53990110220903", ADMIN)
        upper = recoding.plan_code(session, "5399", "5398", Actor("s1", "省管理员", "admin", "53"))
        assert [b.code for b in upper.blockers] == ["level"]


def test_objections_and_grids_follow_the_household(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 2)
        notice = make_posted(session, BOOK, cases)
        voice = object_to(session, notice, cases[0])
        grid = grids.make(session, VILLAGE, "第一网格", "和建军", "", OFFICER, AT)
        assigning.assign(session, grid, cases, OFFICER, AT)
        plan = merging.plan_merger(session, VILLAGE, OTHER_VILLAGE, ADMIN)
        session.get_one(Case, notice.case_id).state = "closed"
        session.flush()
        plan = merging.plan_merger(session, VILLAGE, OTHER_VILLAGE, ADMIN)
        relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT)
        moved = session.get_one(Objection, voice.id)
        assert moved.area[:12] == OTHER_VILLAGE == session.get_one(Case, moved.case_id).area[:12]
        assert objecting.find(session, voice.id, Actor("v9", "赵明", "village", OTHER_VILLAGE)) is moved
        assert (grid.village, grid.name) == (OTHER_VILLAGE, "第一网格")
        assert session.scalars(select(grids.GridPlace.until)).all() == [None, None]


def test_households_are_regrouped_inside_the_village_only(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 4)
        assert regrouping.regroup(session, cases[:2], VILLAGE + "01", Why("按居住地调整"), OFFICER, AT) == 1
        assert groups(session) == {VILLAGE + "01": 3, VILLAGE + "02": 1}
        kinds = session.execute(select(RegionChange.code, RegionChange.kind, RegionChange.other)).all()
        assert [tuple(kind) for kind in kinds] == [(VILLAGE + "02", "regrouped", VILLAGE + "01")]
        with pytest.raises(BadInput):
            regrouping.regroup(session, cases, OTHER_VILLAGE + "01", WHY, OFFICER, AT)
        with pytest.raises(BadInput):
            regrouping.regroup(session, [], VILLAGE, Why(""), OFFICER, AT)
        stranger = Actor("v9", "赵明", "village", OTHER_VILLAGE)
        with pytest.raises(NotFound):
            regrouping.regroup(session, cases, VILLAGE + "01", WHY, stranger, AT)


def test_a_group_is_split_off_and_a_place_gets_another_name(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 4)
        chosen = [case for case in cases if session.get_one(Case, case).area == VILLAGE + "01"]
        moved = renaming.split(session, VILLAGE + "01", VILLAGE + "03", "新村小组", chosen[:1], WHY, OFFICER, AT)
        assert moved == 1
        assert groups(session) == {VILLAGE + "01": 1, VILLAGE + "02": 2, VILLAGE + "03": 1}
        for code, name in (
            (VILLAGE + "03", "又一小组"),
            (OTHER_VILLAGE + "07", "又一小组"),
            (VILLAGE + "05", "新村小组"),
        ):
            with pytest.raises(BadInput):
                renaming.split(session, VILLAGE + "01", code, name, chosen[:1], WHY, OFFICER, AT)
        renaming.rename(session, VILLAGE, "和平新村", WHY, ADMIN, AT)
        [first] = [one for one in changes.history(session, VILLAGE) if one.kind == "renamed"]
        assert (first.before, first.after, first.document) == ("和平村", "和平新村", WHY.document)
        for name in ("", "和平新村", "团结村", "长" * 61):
            with pytest.raises(BadInput):
                renaming.rename(session, VILLAGE, name, WHY, ADMIN, AT)
        with pytest.raises(NotFound):
            renaming.rename(session, VILLAGE, "别名", WHY, Actor("x", "别处", "admin", "54"), AT)


def test_a_move_of_nothing_writes_nothing(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        group = session.get_one(Case, case).area
        before = session.get_one(Case, case).version
        assert following.follow_households(session, {case: group}, WHY, ADMIN, datetime(2021, 11, 8, tzinfo=UTC)) == []
        assert session.get_one(Case, case).version == before
