"""What every test may ask for: fresh databases, and a run in which nothing is left out silently."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.db import connect, work
from hatch_build import compile_catalogues
from states import code_book
from tests import bdd_checks, databases, postgres

FOLDER = "SHOUXIAN_TEST_FOLDER"  # handed from the run to its workers
NOTHING_SKIPPED = os.environ.get("SHOUXIAN_NOTHING_SKIPPED") == "1"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
ROOT = Path(__file__).resolve().parent.parent
FEATURES = ROOT / "features"


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its folder and register the requirements as markers."""
    for tag in bdd_checks.tags(FEATURES):
        config.addinivalue_line("markers", f"{tag}: scenarios of the requirement or kind {tag}")
    if not hasattr(config, "workerinput"):
        postgres.sweep()
        os.environ[FOLDER] = str(postgres.temporary_folder())
        compile_catalogues(ROOT)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started; the workers leave that to the run."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(FOLDER, None)):
        databases.drop_template(Path(folder))
        postgres.discard(Path(folder))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Write bytes as text in a test's name: with readable names on, pytest would leave them bytes and stop."""
    return val[:40].decode("ascii", "backslashreplace") if isinstance(val, bytes) else None


def pytest_collection(session: pytest.Session) -> None:
    """Refuse feature files that would pass without being run."""
    if problems := bdd_checks.problems(FEATURES):
        raise pytest.UsageError("\n".join(problems))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail the test that was left out where nothing may be left out."""
    return _none_left_out((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail the module that was left out where nothing may be left out."""
    return _none_left_out((yield))


def _none_left_out(report: Report) -> Report:
    if NOTHING_SKIPPED and (report.skipped or hasattr(report, "wasxfail")):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped or expected to fail in this run"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.fixture(autouse=True)
def shipped_codes() -> Iterator[None]:
    """The code lists that a test takes into use are no other's."""
    yield
    code_book.use(code_book.shipped_book())


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """The folder of this test run, shared by its workers."""
    return Path(os.environ[FOLDER])


@pytest.fixture
def postgres_url(run_folder: Path) -> Iterator[str]:
    """The address of a fresh, migrated, empty PostgreSQL database."""
    with databases.fresh_postgres(run_folder) as url:
        yield url


@pytest.fixture
def sqlite_db(run_folder: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh, migrated, empty SQLite file."""
    db = databases.fresh_sqlite(run_folder, tmp_path / "shouxian.sqlite")
    yield db
    db.dispose()


@pytest.fixture
def postgres_db(postgres_url: str) -> Iterator[Engine]:
    """A fresh, migrated, empty PostgreSQL database."""
    db = connect(postgres_url)
    yield db
    db.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Engine:
    """A fresh, migrated, empty database of each kind in turn."""
    name = {"sqlite": "sqlite_db", "postgresql": "postgres_db"}[request.param]
    fresh: Engine = request.getfixturevalue(name)
    return fresh


@pytest.fixture
def session(db: Engine) -> Iterator[Session]:
    """One transaction that writes, on each kind of database in turn."""
    with work(db) as session:
        yield session
