"""Workers are killed, stopped and set against each other; every item is recorded once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from engine.db import reading, work
from engine.jobs import desk
from engine.jobs.asking import enqueue
from engine.jobs.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
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
    assert schema.differences(workshop.db) == [] or len(schema.differences(workshop.db)) == 1


def test_the_other_worker_takes_over_from_a_killed_one(workshop: Workshop) -> None:
    one, other = workshop.start(), workshop.start()
    number = workshop.ask()
    name = workshop.until(number, lambda job: job.done > 20).worker
    first = one if name.endswith("@1") == _sits_first(workshop, one.pid) else other
    first.kill()
    first.wait()

    job = workshop.until(number, lambda job: job.state == DONE)

    assert workshop.counted(number) == ALL
    assert job.attempts == 2


def _sits_first(workshop: Workshop, pid: int) -> bool:
    from engine.jobs.workers import Worker

    with reading(workshop.db) as session:
        return session.scalars(select(Worker.name).where(Worker.pid == pid)).one().endswith("@1")
