"""Writers of one SQLite file come in one after the other, and nobody overtakes who waits."""

from __future__ import annotations

import fcntl
import time
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Engine

from engine.db import connect, work


def write_once(url: str, log: Path) -> None:
    """Another process that wants to write."""
    with work(connect(url)), log.open("a") as out:
        out.write("waited\n")


def wait_until_somebody_stands_at(door: Path) -> None:
    """Look until another process holds the door."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with door.open("ab") as tried:
            try:
                fcntl.flock(tried, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.01)
    raise AssertionError("nobody came")


def test_a_writer_who_comes_straight_back_lets_in_who_has_waited(sqlite_db: Engine, tmp_path: Path) -> None:
    file, log = Path(str(sqlite_db.url.database)), tmp_path / "log"
    other = get_context("spawn").Process(target=write_once, args=(f"sqlite:///{file}", log))

    with work(sqlite_db):
        other.start()
        wait_until_somebody_stands_at(file.with_name(f"{file.name}.queue.lock"))
    with work(sqlite_db), log.open("a") as out:
        out.write("came back\n")

    other.join(60)
    assert log.read_text() == "waited\ncame back\n"
