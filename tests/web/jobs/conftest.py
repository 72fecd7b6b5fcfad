"""Workers as processes of their own, on either database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from engine.actors import Actor
from engine.db import reading, work
from engine.jobs.asking import enqueue
from engine.jobs.job import Job
from engine.jobs.workers import everybody
from tests.web.jobs.side import ITEMS

CLERK = Actor("7", "李春梅", "township", "533401102")
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90.0  # many test runs may share the machine


class Workshop:
    """A database with a table to count in, and workers."""

    def __init__(self, db: Engine) -> None:
        self.db, self.files = db, ""
        self.workers: list[subprocess.Popen[bytes]] = []
        with db.begin() as connection:
            connection.execute(text("CREATE TABLE counted (job BIGINT NOT NULL, n INTEGER NOT NULL)"))

    def start(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        address = self.db.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "tests.web.jobs.side", address, *([self.files] if self.files else [])]
        self.workers.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))
        return self.workers[-1]

    def ask(self, kind: str = "count-up", *, items: int = ITEMS, seconds: float = 0.02, key: str = "") -> int:
        """Ask for a job; its number."""
        at = datetime.now(UTC)
        with work(self.db) as session:
            params = {"items": items, "seconds": seconds}
            return enqueue(session, kind, params, by=CLERK, at=at, key=key or f"{kind}{at}").id

    def job(self, number: int) -> Job:
        """A job as it stands."""
        with reading(self.db) as session:
            job = session.get_one(Job, number)
            session.expunge(job)
            return job

    def counted(self, number: int) -> list[int]:
        """What a job has counted."""
        with self.db.connect() as connection:
            rows = connection.execute(text("SELECT n FROM counted WHERE job = :job ORDER BY n"), {"job": number})
            return [row[0] for row in rows]

    def until(self, number: int, reached: Callable[[Job], Any]) -> Job:
        """Wait until a job has come so far."""
        end = time.monotonic() + PATIENCE
        while not reached(job := self.job(number)):
            assert time.monotonic() < end, f"{job.state} {job.done}/{job.total} {job.failure}"
            time.sleep(0.02)
        return job

    def until_there_are(self, number: int) -> None:
        """Wait until so many workers sit at their places."""
        end = time.monotonic() + PATIENCE
        while len(self._places()) < number:
            assert time.monotonic() < end
            time.sleep(0.05)

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        """The process that holds a place."""
        return next(one for one in self.workers if one.pid == self._places()[name])

    def _places(self) -> dict[str, int]:
        with reading(self.db) as session:
            return {one.name: one.pid for one in everybody(session)}

    def close(self) -> None:
        """Stop every worker that still lives."""
        for worker in self.workers:
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.fixture
def workshop(db: Engine) -> Iterator[Workshop]:
    """A workshop on each kind of database in turn."""
    shop = Workshop(db)
    yield shop
    shop.close()
