"""The web service on SQLite has a worker beside itself: started with it, ended with it however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.actors import Actor
from engine.db import connect, reading, work
from engine.jobs.asking import enqueue
from engine.jobs.job import DONE, Job
from engine.jobs.workers import everybody
from tests.web.shell import run
from web.commands.serve import serve
from web.worker.kinds import LEDGER

PATIENCE = 90.0  # many test runs may share the machine
Start = Callable[..., tuple[subprocess.Popen[bytes], str]]
PROGRAM = "from web.cli import main; main()"


@pytest.fixture
def installation(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    address = f"sqlite:///{data / 'office.sqlite'}"
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", address)
    assert run("init", "--training").exit_code == 0
    db = connect(address)
    yield db
    db.dispose()


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let an interrupt be heard: what a shell starts in the background, and all that it starts, ignores it."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.fixture
def start(installation: Engine) -> Iterator[Start]:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> tuple[subprocess.Popen[bytes], str]:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        command = [sys.executable, "-c", PROGRAM, serve.name or "", "--port", str(port), *arguments]
        quiet = subprocess.DEVNULL
        begun.append(subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True))
        return begun[-1], f"http://127.0.0.1:{port}/healthz"

    yield begin
    for process in begun:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def pids(db: Engine) -> list[int]:
    with reading(db) as session:
        return [one.pid for one in everybody(session)]


def lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def ended(db: Engine, service: subprocess.Popen[bytes], how: int) -> bool:
    """End the service; whether its worker goes with it and leaves its place clean."""
    [pid] = pids(db)
    os.kill(service.pid, how)
    service.wait(PATIENCE)
    until(lambda: not lives(pid))
    return pids(db) == []


@pytest.mark.parametrize(("how", "arguments"), [(signal.SIGINT, ()), (signal.SIGTERM, ("--workers", "2"))])
def test_a_worker_comes_and_goes_with_the_service(
    installation: Engine, start: Start, how: int, arguments: tuple[str]
) -> None:
    with work(installation) as session:
        by = Actor("auditor", "孙国平", "auditor")
        number = enqueue(session, LEDGER, {}, by=by, at=datetime.now(UTC), key="k").id
    service, _address = start(*arguments)

    def done() -> bool:
        with reading(installation) as session:
            return session.get_one(Job, number).state == DONE

    until(done)
    assert ended(installation, service, how)


def test_a_worker_that_dies_is_started_anew_and_goes_even_with_a_service_that_is_killed(
    installation: Engine, start: Start
) -> None:
    service, _address = start()
    until(lambda: pids(installation))
    [pid] = pids(installation)

    os.kill(pid, signal.SIGKILL)

    until(lambda: pids(installation) not in ([], [pid]))
    assert ended(installation, service, signal.SIGKILL)


def test_none_is_started_where_the_setting_says_so(
    installation: Engine,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOUXIAN_WORKER_BESIDE", "false")
    service, address = start()
    until(lambda: answers(address))

    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text()
    assert children == ""
