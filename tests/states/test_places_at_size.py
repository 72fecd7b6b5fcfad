"""A township of twenty thousand households changes places in one transaction, with no statement for each row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, func, select

from engine.db import work
from engine.runs import Step
from engine.start import start
from states.households import Draft, Household, register
from states.members import Member
from states.places import merging, relocating, returning
from states.regions import region
from tests.states.test_places_regions import ADMIN, AT, BOOK, OFFICER, TOWNSHIP, WHY
from tests.states.village import make_village, on

HOUSEHOLDS, UNDER_WAY, VILLAGES, GROUPS = 20_000, 500, 10, 10
OTHER = "539901103"
STATEMENTS = 250
"""What a township of a hundred groups may take at most; a statement for each household would be twenty thousand."""


@contextmanager
def statements(db: Engine) -> Iterator[list[str]]:
    """The statements that go through SQLAlchemy meanwhile."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        seen.append(statement)

    event.listen(db, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db, "before_cursor_execute", note)


def settle(db: Engine) -> None:
    """A township of so many households of two, some of them under way."""
    codes = [f"{TOWNSHIP}{3 + v // 10}{v % 10:02}{g:02}" for v in range(VILLAGES) for g in range(1, GROUPS + 1)]
    with work(db) as session:
        make_village(session)
        session.add(region(OTHER, "青山镇"))
        session.flush()
        session.add_all([region(code, f"{code[9:]}村") for code in sorted({code[:12] for code in codes})])
        session.flush()
        session.add_all([region(code, f"第{code[12:]}小组") for code in codes])
        session.flush()
        people = [
            tuple(
                {"name": f"张秀{k}", "id_no": f"{n}-{k}", "relation": "head" if not k else "son", "is_head": not k}
                for k in range(2)
            )
            for n in range(HOUSEHOLDS)
        ]
        drafts = [
            Draft(codes[n % len(codes)], {"number": f"H{n:06d}", "head_name": "张秀"}, people[n])
            for n in range(HOUSEHOLDS)
        ]
        register(session, drafts, BOOK.plan, OFFICER, on("2021-10-20"))
        first = select(Household.case_id, Household.village).order_by(Household.case_id).limit(UNDER_WAY)
        cases = [row[0] for row in session.execute(first)]
        start(session, BOOK, cases, "identify", by=OFFICER, at=on("2021-10-20"))


def standing(session, township: str) -> tuple[int, int, int]:  # type: ignore[no-untyped-def]
    """Households, people and open steps whose rows say this township."""
    houses = select(func.count()).select_from(Household).where(Household.township == township)
    people = select(func.count()).select_from(Member).where(Member.township == township)
    steps = select(func.count()).select_from(Step).where(Step.area.startswith(township), Step.status == "open")
    return tuple(session.scalar(one) for one in (houses, people, steps))


def test_a_township_of_twenty_thousand_households_goes_at_once_and_comes_back(db: Engine) -> None:
    settle(db)
    with work(db) as session:
        everybody = standing(session, TOWNSHIP)
        assert everybody == (HOUSEHOLDS, 2 * HOUSEHOLDS, UNDER_WAY)
    with work(db) as session, statements(db) as seen:
        plan = merging.plan_merger(session, TOWNSHIP, OTHER, ADMIN)
        assert relocating.carry_out(session, plan, plan.digest, WHY, ADMIN, AT) == HOUSEHOLDS
        assert len(seen) < STATEMENTS
    with work(db) as session:
        assert (standing(session, TOWNSHIP), standing(session, OTHER)) == ((0, 0, 0), everybody)
    with work(db) as session, statements(db) as seen:
        back = returning.plan_return(session, TOWNSHIP, ADMIN)
        assert returning.take_back(session, back, WHY, ADMIN, on("2021-11-09")) == HOUSEHOLDS
        assert len(seen) < STATEMENTS
    with work(db) as session:
        assert (standing(session, TOWNSHIP), standing(session, OTHER)) == (everybody, (0, 0, 0))
