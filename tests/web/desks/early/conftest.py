"""The made-up township on the first day of its campaign: every household waits for its visit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from engine.actors import SYSTEM
from engine.db import connect, work
from states import instance, users
from states.book import open_book
from states.passwords import Secret
from states.practice.desk import begin
from states.practice.staff import STAFF
from states.practice.township import found, settle
from tests import databases
from tests.web.desks.conftest import BEGUN, HOUSEHOLDS

Count = Callable[[Callable[[], Any]], int]


@pytest.fixture(scope="session")
def early(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, secret: Secret) -> Path:
    """The township as a file, made once."""
    path = tmp_path_factory.mktemp("early") / "township.sqlite"
    db = databases.fresh_sqlite(run_folder, path)
    book = open_book()
    with work(db) as session:
        instance.create(session, training=True)
        found(session, BEGUN)
        for one in STAFF:
            account = users.Account(one.id, one.name, one.role, one.area, one.department)
            users.add(session, account, secret, by=SYSTEM, at=datetime.now(UTC))
        houses = settle(session, HOUSEHOLDS, BEGUN)
        begin(session, book, [house.case_id for house in houses], "identify", datetime(2021, 10, 19, 1, tzinfo=UTC))
        instance.set_practice_date(session, BEGUN, datetime.now(UTC))
    db.dispose()
    return path


@pytest.fixture
def site_db(early: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the township of one's own."""
    shutil.copy(early, tmp_path / "shouxian.sqlite")
    db = connect(f"sqlite:///{tmp_path / 'shouxian.sqlite'}", full=False)
    yield db
    db.dispose()


@pytest.fixture
def statements(site_db: Engine) -> Count:
    """How many statements something costs, those on the bare driver included."""

    @contextmanager
    def traced() -> Iterator[list[str]]:
        seen: list[str] = []

        def follow(connection: Any, *_: Any) -> None:
            connection.set_trace_callback(seen.append)

        event.listen(site_db, "checkout", follow)
        yield seen
        event.remove(site_db, "checkout", follow)

    def count(act: Callable[[], Any]) -> int:
        with traced() as seen:
            act()
        return len([one for one in seen if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "WITH")])

    return count
