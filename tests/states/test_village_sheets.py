"""A village's yearly sheet: one enters, another verifies, and only then the rules compare it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select, update

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from engine.errors import BadInput, MoveBlocked, NotFound
from engine.verify import verify as verify_ledger
from states.households import Household
from states.places import figures, village_sheets
from states.places.village_sheets import facts
from states.quality import correcting, desk, villages
from states.quality.correcting import Proof
from states.quality.desk import Asked
from states.quality.findings import Finding
from states.quality.round import Round
from states.quality.rounds import run
from states.regions import Region
from tests.states.register import AT
from tests.states.test_quality_rounds import BOOK, CLERK, OTHER, PAPER, REVIEWER, STRANGER, VILLAGE, filled, household

FULL = {name: "1" for name, fact in facts().items() if fact.kind == "facility"}
OFFICE = Actor("t1", "李建华", "township", "533401102")


def declare(db: Engine, **values: int) -> None:
    with work(db) as session:
        place = session.get_one(Region, VILLAGE)
        figures.declare(session, place, 2021, values, "更正", CLERK, AT)


def sheet(db: Engine, by: Actor = CLERK, **values: str) -> int:
    with work(db) as session:
        place = session.get_one(Region, VILLAGE)
        return village_sheets.enter(session, place, 2021, FULL | values, "更正", by=by, at=AT).id


def verified(db: Engine, sheet_id: int, by: Actor = REVIEWER) -> None:
    with work(db) as session:
        village_sheets.verify(session, sheet_id, by=by, at=AT)


def look(db: Engine, days: int = 0, area: str = "533401102") -> Round:
    return run(lambda: work(db), BOOK, area, by=OFFICE, at=AT + timedelta(days=days))


def standing(db: Engine) -> dict[str, str]:
    with reading(db) as session:
        query = select(Finding.rule, Case.state).join(Case, Case.id == Finding.case_id)
        rows = session.execute(query.where(Finding.household_id.is_(None), Finding.area == VILLAGE)).all()
    return {row[0]: row[1] for row in rows}


def test_what_nobody_verified_is_not_compared_and_who_entered_cannot_verify(db: Engine) -> None:
    filled(db, household(1))
    with work(db) as session:
        session.execute(update(Household).values(details='{"forest":"12.5"}'))
    declare(db, households=1)
    entered = sheet(db, forest="12.49")
    with work(db) as session, pytest.raises(MoveBlocked) as refused:
        village_sheets.verify(session, entered, by=CLERK, at=AT)
    assert [one.code for one in refused.value.blockers] == ["same-person"]
    with work(db) as session, pytest.raises(NotFound):
        village_sheets.verify(session, entered, by=STRANGER, at=AT)
    look(db)
    assert "L_115t" not in standing(db)

    verified(db, entered)
    look(db, 1)

    assert standing(db)["L_115t"] == "open"
    with reading(db) as session:
        [found], _more = desk.listed(session, CLERK, Asked(rule="L_115t"))
        assert found.sentence == "和平村林地12.49亩，各户登记合计12.5亩"
        assert (found.number, found.head_name, found.case_id) == ("", "", None)


def test_a_finding_about_a_village_keeps_its_identity_until_proof_closes_it(db: Engine) -> None:
    filled(db, household(1), household(2))
    declare(db, households=1)
    first, again = look(db), look(db, 1)
    with work(db) as session:
        one = session.scalars(select(Finding).where(Finding.rule == "L_115k")).one()
        assert (one.subject, one.household_id, one.area) == (f"v{VILLAGE}", None, VILLAGE)
        with pytest.raises(BadInput):
            correcting.claim(session, BOOK, one.id, Proof("visit"), "已改", by=CLERK, at=AT)
        with pytest.raises(NotFound):
            correcting.claim(session, BOOK, one.id, PAPER, "已改", by=STRANGER, at=AT)
        correcting.claim(session, BOOK, one.id, PAPER, "已清点", by=CLERK, at=AT)
    declare(db, households=2)
    third = look(db, 2)
    assert (first.villages, first.opened - again.opened > 0, again.opened) == (3, True, 0)
    assert third.closed == 1
    assert standing(db)["L_115k"] == "closed"

    declare(db, households=1)
    fourth = look(db, 3)

    assert (fourth.opened, fourth.reopened) == (0, 1)
    assert standing(db)["L_115k"] == "open"
    with reading(db) as session:
        assert verify_ledger(session).faults == ()


def test_who_declared_the_figures_cannot_waive_a_doubt_about_the_village(db: Engine) -> None:
    filled(db, household(1), household(2))
    with work(db) as session:
        figures.declare(session, session.get_one(Region, VILLAGE), 2021, {"households": 1}, "", OFFICE, AT)
    look(db)
    with work(db) as session:
        one = session.scalars(select(Finding.id).where(Finding.rule == "L_115k")).one()
        with pytest.raises(MoveBlocked) as refused:
            correcting.waive(session, BOOK, one, "属实", by=OFFICE, at=AT)
        assert [blocker.code for blocker in refused.value.blockers] == ["same-person"]

        correcting.waive(session, BOOK, one, "空挂户未销", by=REVIEWER, at=AT)

    look(db, 1)
    assert standing(db)["L_115k"] == "waived"


def test_a_round_over_a_group_or_another_village_leaves_the_village_alone(db: Engine) -> None:
    filled(db, household(1), household(2))
    declare(db, households=1)

    assert look(db, area=VILLAGE + "01").villages == 0
    assert look(db, area=OTHER).villages == 1
    assert standing(db) == {}
    assert look(db, area=VILLAGE).villages == 1
    assert "L_115k" in standing(db)


def test_villages_are_looked_at_lot_by_lot_and_the_sums_of_their_groups_are_known(db: Engine) -> None:
    filled(db, household(1))
    with work(db) as session:
        figures.declare(session, session.get_one(Region, VILLAGE + "01"), 2021, {"persons": 7}, "", CLERK, AT)
        today = AT.date()
        [first] = villages.lot(session, "533401102", today, "", size=1)
        [second] = villages.lot(session, "533401102", today, first.code, size=1)

        assert (first.code, first.loaded["groups_persons"], first.loaded["registered"]) == (VILLAGE, 7, 1)
        assert (second.code, second.loaded) == (OTHER, {})
        [third] = villages.lot(session, "533401102", today, second.code)
        assert villages.lot(session, "533401102", today, third.code) == []


def test_a_later_sheet_takes_the_place_of_the_one_that_stood(db: Engine) -> None:
    filled(db, household(1))
    verified(db, sheet(db, pond="3"))
    waiting, again = sheet(db, pond="4"), sheet(db, pond="5.25")
    with reading(db) as session:
        assert village_sheets.verified(session, [VILLAGE], 2021)[VILLAGE]["pond"] == 3
        with pytest.raises(NotFound):
            village_sheets.find(session, waiting, CLERK)

    verified(db, again)
    verified(db, again)

    with reading(db) as session:
        assert village_sheets.verified(session, [VILLAGE], 2022)[VILLAGE]["pond"] == Decimal("5.25")
        assert [one.id for one in village_sheets.of_area(session, CLERK, "", 2021)] == [again]
        assert village_sheets.of_area(session, STRANGER, "", 2021) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("doctors", "1.5"), ("pond", "1.234"), ("pond", "-1"), ("forest", "很多"), ("forest", "1000001"), ("shops", "1"),
     ("pond", "NaN")],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_beside_its_box(sqlite_db: Engine, name: str, value: str) -> None:
    filled(sqlite_db, household(1))

    with pytest.raises(BadInput) as refused:
        sheet(sqlite_db, **{name: value})

    assert [problem.where for problem in refused.value.problems] == [name]


def test_a_sheet_outside_the_area_a_wrong_year_and_a_correction_without_reason_are_refused(sqlite_db: Engine) -> None:
    filled(sqlite_db, household(1))
    with pytest.raises(NotFound):
        sheet(sqlite_db, STRANGER)
    verified(sqlite_db, sheet(sqlite_db))
    with work(sqlite_db) as session:
        place = session.get_one(Region, VILLAGE)
        with pytest.raises(BadInput) as refused:
            village_sheets.enter(session, place, 2021, FULL, " ", by=CLERK, at=AT)
        assert [problem.where for problem in refused.value.problems] == ["reason"]
        with pytest.raises(BadInput) as refused:
            village_sheets.enter(session, place, 2022, FULL, "", by=CLERK, at=AT)
        assert [problem.where for problem in refused.value.problems] == ["year"]
