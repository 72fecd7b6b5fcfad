"""What stands while the process serves is there before the first visitor, and the collector passes over it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.db import connect, work
from states.packs import store
from web import long_lived

AT = datetime(2021, 10, 25, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_packs_are_read_and_the_collector_passes_over_what_is_there(sqlite_db, monkeypatch):
    with work(sqlite_db) as session:
        digests = [pack.digest for pack in store.install_shipped(session, AT)]
    monkeypatch.setattr(store, "_packs", {})
    before = gc.get_freeze_count()

    long_lived.settle(sqlite_db)

    assert digests
    assert store._packs.keys() >= set(digests)
    assert gc.get_freeze_count() > before


def test_a_wording_that_cannot_be_read_stops_no_start(sqlite_db, monkeypatch):
    with work(sqlite_db) as session:
        first, *others = [pack.digest for pack in store.install_shipped(session, AT)]
        row = session.get_one(store.StoredPack, first)
        row.merged = json.dumps(json.loads(row.merged) | {"unheard_of": 1})
    monkeypatch.setattr(store, "_packs", {})

    long_lived.settle(sqlite_db)

    assert store._packs.keys() == set(others)


def test_a_database_that_does_not_answer_stops_no_start(tmp_path):
    long_lived.settle(connect(f"sqlite:///{tmp_path / 'empty.sqlite'}", full=False))

    assert gc.get_freeze_count()
