"""Every scenario of the features, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import scenarios
from sqlalchemy import Engine

from publicity.workers import Presses
from tests import databases
from tests.bdd.browser import Browser
from tests.bdd.world import World, office


@pytest.fixture(scope="session")
def presses() -> Iterator[Presses]:
    """A printer of this worker: starting one takes a second."""
    with Presses(1) as presses:
        yield presses


@pytest.fixture
def sqlite_db(run_folder: Path, tmp_path: Path) -> Iterator[Engine]:
    """An SQLite file with the sample township."""
    db = databases.fresh_sqlite(run_folder, tmp_path / "shouxian.sqlite", office)
    yield db
    db.dispose()


@pytest.fixture
def postgres_url(run_folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL database with the sample township."""
    with databases.lent_postgres(run_folder, office) as url:
        yield url


@pytest.fixture(autouse=True)
def world(db: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The office in which a scenario takes place; a refusal that no sentence spoke of fails it."""
    here = World(db, tmp_path)
    if request.node.get_closest_marker("web"):
        here.browser = Browser(db, tmp_path, request.getfixturevalue("presses"))
    yield here
    here.finish()
    here.db.dispose()


scenarios(".")
