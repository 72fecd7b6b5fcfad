"""Every scenario of the features, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import scenarios
from sqlalchemy import Engine

from publicity.workers import Presses
from tests.bdd.browser import Browser
from tests.bdd.world import World


@pytest.fixture(scope="session")
def presses() -> Iterator[Presses]:
    """A printer of this worker: starting one takes a second."""
    with Presses(1) as presses:
        yield presses


@pytest.fixture(autouse=True)
def world(db: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The office in which a scenario takes place; a refusal that no sentence spoke of fails it."""
    office = World(db, tmp_path)
    if request.node.get_closest_marker("web"):
        office.browser = Browser(db, tmp_path, request.getfixturevalue("presses"))
    yield office
    office.finish()
    office.db.dispose()


scenarios(".")
