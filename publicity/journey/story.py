"""The whole story, from an empty database to a sealed ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from engine import tallies
from engine.db import reading
from engine.files import FileStore
from engine.verify import verify
from publicity.journey import deciding, fieldwork, posting, summer
from publicity.journey.stage import Say, Stage
from publicity.journey.told import Journey
from states.book import open_book
from states.lifecycle import LABELS
from states.packs.loader import shipped
from states.practice import township

CAMPAIGN = "xiaozhongdian-2021"


def tell(
    db: Engine, store: FileStore, out: Path, say: Say, address: Callable[[str], str], pack: str = CAMPAIGN
) -> Journey:
    """Play the story in a database whose tables are there and empty, under a shipped pack and those it builds on.

    Papers go to `store` and to the folder `out`. Raises `KeyError` for a pack that is not shipped, and `WentWrong`.
    """
    texts = _with_parents(pack)
    stage = Stage(db, open_book(), store, out, say, address, Journey(pack))
    stage.do(lambda session: township.found(session, stage.today, texts))
    cast = summer.play(stage)
    fieldwork.play(stage, cast)
    posting.play(stage, cast)
    deciding.play(stage, cast)
    stage.evening()
    with reading(db) as session:
        counted = tallies.count(session, "household", "")
        stage.journey.states = {state: counted.get(state, 0) for state in LABELS}
        stage.journey.verified = verify(session)
    return stage.journey


def _with_parents(pack: str) -> dict[str, str]:
    """The texts of a pack and of all it extends; the general pack is among them, as the summer follows it."""
    texts = shipped()
    if pack not in texts:
        raise KeyError(pack)
    return {name: text for name, text in texts.items() if name in (pack, "national-2021")}
