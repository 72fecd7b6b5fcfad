"""What the category rested on stays with the household, by the moves and by the revision that brought it in."""

import importlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import Refused
from states.book import open_book
from states.changes import deciding
from states.changes.categories import fitting, unfit
from states.changes.proposing import Edit, propose
from states.history.former import Former
from states.history.standing import households_on
from states.households import Household
from states.identified import identified, rested_on
from states.practice import staff, township
from states.practice.walk import walk
from tests.states.test_practice import print_by_hand

BOOK = open_book()
REVISION = importlib.import_module("states.migrations.versions.0019_what_the_category_rested_on")
RESTED = (Decimal("5320.00"), 6000, "net", "national-2021")
NONE = {"identified_income": None, "identified_line": None, "identified_metric": "", "identified_pack": ""}
AT = datetime(2021, 9, 1, 2, tzinfo=UTC)
CLERK = staff.CLERKS[0]
SECOND = Actor("village-1b", "木丽华", "village", CLERK.area)


def of(home):
    return home.identified_income, home.identified_line, home.identified_metric, home.identified_pack


@pytest.fixture
def cases(db):
    """Two households identified in June 2021 under the national plan, and one that nobody identified."""
    with work(db) as session:
        township.found(session, date(2021, 6, 1))
        cases = [house.case_id for house in township.settle(session, 3, date(2021, 6, 1))]
        walk(session, BOOK, cases[:2], "identify", date(2021, 6, 2), print_by_hand)
    return cases


def homes(session, cases):
    return session.scalars(select(Household).where(Household.case_id.in_(cases)).order_by(Household.id)).all()


def test_identification_writes_the_income_the_line_its_metric_and_the_plan(db, cases):
    with reading(db) as session:
        first, second, candidate = homes(session, cases)
        assert (of(first), of(second)) == (RESTED, RESTED)
        assert of(candidate) == (None, None, "", "")
        before = households_on(session, [first], date(2021, 6, 2))[first.id]
        after = households_on(session, [first], first.identified_on)[first.id]
        assert (before.of("identified_line"), after.of("identified_line")) == ("", "6000")
        told = dict(identified(first))
        assert told["识别时人均收入（元）"], told["识别时执行的方案"] == ("5320.00", "national-2021")
        assert identified(candidate) == []


def test_the_revision_fills_what_was_identified_before_and_marks_what_nobody_knows(db, cases):
    with work(db) as session:
        session.execute(update(Household).values(NONE))
        session.execute(delete(Former))
        REVISION.bring_over(session.connection())
    with reading(db) as session:
        first, second, candidate = homes(session, cases)
        assert (of(first), of(second), of(candidate)) == (RESTED, RESTED, (None, None, "", ""))
        assert households_on(session, [first], date(2021, 6, 2))[first.id].of("identified_line") is None


def test_what_is_not_on_record_says_so():
    assert rested_on({"category": "none"}) == dict.fromkeys(NONE, "")
    assert set(rested_on({"category": "sudden"}).values()) == {"未记录"}


@pytest.mark.parametrize(
    ("income", "kind", "category", "fits"),
    [
        ("5999.99", "general", "marginal", True),
        ("6000", "general", "marginal", True),
        ("6000.01", "general", "marginal", False),
        ("6000", "lifted_out", "unstable", True),
        ("6000", "general", "sudden", False),
        ("6000.01", "general", "sudden", True),
        ("6000.01", "lifted_out", "sudden", True),
        ("6000", "general", "unstable", False),
        ("6000", "lifted_out", "marginal", False),
        (None, "general", "sudden", True),
        (None, "general", "unstable", False),
        ("6000", "general", "none", False),
    ],
)
def test_the_category_follows_from_the_kind_and_the_income_at_identification(income, kind, category, fits):
    told = None if income is None else Decimal(income)
    home = Household(kind=kind, category="marginal", identified_income=told, identified_line=6000)
    assert (list(unfit(home, category)) == []) is fits
    if told is not None and fits:
        assert fitting(home) == category


def test_a_category_is_corrected_by_two_people_and_never_against_the_kind(db, cases):
    with work(db) as session:
        home = homes(session, cases)[0]
        wrong = "marginal" if home.kind == "lifted_out" else "unstable"
        home.category = "sudden"
    edit = Edit("household", home.id, "category", wrong)
    with work(db) as session, pytest.raises(Refused) as refused:
        propose(session, [edit], by=CLERK, at=AT, source="look-back")
    assert [one.code for one in refused.value.blockers] == ["category-unfit"]
    with work(db) as session:
        (change,) = propose(
            session, [Edit("household", home.id, "category", fitting(home))], by=CLERK, at=AT, source="look-back"
        )
    with work(db) as session, pytest.raises(Refused):
        deciding.verify(session, BOOK, session.merge(change), by=CLERK, at=AT)
    with work(db) as session:
        deciding.verify(session, BOOK, session.merge(change), by=SECOND, at=AT)
    with reading(db) as session:
        assert homes(session, cases)[0].category == fitting(home)
