"""What the tests of the board share: an installation on each database, made once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from engine.db import connect
from states import passwords
from tests import databases
from tests.board.hanging import Hanging, hang

PASSWORD = "Qingshan-77"


@dataclass(frozen=True, slots=True)
class Board:
    """A database with a notice on its board, and the folder with its files."""

    db: Engine
    folder: Path
    hanging: Hanging

    @property
    def url(self) -> str:
        """The database's address."""
        return self.db.url.render_as_string(hide_password=False)


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def board(
    request: pytest.FixtureRequest, run_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Board]:
    """One for the tests of this folder; none of them counts on being the first."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    folder = tmp_path_factory.mktemp("board")
    if request.param == "sqlite":
        with _filled(databases.fresh_sqlite(run_folder, folder / "shouxian.sqlite"), folder) as board:
            yield board
    else:
        with databases.fresh_postgres(run_folder) as url, _filled(connect(url), folder) as board:
            yield board


@contextmanager
def _filled(db: Engine, folder: Path) -> Iterator[Board]:
    yield Board(db, folder, hang(db, folder / "files", passwords.chosen(PASSWORD, "nobody")))
    db.dispose()
