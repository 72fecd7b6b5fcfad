"""The plots: what is played under each pack, on which days, and where it has to end, as data beside the packs."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources

from pydantic import BaseModel, ConfigDict

from engine.errors import NotFound

GENERAL = "general"
"""The plot for a pack that has none of its own."""


class Part(BaseModel):
    """A table of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Begin(Part):
    """On this day these households begin this move; `words` say why."""

    on: date
    move: str
    who: tuple[int, ...]
    words: str


class Check(Part):
    """On this day the help of these households is checked: whether income is stable and expenses are controlled."""

    on: date
    who: tuple[int, ...]
    stable: bool


class TrialPart(Part):
    """What is tried and must be refused: its kind, with which household, and what the kind wants to know."""

    kind: str
    who: int
    evidence: str = ""
    hit: str = ""


class Announced(Part):
    """Of whom the decision is announced when all is over."""

    who: tuple[int, ...] = ()


class Hung(Part):
    """A list of this step was posted on that day, and hung until the evening of `last`."""

    step: str
    posted: date
    last: date


class Moved(Part):
    """This household made this move on that day."""

    who: int
    move: str
    on: date


class Ends(Part):
    """Where it must end: how many households stand in each state, lists that hung, moves that were made."""

    states: dict[str, int] = {}
    notices: tuple[Hung, ...] = ()
    moves: tuple[Moved, ...] = ()


class Plot(Part):
    """What is played under one pack. `who` counts the households of the sample list from 0."""

    listed_on: date
    begin: tuple[Begin, ...]
    check: tuple[Check, ...] = ()
    trial: tuple[TrialPart, ...] = ()
    announced: Announced = Announced()
    ends: Ends = Ends()


def plot_of(pack_id: str) -> Plot:
    """The plot of a pack, or the general one; raises `NotFound` when there is neither."""
    folder = resources.files("publicity.journey") / "stories"
    for name in (pack_id, GENERAL):
        file = folder / f"{name}.toml"
        if file.is_file():
            return Plot.model_validate(tomllib.loads(file.read_text("utf-8")))
    raise NotFound("plot", pack_id)
