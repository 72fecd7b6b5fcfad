"""Advancing: one case, many cases, refusals with every reason, and nothing half done."""

import pytest

from engine.advance import advance, advance_many
from engine.cases import Case
from engine.db import reading, work
from engine.errors import MoveBlocked, StaleCase, UnknownAct
from engine.evidence import record
from engine.ledger import Entry, history
from engine.runs import Step
from engine.tallies import count
from engine.verify import verify
from tests.engine.office import AREA, CHIEF, CLERK, NOW, OTHER, at, make_permits, office

BOOK = office()


def codes(refused):
    return {blocker.code for blocker in refused.value.blockers}


def test_a_step_opens_what_follows_and_the_last_one_moves_the_case(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
        done = advance(session, BOOK, permit, "apply", by=CLERK, at=NOW)
        assert set(done.opened) == {"fire", "site"}

    with work(db) as session:
        record(session, "check", {}, {permit: {}}, NOW.date(), CLERK, at(1))
        advance(session, BOOK, permit, "fire", by=CLERK, at=at(1))
        advance(session, BOOK, permit, "site", by=OTHER, at=at(1))
        done = advance(session, BOOK, permit, "sign", by=CHIEF, at=at(2))
        assert (done.source, done.target, done.move) == ("asked", "granted", "grant")

    with reading(db) as session:
        case = session.get_one(Case, permit)
        assert (case.state, case.run_id) == ("granted", None)
        assert count(session, "permit", AREA[:4]) == {"granted": 1}
        assert verify(session).faults == ()


def test_a_refusal_lists_every_reason_and_changes_nothing(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
    with work(db) as session, pytest.raises(MoveBlocked) as refused:
        advance(session, BOOK, permit, "sign", by=CLERK, at=NOW)

    assert codes(refused) == {"step-before", "role-required", "window-not-open"}
    assert [b.earliest_on.isoformat() for b in refused.value.blockers if b.earliest_on] == ["2021-10-27"]
    with reading(db) as session:
        assert session.get_one(Step, (session.get_one(Case, permit).run_id, "sign")).status == "waiting"


def test_the_same_person_may_not_look_twice(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
        advance(session, BOOK, permit, "apply", by=CLERK, at=NOW)
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, permit, "site", by=CLERK, at=NOW)
    assert codes(refused) == {"same-person"}


def test_a_step_is_skipped_by_rule_with_its_reason(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK, size=1)
        done = advance(session, BOOK, permit, "apply", by=CLERK, at=NOW)
        assert done.skipped == ("fire",)
        row = session.get_one(Step, (session.get_one(Case, permit).run_id, "fire"))
        assert (row.status, row.remark) == ("skipped", "一平方米免检")


def test_a_move_with_a_procedure_cannot_be_made_without_it(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK, running=False)
        with pytest.raises(MoveBlocked) as refused:
            advance(session, BOOK, permit, "grant", by=CLERK, at=NOW)
        assert codes(refused) == {"procedure-needed"}
        with pytest.raises(UnknownAct):
            advance(session, BOOK, permit, "fly", by=CLERK, at=NOW)
        assert advance(session, BOOK, permit, "end", by=CHIEF, at=NOW).target == "ended"


def test_one_command_sent_twice_does_one_thing(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
    for again in (False, True):
        with work(db) as session:
            done = advance(session, BOOK, permit, "apply", by=CLERK, at=NOW, key="k1")
            assert (done.again, set(done.opened)) == (again, {"fire", "site"})
    with reading(db) as session:
        assert [e.kind for e in history(session, permit)].count("step") == 1


def test_the_second_clerk_is_told_who_was_first_and_when(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
        seen = session.get_one(Case, permit).version
        advance(session, BOOK, permit, "apply", by=CLERK, at=NOW, version=seen)
    with work(db) as session, pytest.raises(StaleCase) as refused:
        advance(session, BOOK, permit, "apply", by=OTHER, at=at(1), version=seen)
    assert refused.value.blockers[0].message == "刘芳已于2021-10-25 09:00办理过，请刷新后再看"


def test_in_bulk_each_advances_or_is_held_with_its_reason(db):
    with work(db) as session:
        permits = make_permits(session, BOOK, 5)
        bare = make_permits(session, BOOK, 1, running=False)
        advance(session, BOOK, permits[0], "apply", by=CLERK, at=NOW)
        outcome = advance_many(session, BOOK, [*permits, *bare], "apply", by=CLERK, at=at(1), key="b1")
        assert {done.case_id for done in outcome.moved} == set(permits[1:])
        assert {i: [b.code for b in why] for i, why in outcome.held.items()} == {
            permits[0]: ["step-done"],
            bare[0]: ["unknown-act"],
        }
    with work(db) as session:
        assert advance_many(session, BOOK, permits, "apply", by=CLERK, at=at(1), key="b1").again
    with reading(db) as session:
        assert verify(session).faults == ()
        assert session.query(Entry).filter_by(kind="step").count() == 5


def test_bulk_and_single_write_the_same_story(db):
    with work(db) as session:
        one, *many = make_permits(session, BOOK, 3)
        advance(session, BOOK, one, "apply", by=CLERK, at=at(1))
        advance_many(session, BOOK, many, "apply", by=CLERK, at=at(1))
    with reading(db) as session:
        stories = [
            next((e.sequence, e.kind, e.facts.replace(str(i), "")) for e in history(session, i)) for i in (one, *many)
        ]
        assert len(set(stories)) == 1
