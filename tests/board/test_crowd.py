"""The public board under load, on a real server and both databases: all of a village behind one address."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from engine.db import reading
from states.objections import Objection
from tests.board.conftest import Board
from tests.board.crowd import come, served

READERS, SPEAKERS = 60, 12


def test_a_crowd_sees_masked_columns_only_and_every_voice_is_heard_once(board: Board) -> None:
    with served(board.url, board.folder) as port:
        seen = come(port, board.hanging, READERS, SPEAKERS)

    assert set(seen.statuses) == {200}
    assert seen.leaks == set()
    assert seen.masked >= 2 * READERS
    assert seen.limited == 0
    assert len(seen.receipts) == len(set(seen.receipts)) == SPEAKERS
    with reading(board.db) as session:
        kept = Counter(session.scalars(select(Objection.receipt).where(Objection.text.startswith("第"))))
    assert kept == Counter(seen.receipts)
