"""The handbook: the scenarios by requirement and by step of the procedures, each with its last result."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from states.packs.loader import load
from states.packs.loader import shipped as packs
from web.handbook.feature_files import HERE, Feature, Scenario, shipped
from web.handbook.results import FAILED, NOT_RUN, PASSED, Results, latest, worst

REQUIREMENT = re.compile(r"[A-Z]{2}\d\d")
WORDS = {PASSED: "通过", FAILED: "没有通过", NOT_RUN: "未检验"}
"""The results in a word, as the file for reading offline says them; pages have them translated."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A requirement or a step: its name, what it says, and the scenarios that show it."""

    name: str
    title: str
    scenarios: tuple[Scenario, ...]
    result: str
    passed: int


@dataclass(frozen=True, slots=True)
class Way:
    """The procedure of one move in one pack, step by step."""

    pack: str
    title: str
    steps: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """Features and results, put in order."""

    features: tuple[Feature, ...]
    results: Results

    @property
    def scenarios(self) -> list[Scenario]:
        """Every scenario in the order of the files."""
        return [scenario for feature in self.features for scenario in feature.scenarios]

    def requirements(self) -> list[Topic]:
        """A topic for each requirement that is promised or shown, by id."""
        promised = clauses()
        shown = {tag for scenario in self.scenarios for tag in scenario.tags if REQUIREMENT.fullmatch(tag)}
        return [
            self._topic(name, promised.get(name, ""), [one for one in self.scenarios if name in one.tags])
            for name in sorted(promised.keys() | shown)
        ]

    def ways(self) -> list[Way]:
        """The procedures of the shipped packs with the scenarios that speak of their steps."""
        topics = {step: self._topic(step, step, self.about(step)) for _, _, steps in procedures() for step in steps}
        return [Way(pack, move, tuple(topics[step] for step in steps)) for pack, move, steps in procedures()]

    def about(self, step: str) -> list[Scenario]:
        """The scenarios that speak of a step."""
        return [scenario for scenario in self.scenarios if scenario.speaks_of(step)]

    def having(self, requirement: str) -> list[Scenario]:
        """The scenarios that show a requirement."""
        return [scenario for scenario in self.scenarios if requirement in scenario.tags]

    def only(self, wanted: Sequence[Scenario]) -> list[Feature]:
        """The features with none but these scenarios."""
        kept = set(wanted)
        cut = [
            Feature(one.file, one.folder, one.name, one.description, tuple(s for s in one.scenarios if s in kept))
            for one in self.features
        ]
        return [feature for feature in cut if feature.scenarios]

    def _topic(self, name: str, title: str, scenarios: Sequence[Scenario]) -> Topic:
        found = [self.results.of(scenario) for scenario in scenarios]
        return Topic(name, title, tuple(scenarios), worst(found), found.count(PASSED))


def opened() -> Manual:
    """The handbook of this installation."""
    return Manual(shipped(), latest())


@cache
def clauses() -> dict[str, str]:
    """What each requirement promises, by id."""
    written = tomllib.loads((HERE / "requirements.toml").read_text("utf-8"))
    return {str(name): str(text) for name, text in written.items()}


@cache
def procedures() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each move of each shipped pack with its own title and the titles of its steps in order."""
    texts = packs()
    return tuple(
        (pack.file.pack.title, move.label, tuple(spec.title for spec in move.procedure.ordered))
        for pack in (load(name, texts) for name in texts)
        for move in pack.definition.moves
        if move.procedure
    )
