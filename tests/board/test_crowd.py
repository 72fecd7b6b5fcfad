"""The public board under load, on a real server and both databases: a village's whole street, then a small town."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from engine.db import reading
from states.objections import Objection
from states.passwords import Secret
from tests.board.crowd import come, served
from tests.board.hanging import hang

READERS, SPEAKERS = 80, 16


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_crowd_sees_masked_columns_only_and_every_voice_is_heard_once(
    kind: str, tmp_path: Path, secret: Secret, request: pytest.FixtureRequest
) -> None:
    db: Engine = request.getfixturevalue({"sqlite": "sqlite_db", "postgresql": "postgres_db"}[kind])
    hanging = hang(db, tmp_path / "files", secret)

    with served(db.url.render_as_string(hide_password=False), tmp_path) as port:
        seen = come(port, hanging, READERS, SPEAKERS)

    assert set(seen.statuses) == {200}
    assert seen.leaks == set()
    assert seen.masked >= 2 * READERS
    assert seen.limited == 0  # they share one address, as a village behind one router does
    assert len(seen.receipts) == len(set(seen.receipts)) == SPEAKERS
    with reading(db) as session:
        assert sorted(session.scalars(select(Objection.receipt))) == sorted(seen.receipts)
