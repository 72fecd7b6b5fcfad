"""What stands while the process serves is there before the first visitor, and the collector passes over it."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

from engine.db import work
from states.packs import store
from web import long_lived

AT = datetime(2021, 10, 25, tzinfo=UTC)


def test_the_packs_are_read_and_the_collector_passes_over_what_is_there(sqlite_db, monkeypatch):
    with work(sqlite_db) as session:
        digests = [pack.digest for pack in store.install_shipped(session, AT)]
    monkeypatch.setattr(store, "_packs", {})
    before = gc.get_freeze_count()
    try:
        long_lived.settle(sqlite_db)
        assert digests
        assert store._packs.keys() >= set(digests)
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
