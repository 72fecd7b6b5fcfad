"""What the tests of the board share: an installation on each database, made once."""

from __future__ import annotations

from collections.abc import Iterator
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
        yield _filled(databases.fresh_sqlite(run_folder, folder / "shouxian.sqlite"), folder)
    else:
        with databases.fresh_postgres(run_folder) as url:
            yield _filled(connect(url), folder)


def _filled(db: Engine, folder: Path) -> Board:
    return Board(db, folder, hang(db, folder / "files", passwords.chosen(PASSWORD, "nobody")))
