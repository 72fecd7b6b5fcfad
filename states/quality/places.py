"""The rules as they hold at a place: bound to its parameters and its line of income, once for places that agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from states.packs.income_lines import Lines
from states.quality import site_parameters
from states.quality.rulebook import Parameter, Rulebook
from states.quality.snapshot import House, Lot, Village
from states.quality.sweep import Hit, Sweep

Bound = tuple[tuple[str, Any], ...]


class Sweeps:
    """The rules bound to what holds at each township: one sweep for each different set of values."""

    def __init__(self, rules: Rulebook, on: date) -> None:
        self.rules, self.on = rules, on
        self._settings: Sequence[site_parameters.SiteParameter] | None = None
        self._counties: dict[str, dict[str, Parameter]] = {}
        self._plans: Lines | None = None
        self._known: dict[tuple[str, date], Any] = {}
        self._bound: dict[str, Bound] = {}
        self._made: dict[Bound, Sweep] = {}

    def hits(self, session: Session, lot: Lot) -> Iterator[Hit]:
        """What the rules find in a lot, each household under its own township's values."""
        groups: dict[Bound, Lot] = {}
        for house in lot.houses.values():
            self._remember_line(session, house)
            bound = self._at(session, house.village[:9])
            groups.setdefault(bound, Lot(lot.as_of, {})).houses[house.id] = house
        for bound, part in groups.items():
            yield from self._sweep(bound).hits(part)

    def of_villages(self, session: Session, villages: Sequence[Village]) -> Iterator[Hit]:
        """What the rules find of villages, each under its own township's values."""
        for village in villages:
            yield from self._sweep(self._at(session, village.code[:9])).of_villages([village])

    def _sweep(self, bound: Bound) -> Sweep:
        if bound not in self._made:
            self._made[bound] = Sweep(self.rules, dict(bound))
        return self._made[bound]

    def _at(self, session: Session, township: str) -> Bound:
        if township not in self._bound:
            known = self._parameters(session, township[:6])
            values = {name: one.in_year(self.on.year) for name, one in known.items()}
            values["income_line"] = self._line(session, township, self.on)
            self._bound[township] = tuple(values.items())
        return self._bound[township]

    def _parameters(self, session: Session, county: str) -> dict[str, Parameter]:
        if self._settings is None:
            self._settings = site_parameters.here(session, "")
        if county not in self._counties:
            self._counties[county] = site_parameters.overlaid(self.rules, self._settings, county)
        return self._counties[county]

    def _line(self, session: Session, township: str, on: date) -> Any:
        """The line of the plan in force there on a day; that of the parameters where no plan is."""
        if (township, on) not in self._known:
            if self._plans is None:
                self._plans = Lines(session)
            line = self._plans.at(township, on)
            told = self._parameters(session, township[:6])["income_line"].in_year(on.year)
            self._known[township, on] = told if line is None else line
        return self._known[township, on]

    def _remember_line(self, session: Session, house: House) -> None:
        """Let a household know the line of the day of its elimination: its income then is held against that one."""
        if house.eliminated_on is not None:
            house.loaded["line_at_elimination"] = self._line(session, house.village[:9], house.eliminated_on)
