"""Pulling the plug: after `kill -9` during a bulk act every case is fully before or fully after it."""

from engine.db import work
from tests.bench.dataset import make_cases
from tests.bench.killing import kill_during_bulk


def test_a_killed_bulk_act_leaves_all_or_nothing(db):
    cases = make_cases(db, 1, 2000)

    kills = kill_during_bulk(db.url.render_as_string(hide_password=False), [cases], 4)

    assert kills.faults == []
    assert kills.before + kills.after == 4
    with work(db):
        pass  # nobody holds a lock any more
