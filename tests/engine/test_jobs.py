"""Lots, tokens and turns, without the engine that hands jobs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import Refused
from engine.jobs import desk, lots, turns, workers
from engine.jobs.asking import enqueue
from engine.jobs.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job, Result
from engine.jobs.lots import Conditions, Context, Handler
from engine.jobs.proving import verify_ledger
from engine.seals import seal
from tests.engine.history import behind_the_back, make_history
from tests.engine.office import at as day

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
CLERK, COLLEAGUE = Actor("7", "李春梅", "clerk", "533401102"), Actor("8", "王芳", "clerk", "533401102")
STRANGER, ABOVE = Actor("9", "赵明", "clerk", "533401103"), Actor("10", "孙国平", "auditor", "533401")


def conditions(db: Engine, worker: str = "pc@1", stopping: Callable[[], bool] = lambda: False) -> Conditions:
    return Conditions(db, worker, lambda _: AT, stopping, lambda *_: None)


def ask(db: Engine, key: str = "k", by: Actor = CLERK) -> int:
    with work(db) as session:
        return enqueue(session, "try", {}, by=by, at=AT, key=key).id


def stored(db: Engine, number: int) -> Job:
    with reading(db) as session:
        job = session.get_one(Job, number)
        session.expunge(job)
        return job


def run(db: Engine, handler: Handler, number: int, **how: object) -> Job:
    lots.run(conditions(db, **how), {"try": handler}, number, stored(db, number).attempts)  # type: ignore[arg-type]
    return stored(db, number)


def three_lots(between: Callable[[int], None]) -> Handler:
    def handler(context: Context) -> Result:
        for at in range(context.checkpoint.get("at", 0), 3):
            between(at)
            with context.lot() as lot:
                lot.session.execute(text("INSERT INTO counted (n) VALUES (:n)"), {"n": at})
                lot.keep({"at": at + 1}, done=at + 1, total=3)
        return Result()

    return handler


@pytest.fixture
def counted(db: Engine) -> Callable[[], list[int]]:
    with db.begin() as connection:
        connection.execute(text("CREATE TABLE counted (n INTEGER)"))

    def look() -> list[int]:
        with db.connect() as connection:
            return [row[0] for row in connection.execute(text("SELECT n FROM counted ORDER BY n"))]

    return look


def test_who_was_wrongly_thought_dead_records_nothing_more(db: Engine, counted: Callable[[], list[int]]) -> None:
    number = ask(db)

    def taken_away(at: int) -> None:
        if at == 1:
            with work(db) as session:
                turns.give_back(session, "pc@1")
            assert run(db, three_lots(lambda _: None), number, worker="other@1").state == DONE

    job = run(db, three_lots(taken_away), number)

    assert counted() == [0, 1, 2]
    assert (job.state, job.attempts) == (DONE, 2)


def test_a_lot_that_fails_leaves_nothing_and_the_retry_goes_on_from_the_one_before(
    db: Engine, counted: Callable[[], list[int]]
) -> None:
    number = ask(db)

    def stumble(at: int) -> None:
        if at == 2:
            raise ValueError

    failed = run(db, three_lots(stumble), number)
    assert (failed.state, failed.done, counted()) == (FAILED, 2, [0, 1])
    with work(db) as session:
        desk.retry(session, session.get_one(Job, number))

    assert run(db, three_lots(lambda _: None), number).state == DONE
    assert counted() == [0, 1, 2]


def test_a_job_is_cancelled_between_two_lots(db: Engine, counted: Callable[[], list[int]]) -> None:
    number = ask(db)

    def withdraw(at: int) -> None:
        if at == 1:
            with work(db) as session:
                desk.cancel(session, session.get_one(Job, number), AT)

    job = run(db, three_lots(withdraw), number)

    assert (job.state, counted()) == (CANCELLED, [0])
    with pytest.raises(Refused, match="已经结束"), work(db) as session:
        desk.cancel(session, session.get_one(Job, number), AT)


def test_what_has_no_text_ends_the_job_and_does_not_run_for_ever(db: Engine) -> None:
    job = run(db, lambda _: Result(figures={"wrong": object()}), ask(db))

    assert (job.state, job.worker) == (FAILED, "")


def test_nobody_takes_a_job_over_which_five_workers_died(db: Engine) -> None:
    number = ask(db)
    for _ in range(turns.FATAL):
        with work(db) as session:
            attempt = session.get_one(Job, number).attempts
            assert turns.take(session, number, attempt, "pc@1", "t", AT)
        with work(db) as session:
            assert turns.give_back(session, "pc@1") == 1

    job = run(db, lambda _: Result(), number)

    assert (job.state, len(job.reasons)) == (FAILED, 1)


def test_a_job_waits_for_a_database_that_went_away(db: Engine) -> None:
    number = ask(db)

    def cut_off(_context: Context) -> Result:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    with pytest.raises(OperationalError):
        run(db, cut_off, number)

    assert stored(db, number).state == RUNNING
    with work(db) as session:
        assert turns.give_back(session, "pc@1", but={number}) == 0
        assert turns.give_back(session, "pc@1") == 1
    assert run(db, lambda _: Result(), number).state == DONE


def test_only_the_waiting_attempt_is_taken(db: Engine) -> None:
    number = ask(db)
    with work(db) as session:
        assert turns.waiting(session) == [(number, 1)]
        assert turns.take(session, number, 2, "pc@1", "t", AT) is None
        turns.pass_on(session, number, 1)
        assert turns.waiting(session) == [(number, 2)]
        taken = turns.take(session, number, 2, "pc@1", "t", AT)
        assert taken is not None
        assert turns.take(session, number, 2, "pc@2", "u", AT) is None
        with pytest.raises(turns.Lost):
            turns.held(session, number, "u")


def test_a_place_is_taken_by_one_worker_and_inherited_from_a_dead_one(db: Engine) -> None:
    late = AT + workers.DEAD_AFTER + timedelta(seconds=1)
    number = ask(db)
    with work(db) as session:
        names = [workers.sit_down(session, "pc", pid, AT, lambda _: False) for pid in (1, 2)]
        assert names == ["pc@1", "pc@2"]
        turns.take(session, number, 1, "pc@1", "t", AT)
    with work(db) as session:
        workers.show_life(session, "pc@2", "pc", 2, late)
        assert workers.sit_down(session, "pc", 3, late, lambda _: False) == "pc@1"
        assert not workers.show_life(session, "pc@1", "pc", 1, late)
    assert (stored(db, number).state, stored(db, number).attempts) == (QUEUED, 2)


def test_the_dead_are_buried_once_and_the_living_never(db: Engine) -> None:
    number = ask(db)
    with work(db) as session:
        workers.sit_down(session, "pc", 1, AT, lambda _: False)
        turns.take(session, number, 1, "pc@1", "t", AT)
        assert workers.bury(session, "pc@1", AT, lambda _: False) == 0
        assert workers.bury(session, "pc@1", AT, lambda _: True) == 1
        assert workers.bury(session, "pc@1", AT, lambda _: True) == 0
        assert workers.show_life(session, "pc@1", "pc", 1, AT)  # whose row was lost shows its life again
    assert stored(db, number).state == QUEUED


@pytest.mark.parametrize(
    ("by", "wide", "seen"),
    [(CLERK, False, 2), (COLLEAGUE, False, 0), (COLLEAGUE, True, 2), (ABOVE, True, 3), (ABOVE, False, 0)],
)
def test_jobs_are_seen_by_who_asked_and_by_wide_sight_within_the_area(
    db: Engine, by: Actor, wide: bool, seen: int
) -> None:
    ask(db, "a"), ask(db, "b"), ask(db, "c", STRANGER)
    with reading(db) as session:
        first, more = desk.listed(session, by, wide=wide, limit=1)
        assert len(desk.listed(session, by, wide=wide)[0]) == seen
        assert len(first) == min(seen, 1)
        if more:
            assert len(desk.listed(session, by, wide=wide, before=more)[0]) == seen - 1


def test_a_job_that_does_not_get_on_is_named(db: Engine) -> None:
    number = ask(db)
    with work(db) as session:
        turns.take(session, number, 1, "pc@1", "t", AT)
        assert desk.counts(session) == {QUEUED: 0, RUNNING: 1}
        assert desk.stuck(session, AT + timedelta(hours=1)) == [number]
        assert desk.stuck(session, AT) == []


def test_the_ledger_is_proved_as_a_job_and_a_change_is_named(db: Engine) -> None:
    with work(db) as session:
        _, case, _ = make_history(session)
        seal(session, day(2))
    everything = Actor("1", "孙国平", "auditor")
    sound = run(db, verify_ledger, ask(db, "a", everything))
    with behind_the_back(db) as connection:
        connection.execute(
            text("UPDATE entry SET actor_name = '刘芬' WHERE case_id = :c AND sequence = 4"), {"c": case}
        )

    spoilt, elsewhere = (run(db, verify_ledger, ask(db, "b", by)) for by in (everything, STRANGER))

    assert sound.outcome.figures["wrong"] == 0
    assert sound.done == sound.total == sound.outcome.figures["cases"] > 0
    assert {one.facts.get("case") for one in spoilt.outcome.said[1:]} == {case}
    assert len(elsewhere.outcome.said) == 1
