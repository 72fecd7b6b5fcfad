"""What is past its term goes, by a recorded act; nothing goes that anything speaks of."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.db import Base
from engine.files import FileStore
from engine.jobs import clearing, turns
from engine.jobs.asking import enqueue
from engine.jobs.clearing import Clearing, Plan, Terms
from engine.jobs.job import DONE, Job, Made, Result
from engine.references import referred
from states.schema import load_tables

AT = datetime(2021, 11, 8, 2, tzinfo=UTC)
TERMS = Terms(timedelta(days=180), timedelta(days=30))
CLERK = Actor("t1", "李建华", "township", "533401102")


def later() -> datetime:
    """A moment at which everything stored now has lain long enough."""
    return datetime.now(UTC) + timedelta(days=400)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"))


def ended(session: Session, store: FileStore, name: str, days: int) -> tuple[Job, str, str]:
    """A job that ended so many days ago, what was uploaded for it, and what it made."""
    upload, made = store.put(f"upload {name}".encode()), store.put(f"made {name}".encode())
    at = AT - timedelta(days=days)
    job = enqueue(session, "import", {"digest": upload}, by=CLERK, at=at, key=name)
    job.checkpoint = json.dumps({"remarks": [made, 9]})
    turns.end(job, DONE, at, result=Result(files=(Made(made, "a.xlsx", "x", 9),)).text())
    session.flush()
    return job, upload, made


def test_results_go_first_and_jobs_with_their_uploads_later(session: Session, store: FileStore) -> None:
    young, middle, old = (ended(session, store, name, days) for name, days in (("a", 29), ("b", 31), ("c", 181)))
    waiting = enqueue(session, "import", {"digest": store.put(b"waits")}, by=CLERK, at=AT - timedelta(400), key="w")

    planned = clearing.plan(session, store, TERMS, SYSTEM, AT, later())
    clearing.clear(session, planned, SYSTEM, AT)
    clearing.remove(store, planned, later())

    assert set(store.digests()) == {young[1], young[2], middle[1], store.put(b"waits")}
    assert set(session.scalars(select(Job.id))) == {young[0].id, middle[0].id, waiting.id}
    assert (middle[0].results_cleared_at, young[0].results_cleared_at) == (AT, None)
    [one] = session.scalars(select(Clearing))
    assert (one.jobs, one.results, one.files, one.by) == (1, 1, 3, SYSTEM.id)
    assert json.loads(one.told)["jobs"][0][:3] == [old[0].id, "import", "t1"]
    assert clearing.plan(session, store, TERMS, SYSTEM, AT, later()).is_empty


@pytest.mark.parametrize("shape", ["%s", '{"file":"%s"}', "x,%s;y"])
def test_what_any_row_speaks_of_stays(session: Session, store: FileStore, shape: str) -> None:
    """The same bytes may be a result of a job and a photo of a visit: the store keeps them once."""
    _job, upload, made = ended(session, store, "a", 400)
    for digest in (upload, made):
        told = {"area": "", "jobs_before": AT, "results_before": AT, "jobs": 0, "results": 0, "files": 0, "bytes": 0}
        session.add(Clearing(**told, told=shape % digest, by="x", by_name="x", at=AT))
    session.flush()

    clearing.remove(store, cleared(session, store), later())

    assert set(store.digests()) == {upload, made}


def cleared(session: Session, store: FileStore, by: Actor = SYSTEM) -> Plan:
    planned = clearing.plan(session, store, TERMS, by, AT, later())
    clearing.clear(session, planned, by, AT)
    return planned


def test_another_job_that_was_asked_with_the_same_file_keeps_it(session: Session, store: FileStore) -> None:
    _old, upload, _made = ended(session, store, "a", 400)
    enqueue(session, "import", {"digest": upload}, by=CLERK, at=AT, key="again")

    clearing.remove(store, cleared(session, store), later())

    assert list(store.digests()) == [upload]


def test_an_upload_that_nobody_took_in_goes_after_its_term_only(session: Session, store: FileStore) -> None:
    store.put(b"looked at and left")
    wall = datetime.now(UTC)

    assert clearing.plan(session, store, TERMS, SYSTEM, AT, wall + timedelta(days=179)).is_empty
    assert len(clearing.plan(session, store, TERMS, SYSTEM, AT, wall + timedelta(days=181)).files) == 1


def test_whoever_stands_over_one_place_clears_its_jobs_only(session: Session, store: FileStore) -> None:
    job, *_files = ended(session, store, "a", 400)
    store.put(b"left over")
    near, far = Actor("a1", "管理员", "admin", "533401"), Actor("a2", "管理员", "admin", "533402")

    assert clearing.plan(session, store, TERMS, far, AT, later()).is_empty
    planned = clearing.plan(session, store, TERMS, near, AT, later())
    assert ([one.id for one in planned.jobs], len(planned.files)) == ([job.id], 2)


def test_a_file_that_is_stored_anew_while_it_is_being_removed_stays(store: FileStore, session: Session) -> None:
    digest = store.put(b"the same bytes")
    before = datetime.now(UTC) + timedelta(seconds=5)

    assert store.remove(digest, datetime.now(UTC) - timedelta(days=1)) is None
    assert store.get(digest) == b"the same bytes"
    assert store.older(digest, datetime.now(UTC) - timedelta(days=1)) is None
    assert store.remove(digest, before) == 14
    assert store.remove(digest, before) is None
    assert list(store.digests()) == []


def test_what_a_kill_left_behind_is_found_by_the_next_clearing(session: Session, store: FileStore) -> None:
    _job, _upload, made = ended(session, store, "a", 31)
    cleared(session, store)  # and then the machine was switched off

    planned = clearing.plan(session, store, TERMS, SYSTEM, AT, later())

    assert list(planned.files) == [made]
    clearing.remove(store, planned, later())
    assert clearing.plan(session, store, TERMS, SYSTEM, AT, later()).is_empty


def test_a_digest_has_room_only_in_columns_that_are_looked_at(session: Session) -> None:
    """No table keeps files in another form than text; a new one that did would have to be thought about here."""
    load_tables()
    kinds = {type(column.type).__name__ for table in Base.metadata.tables.values() for column in table.columns}

    assert kinds <= {"String", "Text", "Integer", "BigInteger", "Boolean", "Date", "Instant", "Money"}
    assert referred(session, {}) == set()
