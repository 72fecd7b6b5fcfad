"""A sixth plan is one file: another order, other posts, calendar days, an announcement by the county; nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from engine.cases import Case
from engine.db import reading, work
from engine.runs import DONE, Run, Step
from engine.verify import verify
from states.book import open_book
from states.households import Household
from states.notices import Notice
from states.packs import store
from states.packs.checking import faults, together_with
from states.packs.known import texts
from states.packs.loader import shipped
from states.practice import township
from states.practice.days import at
from states.practice.staff import COLLECTORS
from states.practice.walk import walk
from tests.states.test_practice import print_by_hand

TEXT = (Path(__file__).parents[1] / "packs_kit" / "lingdong-2024.toml").read_text("utf-8")
SINCE = date(2024, 3, 4)


def test_the_file_passes_the_check_at_once() -> None:
    assert faults("lingdong-2024", TEXT, shipped()) == []


@pytest.fixture
def taken_in(db: Engine) -> list[int]:
    """The cases of a township that goes by the sixth plan since March 2024."""
    with work(db) as session:
        township.found(session, SINCE)
        store.install(session, together_with("lingdong-2024", TEXT, texts(session))[1], at(SINCE))
        houses = township.settle(session, 12, SINCE)
        grids = {one.area for one in COLLECTORS}
        return [house.case_id for house in houses if house.area[:12] in grids][:3]


def test_a_household_goes_through_the_whole_of_it(db: Engine, taken_in: list[int]) -> None:
    with work(db) as session:
        done = walk(session, open_book(), taken_in, "identify", SINCE, print_by_hand)
        order = list(dict.fromkeys(one.title for one in done))

    with reading(db) as session:
        cases = session.scalars(select(Case).where(Case.id.in_(taken_in))).all()
        pack = store.in_force(session, cases[0].area, SINCE)
        steps = session.scalars(select(Step).join(Run).where(Run.case_id == taken_in[0])).all()
        notice = session.scalars(select(Notice)).one()
        homes = session.scalars(select(Household).where(Household.case_id.in_(taken_in))).all()

        assert pack.id == "lingdong-2024"
        assert Counter(case.state for case in cases) == {"monitored": 3}
        assert {case.definition for case in cases} == {pack.digest}
        assert pack.definition.labels["monitored"] == "重点帮扶户"
        assert {step.status for step in steps} == {DONE}
        assert order == [
            "乡镇综合研判",
            "县级部门比对",
            "网格员入户",
            "村民小组评议",
            "乡镇审定",
            "报县备案",
            "县级公告",
            "县级录入",
        ]
        assert (notice.area, notice.places) == (cases[0].area[:6], ("county-board",))
        assert (notice.last_on - notice.first_on).days == 6, "seven calendar days with the day of posting"
        assert len(homes) == 3
        assert verify(session).faults == ()
