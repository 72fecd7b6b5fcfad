"""Workers are killed, stopped and set against each other; every item is recorded once."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from engine.db import reading, work
from engine.jobs import desk
from engine.jobs.asking import enqueue
from engine.jobs.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from engine.jobs.workers import Worker, everybody
from states import schema
from tests.web.jobs.conftest import CLERK, Workshop
from tests.web.jobs.side import ITEMS

ALL = list(range(ITEMS))


def test_a_killed_worker_loses_nothing_and_repeats_nothing_once_it_is_back(workshop: Workshop) -> None:
    number = workshop.ask()
    worker = workshop.start()
    workshop.until(number, lambda job: job.done > 20)
    worker.kill()
    worker.wait()
    assert workshop.job(number).state == RUNNING

    workshop.start()
    job = workshop.until(number, lambda job: job.state == DONE)

    assert workshop.counted(number) == ALL
    assert (job.attempts, job.done, job.total) == (2, ITEMS, ITEMS)
    assert [(one.text, dict(one.facts)) for one in job.outcome.said] == [("数到%(n)s", {"n": ITEMS})]
    [difference] = schema.differences(workshop.db)  # the tables of the engine beneath do not pass for ours
    assert "counted" in str(difference)


def test_two_workers_share_the_work_and_one_takes_over_from_the_other(workshop: Workshop) -> None:
    workshop.start()
    workshop.start()
    workshop.until_there_are(2)
    first, second = workshop.ask(seconds=0.05), workshop.ask(seconds=0.05)  # neither is over before both are under way

    names = {workshop.until(number, lambda job: job.done > 5).worker for number in (first, second)}
    assert len(names) == 2
    victim = workshop.worker(workshop.job(first).worker)
    victim.kill()
    victim.wait()

    jobs = [workshop.until(number, lambda job: job.state == DONE) for number in (first, second)]
    assert [workshop.counted(number) for number in (first, second)] == [ALL, ALL]
    assert [job.attempts for job in jobs] == [2, 1]


def test_one_worker_meets_every_way_a_job_can_end(workshop: Workshop) -> None:
    worker = workshop.start()
    asked = {kind: workshop.ask(kind) for kind in ("refuse", "spoil", "stumble", "unknown")}
    long = workshop.ask(seconds=0.2)

    said = {}
    for kind, number in asked.items():
        job = workshop.until(number, lambda job: job.state == FAILED)
        said[kind] = [one.text % one.facts for one in job.reasons]
    assert said["refuse"] == ["青山村还没有交表"]
    assert said["spoil"] == ["第3行: 日期不对"]
    assert "升级" in said["unknown"][0]
    assert "编号" in said["stumble"][0]
    assert "533401198001010011" not in workshop.job(asked["stumble"]).failure

    workshop.until(long, lambda job: job.done > 0)
    with work(workshop.db) as session:
        desk.cancel(session, session.get_one(Job, long), datetime.now(UTC))
    cancelled = workshop.until(long, lambda job: job.state == CANCELLED)
    assert workshop.counted(long) == list(range(cancelled.done))  # what was done stays, and is known

    with work(workshop.db) as session:
        desk.retry(session, session.get_one(Job, long))
    workshop.until(long, lambda job: job.state == RUNNING and job.done > cancelled.done)
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(20) == 0
    given_back = workshop.job(long)
    assert (given_back.state, given_back.worker) == (QUEUED, "")
    assert workshop.counted(long) == list(range(given_back.done))
    with reading(workshop.db) as session:
        assert everybody(session) == []


def test_what_is_rolled_back_was_never_asked_for(db: Engine) -> None:
    at = datetime.now(UTC)
    with suppress(ZeroDivisionError), work(db) as session:
        enqueue(session, "count-up", {}, by=CLERK, at=at, key="k")
        raise ZeroDivisionError

    with work(db) as session:
        assert session.scalars(select(Job)).all() == []
        one = enqueue(session, "count-up", {"items": 1}, by=CLERK, at=at, key="k")
        again = enqueue(session, "count-up", {"items": 2}, by=CLERK, at=at, key="k")
        assert (one.id, again.params) == (again.id, '{"items":1}')
        assert again.state == QUEUED


def test_a_waiting_job_is_cancelled_at_once(db: Engine) -> None:
    at = datetime.now(UTC)
    with work(db) as session:
        job = enqueue(session, "count-up", {}, by=CLERK, at=at, key="k")
        desk.cancel(session, job, at)
        assert (job.state, job.finished_at) == (CANCELLED, at)
        desk.retry(session, job)
        assert (job.state, job.attempts) == (QUEUED, 2)
    with reading(db) as session:
        assert session.scalars(select(Worker)).all() == []
