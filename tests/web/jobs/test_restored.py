"""Jobs go with a backup and go on after it; nothing of the engine beneath has to."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import turns, workers
from engine.jobs.asking import enqueue
from engine.jobs.job import QUEUED, RUNNING, Job
from states.archives.load import check, load
from states.archives.save import save
from tests import databases
from tests.web.jobs.conftest import CLERK
from web.worker.durable import system_engine

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_a_job_that_was_under_way_goes_on_after_a_restore(db: Engine, tmp_path: Path, run_folder: Path) -> None:
    store, archive = FileStore(str(tmp_path / "files")), tmp_path / "backup.zip"
    with work(db) as session:
        name = workers.sit_down(session, "old-pc", 1, AT, lambda _: False)
        number = enqueue(session, "try", {"n": 1}, by=CLERK, at=AT, key="k").id
        turns.take(session, number, 1, name, "t", AT)
    save(db, store, archive, AT, lambda _: None)
    other = databases.fresh_sqlite(run_folder, tmp_path / "other.sqlite")
    with work(other) as session:  # a service runs there already, with its worker
        workers.sit_down(session, "new-pc", 2, AT, lambda _: False)

    load(other, store, archive, check(archive, lambda _: None), lambda _: None)

    late = AT + workers.DEAD_AFTER * 2
    with work(other) as session:
        assert session.get_one(Job, number).state == RUNNING
        assert workers.show_life(session, "new-pc@1", "new-pc", 2, late)
        assert workers.bury(session, "old-pc@1", late, lambda _: False) == 1
    with reading(other) as session:
        assert (session.get_one(Job, number).state, turns.waiting(session)) == (QUEUED, [(number, 2)])
    other.dispose()


def test_the_engine_beneath_is_told_the_time_by_any_release_of_sqlite(sqlite_db: Engine) -> None:
    engine = system_engine(sqlite_db)
    with engine.connect() as connection:
        told = connection.execute(text("SELECT unixepoch('subsec')")).scalar_one()
    engine.dispose()

    assert abs(told - time.time()) < 60
