"""Looking households through: every rule against every household and member of a lot. Pure; nothing is written here.

Most rules read only what many people have in common: what comes of them is thought out once for people who are alike.
Of the other rules only those are asked whose part in common holds, and whose facts are there at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.ledger import canonical
from states.quality.predicates import Test
from states.quality.rulebook import Rule, Rulebook, gaps
from states.quality.snapshot import House, Lot, Person, Village

Bound = tuple[Rule, Test]
Facts = tuple[str, ...]
Kind = tuple[tuple[Rule, ...], dict[Facts, tuple[Bound, ...]]]
"""What holds for people who are alike, and what else to ask them, by the further facts that are there."""
REMEMBERED = 100_000
"""Kinds of people whose result is kept; more are forgotten together."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a household, a member or a village violates; `area` is where it is.

    `facts` fill the rule's sentence; `sign` is the digest of everything recorded that the rule looked at: while it
    stays, nothing that mattered has changed.
    """

    rule: Rule
    area: str
    household_id: int | None
    member_id: int | None
    other: str
    facts: Mapping[str, str]
    sign: str

    @property
    def subject(self) -> str:
        """What names the subject: `m` or `h` and its number, `v` and the code of a village."""
        if self.household_id is None:
            return f"v{self.area}"
        return f"h{self.household_id}" if self.member_id is None else f"m{self.member_id}"


class Sweep:
    """A rulebook ready to run: conditions bound to the parameters of a year, rules sorted by what they read."""

    def __init__(self, book: Rulebook, values: Mapping[str, Any], only: Collection[str] | None = None) -> None:
        self._vocabulary, self._values = book.vocabulary, values
        rules = [rule for rule in book.rules if only is None or rule.code in only]
        bound = [(rule, rule.condition.bind(values)) for rule in rules]
        self._houses = [one for one in bound if one[0].subject == "household"]
        self._alike = [one for one in bound if one[0].subject == "member" and self._reads_common(one[0])]
        self._single = [one for one in bound if one[0].subject == "member" and not self._reads_common(one[0])]
        self._villages = [one for one in bound if one[0].subject == "village"]
        self._gates = {rule.code: rule.condition.gate(values) for rule in rules if rule.condition.gate is not None}
        self._facts = {rule.code: self._needed(rule) for rule in rules}
        self._known: dict[tuple[object, ...], Kind] = {}
        self._asked: dict[tuple[object, ...], tuple[Bound, ...]] = {}
        self._same: dict[tuple[Bound, ...], tuple[Bound, ...]] = {}

    def _reads_common(self, rule: Rule) -> bool:
        return all(self._vocabulary[use].common for use in rule.condition.uses)

    def hits(self, lot: Lot) -> Iterator[Hit]:
        """Everything that the rules find in a lot, household by household."""
        for house in lot.houses.values():
            for rule in _violated(self._of_house(house), house):
                yield self._hit(rule, house, None)
            for person in house.people:
                for rule in self._of(person):
                    yield self._hit(rule, house, person)

    def of_villages(self, villages: Iterable[Village]) -> Iterator[Hit]:
        """Everything that the rules about villages find in these, village by village."""
        for village in villages:
            for rule in _violated(self._villages, village):
                facts = {name: self._word(name, village, None) for name in gaps(rule.says)}
                other = str(self._read(rule.other, village, None)[1] or "") if rule.other else ""
                yield Hit(rule, village.code, None, None, other, facts, self._sign(rule, village, None))

    def _of_house(self, house: House) -> tuple[Bound, ...]:
        key = (house.state, house.kind, house.category, *house.details, *house.loaded)
        if (asked := self._asked.get(key)) is None:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            asked = self._asked[key] = self._askable(self._houses, house, key[3:])
        return asked

    def _of(self, person: Person) -> Iterable[Rule]:
        key = person.common
        if (kind := self._known.get(key)) is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            kind = self._known[key] = tuple(_violated(self._alike, person)), {}
        alike, asked = kind
        present = (*person.details, *person.known)
        if (bound := asked.get(present)) is None:
            bound = asked[present] = self._askable(self._single, person, present)
        single = _violated(bound, person)
        return (*alike, *single) if single else alike

    def _askable(self, bound: list[Bound], subject: House | Person, present: Facts) -> tuple[Bound, ...]:
        """The rules that can hold at all for subjects that are alike; most have few further facts."""
        there = frozenset(present)
        asked = tuple(
            one
            for one in bound
            if any(facts <= there for facts in self._facts[one[0].code])
            and ((gate := self._gates.get(one[0].code)) is None or gate(subject))
        )
        return self._same.setdefault(asked, asked)

    def _needed(self, rule: Rule) -> list[frozenset[str]]:
        """The further facts without which a rule cannot hold, in alternatives."""
        return [frozenset(self._optional(use) for use in uses) - {""} for uses in rule.condition.needs]

    def _optional(self, use: tuple[str, str]) -> str:
        field = self._vocabulary[use]
        behind = self._vocabulary.get((field.subject, field.of), field)
        return behind.name if behind.optional else ""

    def _hit(self, rule: Rule, house: House, person: Person | None) -> Hit:
        facts = {name: self._word(name, house, person) for name in gaps(rule.says)}
        other = self._read(rule.other, house, person)[1] if rule.other else ""
        member = person.id if person else None
        return Hit(rule, house.group_code, house.id, member, str(other or ""), facts, self._sign(rule, house, person))

    def _read(self, name: str, house: House | Village, person: Person | None) -> tuple[Any, Any]:
        """The field of a name and its value: the member's where there is one of this name, else the household's."""
        if person is not None and (field := self._vocabulary.get(("member", name))):
            return field, field.get(person)
        field = self._vocabulary[("village" if isinstance(house, Village) else "household", name)]
        return field, field.get(house)

    def _word(self, name: str, house: House | Village, person: Person | None) -> str:
        if name in self._values:
            return str(self._values[name])
        field, value = self._read(name, house, person)
        return str(field.words(value))

    def _sign(self, rule: Rule, house: House | Village, person: Person | None) -> str:
        """The digest of the recorded values behind the rule: of the one member, or of all of them."""
        seen: dict[str, Any] = {}
        for subject, name in sorted(rule.condition.uses):
            field = self._vocabulary[(subject, name)]
            field = self._vocabulary.get((subject, field.of), field)
            if isinstance(house, Village):
                seen["v:" + field.name] = _plain(field.get(house))
            elif subject == "household":
                seen["h:" + field.name] = _plain(field.get(house))
            else:
                people = [person] if person else house.people
                seen["m:" + field.name] = [[one.id, _plain(field.get(one))] for one in people]
        bounds = [str(self._values[name]) for name in sorted(rule.condition.parameters)]
        return hashlib.sha256(canonical([seen, bounds]).encode()).hexdigest()[:32]


def _violated(bound: Iterable[Bound], subject: House | Person | Village) -> list[Rule]:
    return [rule for rule, test in bound if test(subject)]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int)) else str(value)
