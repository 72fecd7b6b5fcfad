"""The last day of a whole run: what is counted in the database is what the case itself says, on every day around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine.advance import advance
from engine.clock import OFFICE
from engine.db import work
from engine.outlook import one
from engine.runs import OPEN, Step
from engine.start import start
from states import samples
from states.book import open_book
from states.caps import past_cap
from states.evidence.record import record
from states.households import Household, register
from states.packs.store import in_force, install, install_shipped
from tests.bdd.people import HEPING, ROLES, household
from tests.bdd.variants import HEAD, PROOF, move

BOOK, CLERK = open_book(), ROLES["村级信息员"]
BEGUN, LEAD = date(2021, 10, 19), date(2021, 10, 8)
STEPS = (f"proof|提交证明|village|{PROOF}", "visit|入户核查|village|needs = []")


def morning(day: date) -> datetime:
    """Ten o'clock in the office."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=OFFICE).astimezone(UTC)


def under_way(session, start_event, length):
    """A household whose run is capped from that event, its first step done two days after it began."""
    for place in samples.regions():
        session.add(place)
        session.flush()
    install_shipped(session, morning(BEGUN))
    capped = move(*STEPS, more=f'within = "{length}"\nstart = "{start_event}"')
    install(session, {"variant": HEAD + capped}, morning(BEGUN))
    definition = in_force(session, HEPING, BEGUN).definition
    [number] = register(session, [household("李秀英", HEPING)], definition, CLERK, morning(BEGUN))
    case = session.scalars(select(Household.case_id).where(Household.id == number)).one()
    at = morning(BEGUN)
    start(session, BOOK, [case], "identify", by=CLERK, at=at, definition=definition, lead_on=LEAD)
    later = morning(BEGUN + timedelta(days=2))
    told = {"happened_on": BEGUN - timedelta(days=1), "by": CLERK, "at": later}
    record(session, "emergency", {"cause": "disaster", "what": "山洪冲毁农田"}, [case], **told)
    record(session, "proof", {"what": "受灾证明"}, [case], **told)
    advance(session, BOOK, case, "proof", by=CLERK, at=later)
    return case


@pytest.mark.parametrize(
    ("event", "length", "last"),
    [
        ("run", "5 days", date(2021, 10, 24)),
        ("run", "5 workdays", date(2021, 10, 26)),
        ("lead", "1 months", date(2021, 11, 8)),
        ("lead", "10 workdays", date(2021, 10, 21)),
        ("month-end", "3 days", date(2021, 11, 3)),
        ("quarter-end", "3 workdays", date(2022, 1, 6)),
        ("evidence:emergency", "7 days", date(2021, 10, 25)),
        ("step:proof", "4 days", date(2021, 10, 25)),
    ],
)
def test_a_run_is_late_from_the_day_after_its_last(db, event, length, last):
    with work(db) as session:
        case = under_way(session, event, length)
        for day in (last - timedelta(days=1), last, last + timedelta(days=1), last + timedelta(days=40)):
            cap = one(session, BOOK, case, CLERK, morning(day)).cap
            late = select(func.count()).where(Step.status == OPEN, past_cap(session, HEPING, day))

            assert cap is not None
            assert (cap.last_on, cap.overdue) == (last, day > last)
            assert session.scalar(late) == (1 if day > last else 0)


def test_without_a_cap_nothing_is_late(db):
    with work(db) as session:
        install_shipped(session, morning(BEGUN))
        assert session.scalar(select(func.count()).select_from(Step).where(past_cap(session, HEPING, BEGUN))) == 0
