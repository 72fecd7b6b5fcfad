"""Going back: sending back with a reason, taking back one's own, breaking off, and what refuses to begin."""

import pytest

from engine.advance import advance
from engine.back import mark_seen, send_back, withdraw
from engine.cases import Case
from engine.db import reading, work
from engine.errors import MoveBlocked, NotFound, Refused, UnknownAct
from engine.evidence import record
from engine.ledger import history
from engine.runs import Run, Step
from engine.start import break_off, start
from engine.verify import verify
from tests.engine.office import AREA, CHIEF, CLERK, NOW, OTHER, at, make_permits, office

BOOK = office()
FOREIGN = CLERK.__class__("u8", "外地人", "clerk", "5301")


def codes(refused):
    return {blocker.code for blocker in refused.value.blockers}


def standing(db, permit):
    with reading(db) as session:
        run = session.query(Run).filter_by(case_id=permit).one()
        steps = session.query(Step).filter_by(run_id=run.id)
        assert verify(session).faults == ()
        return {step.name: (step.status, step.round) for step in steps}


def ready_to_sign(session):
    [permit] = make_permits(session, BOOK)
    record(session, "check", {}, {permit: {}}, NOW.date(), CLERK, NOW)
    advance(session, BOOK, permit, "apply", by=CLERK, at=NOW)
    advance(session, BOOK, permit, "fire", by=CLERK, at=NOW)
    advance(session, BOOK, permit, "site", by=OTHER, at=NOW)
    return permit


def test_sent_back_a_step_and_all_after_it_begin_a_new_round(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        send_back(session, BOOK, permit, "site", by=CHIEF, at=at(1), code="photo", reason="照片看不清")

    assert standing(db, permit) == {
        "apply": ("done", 1),
        "fire": ("done", 1),
        "site": ("open", 2),
        "sign": ("waiting", 2),
    }
    with reading(db) as session:
        last = history(session, permit)[0]
        assert (last.kind, last.told["reason"], last.actor_name) == ("sent-back", "照片看不清", CHIEF.name)

    with work(db) as session:
        advance(session, BOOK, permit, "site", by=OTHER, at=at(2))
        assert advance(session, BOOK, permit, "sign", by=CHIEF, at=at(3)).move == "grant"


def test_sending_back_needs_a_reason_and_the_step_in_hand(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        with pytest.raises(MoveBlocked) as refused:
            send_back(session, BOOK, permit, "site", by=CLERK, at=at(1), code="photo", reason=" ")
        assert codes(refused) == {"not-yours", "reason-needed"}
        with pytest.raises(MoveBlocked) as refused:
            send_back(session, BOOK, permit, "sign", by=CHIEF, at=at(1), code="photo", reason="再看")
        assert codes(refused) == {"not-done", "not-yours"}
        with pytest.raises(UnknownAct):
            send_back(session, BOOK, permit, "fly", by=CHIEF, at=at(1), code="photo", reason="再看")
    assert standing(db, permit)["site"] == ("done", 1)


def test_one_takes_back_ones_own_until_the_next_has_seen_it(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        withdraw(session, BOOK, permit, "site", by=OTHER, at=at(1))
    assert standing(db, permit)["site"] == ("open", 2)

    with work(db) as session:
        advance(session, BOOK, permit, "site", by=OTHER, at=at(1))
        mark_seen(session, permit, by=CHIEF, at=at(2))
        with pytest.raises(MoveBlocked) as refused:
            withdraw(session, BOOK, permit, "site", by=OTHER, at=at(2))
    assert codes(refused) == {"already-seen"}


def test_nobody_takes_back_what_another_did_or_what_others_built_on(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        with pytest.raises(MoveBlocked) as refused:
            withdraw(session, BOOK, permit, "apply", by=OTHER, at=at(1))
    assert codes(refused) == {"not-yours", "later-done"}


def test_only_the_role_of_the_open_step_has_seen_it(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        mark_seen(session, permit, by=CLERK, at=at(1))
        withdraw(session, BOOK, permit, "site", by=OTHER, at=at(2))
    assert standing(db, permit)["site"] == ("open", 2)


def test_without_a_run_there_is_no_way_back(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK, running=False)
        with pytest.raises(Refused) as refused:
            withdraw(session, BOOK, permit, "apply", by=CLERK, at=NOW)
        assert codes(refused) == {"no-run"}
        with pytest.raises(NotFound):
            send_back(session, BOOK, permit + 1, "apply", by=CHIEF, at=NOW, code="x", reason="y")


def test_broken_off_a_case_keeps_its_state_and_may_begin_again(db):
    with work(db) as session:
        permit = ready_to_sign(session)
        break_off(session, [permit], by=CLERK, at=at(1), reason="申请人撤回")

    with work(db) as session:
        case = session.get_one(Case, permit)
        assert (case.state, case.run_id) == ("asked", None)
        assert history(session, permit)[0].told["reason"] == "申请人撤回"
        assert {step.status for step in session.query(Step).filter_by(case_id=permit)} <= {"done", "waiting"}
        start(session, BOOK, [permit], "grant", by=CLERK, at=at(2))
        assert session.query(Run).filter_by(case_id=permit).count() == 2
        assert verify(session).faults == ()


def test_breaking_off_is_refused_outside_the_area_and_without_a_run(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
        [bare] = make_permits(session, BOOK, running=False)
        for ids, by, code in (([permit], FOREIGN, "outside-area"), ([bare], CLERK, "no-run")):
            with pytest.raises(MoveBlocked) as refused:
                break_off(session, ids, by=by, at=at(1), reason="不办了")
            assert codes(refused) == {code}
        assert session.get_one(Case, permit).run_id is not None


def test_a_second_run_a_foreign_hand_and_an_unknown_move_do_not_begin(db):
    with work(db) as session:
        [permit] = make_permits(session, BOOK)
        [bare] = make_permits(session, BOOK, running=False)
        with pytest.raises(MoveBlocked) as refused:
            start(session, BOOK, [permit], "grant", by=FOREIGN, at=NOW)
        assert codes(refused) == {"run-under-way", "outside-area"}
        with pytest.raises(UnknownAct):
            start(session, BOOK, [bare], "end", by=CHIEF, at=NOW)  # a move without a procedure
        with pytest.raises(NotFound):
            start(session, BOOK, [bare, bare + 1], "grant", by=CLERK, at=NOW)
        assert session.get_one(Case, bare).run_id is None


def test_all_begin_or_none(db):
    with work(db) as session:
        running = make_permits(session, BOOK)
        bare = make_permits(session, BOOK, running=False)
        with pytest.raises(MoveBlocked):
            start(session, BOOK, [*bare, *running], "grant", by=CLERK, at=NOW)
        assert session.query(Run).filter_by(case_id=bare[0]).count() == 0
        assert session.get_one(Case, bare[0]).area == AREA
