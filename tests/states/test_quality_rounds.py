"""Rounds over a register: findings keep their identity, a cut-short round goes on, nothing is seen from outside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from engine.errors import BadInput, MoveBlocked, NotFound
from engine.evidence import record
from engine.verify import verify
from states.book import open_book
from states.departures import leave
from states.households import Draft, Household, register
from states.members import Member
from states.quality import correcting, desk, patterns, years
from states.quality.correcting import Proof
from states.quality.desk import Asked
from states.quality.findings import Finding
from states.quality.round import Round
from states.quality.rounds import run
from states.quality.yearly import HouseholdYear, MemberYear
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, number, places

BOOK = open_book()
VILLAGE, OTHER = "533401102201", "533401102202"
CLERK = Actor("v1", "和秀兰", "village", VILLAGE)
STRANGER = Actor("v2", "杨丽", "village", OTHER)
REVIEWER = Actor("t2", "赵敏", "township", "533401102")
PAPER = Proof("document", None, "户口簿", date(2021, 10, 18))
RULE = "2_01_001"


def person(sequence: int, relation: str = "head", **said: Any) -> dict[str, Any]:
    born = number(sequence)
    sound = {
        "name": f"和志{sequence}",
        "relation": relation,
        "is_head": relation == "head",
        "id_no": born,
        "person": born,
    }
    sound |= {"birth_on": date(1980, 1, 1), "sex": "male" if sequence % 2 else "female", "ethnicity": "14"}
    return sound | {"education": "junior", "health": "healthy", "labour": "full"} | said


def household(sequence: int, *people: dict[str, Any], village: str = VILLAGE) -> Draft:
    columns = {"number": f"{village}{sequence:05}", "head_name": f"和志{sequence}", "phone": "13900000001"}
    return Draft(village + "01", columns, people or (person(sequence, ethnicity=""),))


def filled(db: Engine, *drafts: Draft) -> list[int]:
    with work(db) as session:
        places(session)
        return register(session, drafts, HOUSEHOLDS, OPERATOR, AT)


def look(db: Engine, days: int = 0, by: Actor = OPERATOR, **more: Any) -> Round:
    return run(lambda: work(db), BOOK, more.pop("area", VILLAGE), by=by, at=AT + timedelta(days=days), **more)


def standing(db: Engine) -> dict[int, str]:
    with reading(db) as session:
        query = select(Finding.id, Case.state).join(Case, Case.id == Finding.case_id).where(Finding.rule == RULE)
        return {row[0]: row[1] for row in session.execute(query.order_by(Finding.id))}


def mend(db: Engine) -> None:
    with work(db) as session:
        session.execute(update(Member).values(ethnicity="14"))


def test_findings_keep_their_identity_from_round_to_round(db: Engine) -> None:
    filled(db, *(household(n) for n in range(1, 8)))

    first, again = look(db), look(db, 1)
    found = standing(db)
    with work(db) as session:
        for one in list(found)[:5]:
            correcting.claim(session, BOOK, one, PAPER, "已改", by=CLERK, at=AT)
    mend(db)
    third = look(db, 2)
    with work(db) as session:
        session.execute(update(Member).values(ethnicity=""))
    fourth = look(db, 3)

    assert (first.opened, again.opened, again.found) == (7, 0, 7)
    assert (third.closed, third.unproved, third.found) == (5, 2, 0)
    assert (fourth.opened, fourth.reopened) == (0, 5)
    assert standing(db) == dict.fromkeys(found, "open")
    with reading(db) as session:
        assert verify(session).faults == ()


def test_a_round_that_was_cut_short_goes_on_where_it_stopped(db: Engine) -> None:
    filled(db, *(household(n) for n in range(1, 8)))
    begun = iter(range(4))

    def cut() -> AbstractContextManager[Session]:
        if next(begun, None) is None:
            raise KeyboardInterrupt
        return work(db)

    with pytest.raises(KeyboardInterrupt):
        run(cut, BOOK, VILLAGE, by=OPERATOR, at=AT, lot=2)
    assert len(standing(db)) == 6
    told: list[tuple[int, int]] = []
    done = look(db, lot=2, progress=lambda n, total: told.append((n, total)))

    assert told == [(7, 7)]
    assert (done.households, done.opened, done.found) == (7, 7, 7)
    with reading(db) as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_what_stands_in_two_households_is_found_in_both(db: Engine) -> None:
    same = {"id_no": "999999001", "person": "", "id_kind": "none"}
    one, two = household(1, person(1, phone="13911112222")), household(2, person(2, phone="13911112222"))
    ids = filled(db, one, two, household(3, person(3, **same)), household(4, person(4, **same), person(5, "son")))
    with work(db) as session:
        gone = session.scalars(select(Member).where(Member.person == number(5))).one()
        leave(session, session.get_one(Household, ids[3]), [gone.id], "split", date(2021, 10, 1), by=OPERATOR, at=AT)
        [there] = register(session, [household(5, person(5))], HOUSEHOLDS, OPERATOR, AT)
    look(db)
    with reading(db) as session:
        assert not session.scalars(select(Finding).where(Finding.rule == "L_114")).all()
    with work(db) as session:
        case = session.get_one(Household, there).case_id
        session.execute(update(Case).where(Case.id == case).values(state="monitored"))

    look(db, 1)

    with reading(db) as session:
        rows = session.execute(select(Finding.rule, Finding.household_id, Finding.other)).all()
    pairs = [(row[1], row[2]) for row in rows if row[0] == "1_01_001"]
    assert sorted(pairs) == [(ids[2], f"{VILLAGE}00004"), (ids[3], f"{VILLAGE}00003")]
    assert {row[1] for row in rows if row[0] == "5_15_022"} == {ids[0], ids[1]}
    assert [(row[1], row[2]) for row in rows if row[0] == "L_114"] == [(ids[3], f"{VILLAGE}00005")]


def test_one_number_twice_in_a_household_is_found(db: Engine) -> None:
    same = {"id_no": "999999001", "person": "", "id_kind": "none"}
    [one] = filled(db, household(1, person(1), person(2, "son", **same), person(3, "son", **same)))

    look(db)

    with reading(db) as session:
        found = session.execute(select(Finding.household_id, Finding.other).where(Finding.rule == "1_01_001")).all()
    assert [tuple(row) for row in found] == [(one, f"{VILLAGE}00001")] * 2


def visit(session: Session, case: int, day: date, income: int) -> None:
    told = {"visitors": 1, "signed_by": []}
    record(session, "visit", {"income_per_head": str(income)}, {case: told}, day, CLERK, AT)


def test_a_closed_year_is_kept_once_and_compared_with_the_next(db: Engine) -> None:
    [first, second] = filled(db, household(1, person(1), person(3, "son", school="senior_1")), household(2, person(2)))
    with work(db) as session:
        case = session.get_one(Household, first).case_id
        visit(session, case, date(2021, 9, 1), 7200)
        with pytest.raises(BadInput):
            years.close(session, VILLAGE, 2021, by=OPERATOR, at=AT)
        with pytest.raises(NotFound):
            years.close(session, VILLAGE, 2020, by=STRANGER, at=AT)
        later = AT + timedelta(days=120)
        assert years.close(session, VILLAGE, 2021, by=OPERATOR, at=later) == 2
        assert years.close(session, VILLAGE, 2021, by=OPERATOR, at=later) == 0
        kept = session.get_one(HouseholdYear, (first, 2021)).facts
        assert '"income_per_head":"7200"' in kept
        assert session.scalar(select(func.count()).select_from(MemberYear)) == 3
        visit(session, case, date(2022, 1, 20), 7200)

    def found() -> set[tuple[str, int | None]]:
        with reading(db) as session:
            return {(row[0], row[1]) for row in session.execute(select(Finding.rule, Finding.household_id))}

    look(db, 120)
    assert ("L_111", first) in found()
    assert not {("L_111", second), ("C_28", first)} & found()  # in spring it is still the school year of the autumn

    look(db, 330)
    assert ("C_28", first) in found()


def test_nothing_is_looked_at_or_shown_outside_the_area(db: Engine) -> None:
    filled(db, household(1), household(2, village=OTHER))
    look(db, area="533401102")
    [mine, theirs] = standing(db)

    with reading(db) as session:
        listed, more = desk.listed(session, STRANGER, Asked(rule=RULE))
        assert ([one.finding.id for one in listed], more) == ([theirs], 0)
        assert desk.by_village(session, STRANGER, Asked(rule=RULE)) == [(OTHER, 1)]
        assert len(desk.rounds(session, STRANGER)) == 1
        with pytest.raises(NotFound):
            desk.find(session, mine, STRANGER)
    with pytest.raises(NotFound):
        look(db, by=STRANGER)
    with pytest.raises(BadInput):
        look(db, 1, area="533401102", most=1)
    with work(db) as session:
        for act in (lambda: correcting.claim(session, BOOK, mine, PAPER, "已改", by=STRANGER, at=AT),
                    lambda: correcting.waive(session, BOOK, mine, "属实", by=STRANGER, at=AT)):  # fmt: skip
            with pytest.raises(NotFound):
                act()


def test_a_list_goes_on_page_by_page(db: Engine) -> None:
    filled(db, *(household(n) for n in range(1, 6)))
    look(db)
    with reading(db) as session:
        first, more = desk.listed(session, CLERK, Asked(), limit=3)
        rest, end = desk.listed(session, CLERK, Asked(), after=more, limit=3)

    assert [len(first), len(rest), end] == [3, 2, 0]
    assert {one.finding.id for one in first}.isdisjoint(one.finding.id for one in rest)


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(MoveBlocked) as blocked:
        act()
    return [blocker.code for blocker in blocked.value.blockers]


def test_who_may_waive_is_neither_who_entered_nor_who_corrected(db: Engine) -> None:
    filled(db, household(1))
    look(db)
    [one] = standing(db)
    with work(db) as session:
        told = {"at": AT}
        assert refused(lambda: correcting.waive(session, BOOK, one, "属实", by=OPERATOR, **told)) == ["same-person"]
        assert refused(lambda: correcting.waive(session, BOOK, one, "属实", by=CLERK, **told)) == ["role-required"]
        assert refused(lambda: correcting.waive(session, BOOK, one, " ", by=REVIEWER, **told)) == ["reason-needed"]
        correcting.claim(session, BOOK, one, PAPER, "已改", by=REVIEWER, **told)
        assert refused(lambda: correcting.waive(session, BOOK, one, "属实", by=REVIEWER, **told)) == ["same-person"]


@pytest.mark.parametrize(
    ("proof", "where"),
    [
        (Proof("rumour"), ["proof"]),
        (Proof("visit"), ["proof"]),
        (Proof("document"), ["document", "document_on"]),
        (Proof("document", None, "户口簿", date(2099, 1, 1)), ["document_on"]),
        (Proof("department", 4711), ["evidence"]),
    ],
)
def test_a_proof_that_is_none_is_refused_beside_its_field(sqlite_db: Engine, proof: Proof, where: list[str]) -> None:
    filled(sqlite_db, household(1))
    look(sqlite_db)
    [one] = standing(sqlite_db)

    with work(sqlite_db) as session, pytest.raises(BadInput) as bad:
        correcting.claim(session, BOOK, one, proof, "", by=CLERK, at=AT)

    assert [problem.where for problem in bad.value.problems] == ["said", *where]


def test_one_seed_draws_one_sample(sqlite_db: Engine) -> None:
    filled(sqlite_db, *(household(n) for n in range(1, 8)))
    look(sqlite_db)
    with work(sqlite_db) as session:
        for one in standing(sqlite_db):
            correcting.claim(session, BOOK, one, PAPER, "已改", by=CLERK, at=AT)
        first, second, other = (patterns.draw(session, VILLAGE, 4, seed, by=OPERATOR, at=AT) for seed in (7, 7, 8))
        assert first.drawn == second.drawn != other.drawn
        assert [check.id for check in patterns.checks(session, CLERK)] == [other.id, second.id, first.id]
        assert patterns.checks(session, STRANGER) == []


@given(st.lists(st.integers(0, 3600), max_size=40))
def test_a_burst_is_ten_claims_of_one_person_within_ten_minutes(seconds: list[int]) -> None:
    claims = [("v1", "和秀兰", AT + timedelta(seconds=second), n) for n, second in enumerate(seconds)]

    found = patterns.bursts(claims)

    ordered = sorted(seconds)
    dense = any(late - early <= 600 for early, late in zip(ordered, ordered[9:], strict=False))
    assert bool(found) == dense
    assert all(len(burst.findings) >= patterns.MANY and burst.minutes <= 11 for burst in found)
