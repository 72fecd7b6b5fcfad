"""Handing jobs out to workers: DBOS Transact behind four verbs. Nothing else knows it.

DBOS keeps which attempt of which job is with which worker, gives each worker one at a time, and takes up again what
a worker had when it died. It does not keep the jobs themselves (`engine.jobs.job` says why), and lots are not DBOS
steps: a lot's results and its checkpoint are one transaction of ours, which is stronger than a step that is run at
least once. So DBOS can be replaced here without a table of ours changing.

What its release needs to know of us: the import takes 1.7 s, so only a worker imports this module. Its default
version is a hash that every upgrade changes, which would strand what waits; ours is a constant. It asks SQLite for
`unixepoch('subsec')`, which comes with SQLite 3.42, on any Python from 3.12 on.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine, create_engine, event

QUEUE, VERSION = "jobs", "1"
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
AT_ONCE = 500
Attempt = tuple[int, int]


class Durable:
    """The place of one worker among all of them; `run` does an attempt of a job."""

    def __init__(self, db: Engine, name: str, run: Callable[[int, int], None], every: float) -> None:
        self._engine = system_engine(db)
        DBOS(
            config={
                "name": "shouxian",
                "system_database_engine": self._engine,
                "system_database_url": self._engine.url.render_as_string(hide_password=False),
                "application_version": VERSION,
                "executor_id": name,
                "use_listen_notify": False,
                "log_level": "ERROR",
            }
        )

        @DBOS.workflow(name="attempt")
        def attempt(job_id: int, number: int) -> None:
            run(job_id, number)

        self._attempt = attempt
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=every, on_conflict="always_update")

    def hand_out(self, attempts: Collection[Attempt]) -> None:
        """Put attempts into the queue of all workers; one that is there already stays where it is."""
        for job_id, number in attempts:
            with SetWorkflowID(_id(job_id, number)):
                DBOS.enqueue_workflow(QUEUE, self._attempt, job_id, number)

    def ended(self, attempts: Collection[Attempt]) -> list[Attempt]:
        """Those of the attempts that are over."""
        if not attempts:
            return []
        wanted = {_id(*one): one for one in attempts}
        found = DBOS.list_workflows(workflow_ids=list(wanted), status=ENDED, load_input=False, load_output=False)
        return [wanted[one.workflow_id] for one in found]

    def take_over(self, dead: str) -> None:
        """Put what a dead worker was given into the queue of all workers."""
        left = DBOS.list_workflows(status="PENDING", executor_id=[dead], load_input=False, load_output=False)
        if left:
            DBOS.resume_workflows([one.workflow_id for one in left], queue_name=QUEUE)

    def forget(self, before: datetime) -> None:
        """Delete what DBOS remembers of attempts that ended before an instant."""
        over = DBOS.list_workflows(
            status=ENDED, completed_before=before.isoformat(), limit=AT_ONCE, load_input=False, load_output=False
        )
        if over:
            DBOS.delete_workflows([one.workflow_id for one in over])

    def close(self, wait: int) -> None:
        """Stop taking attempts; wait some seconds for the one that is under way."""
        DBOS.destroy(workflow_completion_timeout_sec=wait, destroy_registry=True)
        self._engine.dispose()


def _id(job_id: int, number: int) -> str:
    return f"job-{job_id}-{number}"


def system_engine(db: Engine) -> Engine:
    """Connections to the same database for DBOS's own tables, transacting the way it expects."""
    engine = create_engine(db.url, pool_pre_ping=db.dialect.name != "sqlite")
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            connection.isolation_level = "IMMEDIATE"  # a look that turns into a write must not find the door shut
            connection.execute("PRAGMA busy_timeout=30000")
            connection.execute("PRAGMA foreign_keys=ON")
            if sqlite3.sqlite_version_info < (3, 42):
                connection.create_function("unixepoch", 1, lambda _: time.time())

    return engine
