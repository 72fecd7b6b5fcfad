"""Killing a process in the middle of a bulk act, at random moments, and looking at what is left."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import func, select

from engine.advance import advance_many
from engine.cases import Case
from engine.db import connect, reading, work
from engine.runs import DONE, Step
from engine.verify import verify
from tests.bench.dataset import make_cases
from tests.bench.measure import Row
from tests.bench.office import ACTORS, NAMES, NOW, office
from tests.bench.places import Place
from tests.bench.size import Size


@dataclass
class Kills:
    """What came of the kills: how often nothing of the act was kept, how often all of it, and every fault found."""

    before: int = 0
    after: int = 0
    faults: list[Any] = field(default_factory=list)
    slowest_start: float = 0.0


def victim(url: str, full: bool, case_ids: Sequence[int], pipe: Connection) -> None:
    """Wait for the name of a step, then finish it for all cases in one act."""
    db, book = connect(url, full=full), office()
    with reading(db) as session:
        session.connection()
    pipe.send("ready")
    name = pipe.recv()
    with work(db) as session:
        pipe.send("begun")
        advance_many(session, book, case_ids, name, by=ACTORS[name], at=NOW)
    pipe.send("done")
    pipe.recv()  # until killed


def kill_during_bulk(
    url: str, lots: Sequence[Sequence[int]], times: int, *, full: bool = False, seed: int = 1
) -> Kills:
    """Kill the process so many times during `advance_many`; after each kill look at every case and at the ledger.

    The first act is only timed, so that the moments spread over a whole act and a little beyond it. When
    a lot has come to the end of its procedure, the next one takes its place.
    """
    chance, kills, context, waiting = random.Random(seed), Kills(), get_context("spawn"), iter(lots)
    case_ids = next(waiting)
    db = connect(url, full=full)
    steps_done, took = 0, 0.0
    for number in range(times + 1):
        here, there = context.Pipe()
        process = context.Process(target=victim, args=(url, full, case_ids, there))
        process.start()
        here.recv()
        here.send(NAMES[steps_done])
        here.recv()
        begun = time.perf_counter()
        if number == 0:
            here.recv()
            took = time.perf_counter() - begun
        else:
            time.sleep(chance.uniform(0, 1.2 * took))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        restarted = time.perf_counter()
        done = _look(db, case_ids, steps_done, kills)
        kills.slowest_start = max(kills.slowest_start, time.perf_counter() - restarted)
        if number:
            kills.after += done
            kills.before += not done
        steps_done += done
        if steps_done == len(NAMES) and number < times:
            case_ids, steps_done = next(waiting), 0
    db.dispose()
    return kills


def _look(db: Any, case_ids: Sequence[int], steps_done: int, kills: Kills) -> bool:
    """Whether the act is there; anything between before and after is a fault."""
    with reading(db) as session:
        sequences = set(session.scalars(select(Case.sequence).where(Case.id.between(case_ids[0], case_ids[-1]))))
        finished = select(func.count()).where(Step.status == DONE, Step.case_id.between(case_ids[0], case_ids[-1]))
        done, rest = divmod(session.scalar(finished) or 0, len(case_ids))
        if rest or len(sequences) != 1 or done not in (steps_done, steps_done + 1) or sequences != {done + 1}:
            kills.faults.append((sequences, done, rest))
        kills.faults += verify(session).faults
    return done == steps_done + 1


def measure(place: Place, size: Size) -> Iterator[Row]:
    """As many kills as were asked for."""
    if size.kills:
        db = place.connect()
        lots = [make_cases(db, 1 + number * size.bulk, size.bulk) for number in range(2 + size.kills // len(NAMES))]
        db.dispose()
        kills = kill_during_bulk(place.url, lots, size.kills, full=place.full)
        told = f"{size.kills} kills: {kills.before} before, {kills.after} after; first look {kills.slowest_start:.1f} s"
        yield Row(
            f"kill -9 during a bulk of {size.bulk:,}: faults", place.kind, [len(kills.faults)], 0, unit="", note=told
        )
