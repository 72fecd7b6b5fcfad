"""The whole story, from an empty database to a sealed ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine import tallies
from engine.db import reading
from engine.files import FileStore
from engine.verify import verify
from publicity.announcements import announcement_values
from publicity.journey.listing import take_in
from publicity.journey.outcome import differences
from publicity.journey.playing import play
from publicity.journey.plot import Plot, plot_of
from publicity.journey.stage import Say, Stage
from publicity.journey.told import Journey, WentWrong
from states.book import open_book
from states.lifecycle import LABELS
from states.packs.loader import load, parents, shipped
from states.practice import foregoing, township
from states.practice.houses import House
from states.sample_places import Township, inside


def tell(db: Engine, store: FileStore, out: Path, say: Say, address: Callable[[str], str], pack: str) -> Journey:
    """Play the story in a database whose tables are there and empty, under a shipped pack and those it builds on.

    Papers go to `store` and to the folder `out`. Raises `KeyError` for a pack that is not shipped, and `WentWrong`
    for what was allowed or refused against the plan, or for an end that is not the plan's.
    """
    texts = shipped()
    plan = load(pack, texts)
    plot, place = plot_of(pack), inside(plan.file.pack.places)
    journey = Journey(pack, plan.definition.labels)
    stage = Stage(db, open_book(), store, out, say, address, journey, today=plot.listed_on)
    wanted = {name: texts[name] for name in parents(pack, texts)}
    stage.do(lambda session: _found(session, plot, place, wanted))
    stage.day(plot.listed_on)
    houses = take_in(stage, place)
    play(stage, plot, houses)
    _announce(stage, plot, houses, place)
    stage.evening()
    with reading(db) as session:
        counted = tallies.count(session, "household", "")
        journey.states = {state: counted.get(state, 0) for state in LABELS}
        journey.verified = verify(session)
        wrong = differences(session, plot, houses, journey.states)
    if wrong:
        raise WentWrong("\n".join(wrong))
    return journey


def _found(session: Session, plot: Plot, place: Township, texts: dict[str, str]) -> None:
    township.found(session, plot.listed_on, texts, place)
    foregoing.provide(session, place.code, max(begin.on for begin in plot.begin), plot.listed_on)


def _announce(stage: Stage, plot: Plot, houses: Sequence[House], place: Township) -> None:
    """The decisions are announced two days after the last of them."""
    decided = [houses[who].case_id for who in plot.announced.who]
    if not decided:
        return
    stage.day(stage.today + timedelta(days=2))
    number = f"{place.county}-{stage.today.year}-GG001"
    stage.hand_out(
        *stage.do(
            lambda session: announcement_values(
                session, stage.book, decided, stage.address(number), number, stage.today
            )
        )
    )
