"""Conditions of rules: data in, closures out. Nothing is evaluated as code; what is unknown is refused.

A test names a field and one predicate. What is not recorded is no violation: an unknown number is neither above
nor below anything. `@name` stands for a parameter of the round's year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from states.quality.fields import Field, SubjectName, Vocabulary
from states.quality.predicates import (
    COMPARE,
    FLAGS,
    PAIRS,
    PREDICATES,
    BadCondition,
    Test,
    checked,
    equal,
    fitting,
    leaf,
    pair,
)

Use = tuple[str, str]
Needs = frozenset[frozenset[Use]]
NOTHING: Needs = frozenset({frozenset()})
"""The needs of a condition that can hold where nothing is filled in."""
ALTERNATIVES = 32
"""More than so many are not told apart."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was understood: the fields it reads, the parameters it needs, and how it becomes a test.

    `needs` are the fields of its own subject that must be filled in for it to hold, in alternatives: where in each
    of them something is empty, nobody asks.
    `gate` is the part of it that reads only what many subjects have in common: it is asked once for all that are alike.
    """

    uses: frozenset[Use]
    parameters: frozenset[str]
    bind: Callable[[Values], Test]
    needs: Needs = NOTHING
    gate: Callable[[Values], Test] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands conditions against a vocabulary and the names of parameters."""

    vocabulary: Vocabulary
    parameters: Mapping[str, str]
    """The type of each: `number` or `day`."""

    def read(self, node: Any, subject: SubjectName) -> Condition:
        """The condition; raises `BadCondition`."""
        if not isinstance(node, Mapping) or not node:
            raise BadCondition("条件要写成“字段、比较”或 all、any、not 的形式")
        if "field" in node:
            return self._test(node, subject)
        name = next(iter(node))
        if name in ("all", "any", "not", "household"):
            if len(node) != 1:
                raise BadCondition(f"“{name}”旁边不能再写别的条件")
            return self._joined(name, node[name], subject)
        if name in ("somebody", "nobody", "everybody", "count", "share"):
            if subject != "household":
                raise BadCondition(f"“{name}”只能用在户的条件里")
            return self._of_people(name, node)
        raise BadCondition(f"没有“{name}”这种条件")

    def _joined(self, name: str, inner: Any, subject: SubjectName) -> Condition:
        if name == "not":
            one = self.read(inner, subject)
            return Condition(one.uses, one.parameters, lambda values: _negated(one.bind(values)))
        if name == "household":
            if subject != "member":
                raise BadCondition("“household”只能用在成员的条件里")
            one = self.read(inner, "household")
            return Condition(one.uses, one.parameters, lambda values: _of_house(one.bind(values)))
        if not isinstance(inner, Sequence) or isinstance(inner, str) or not inner:
            raise BadCondition(f"“{name}”后面要列出几个条件")
        parts = [self.read(part, subject) for part in inner]
        join = _all if name == "all" else _any
        needs = (_together if name == "all" else _either)([part.needs for part in parts])
        return Condition(
            frozenset().union(*(part.uses for part in parts)),
            frozenset().union(*(part.parameters for part in parts)),
            lambda values: join([part.bind(values) for part in parts]),
            needs,
            self._gate(parts, subject) if name == "all" else None,
        )

    def _gate(self, parts: Sequence[Condition], subject: SubjectName) -> Callable[[Values], Test] | None:
        common = [part for part in parts if all(self._is_common(use, subject) for use in part.uses)]
        return (lambda values: _all([part.bind(values) for part in common])) if common else None

    def _is_common(self, use: Use, subject: SubjectName) -> bool:
        """Whether subjects that are alike have the same in it; what its people have is no household's own."""
        return self.vocabulary[use].common and (subject == "member" or use[0] == "household")

    def _of_people(self, name: str, node: Mapping[str, Any]) -> Condition:
        one = self.read(node[name], "member")
        if name in ("somebody", "nobody", "everybody"):
            if len(node) != 1:
                raise BadCondition(f"“{name}”旁边不能再写别的条件")
            quantify = {"somebody": _somebody, "nobody": _nobody, "everybody": _everybody}[name]
            return Condition(one.uses, one.parameters, lambda values: quantify(one.bind(values)))
        [(predicate, bound)] = [(k, v) for k, v in node.items() if k != name] if len(node) == 2 else [("", None)]
        if predicate not in (*COMPARE, "is"):
            raise BadCondition(f"“{name}”要和一个数比较")
        number, asked = self._value(bound, "number", {})
        compare = COMPARE.get(predicate, equal)
        measure = _counted if name == "count" else _shared

        def bind(values: Values) -> Test:
            return measure(one.bind(values), compare, number(values))

        return Condition(one.uses, one.parameters | asked, bind)

    def _test(self, node: Mapping[str, Any], subject: SubjectName) -> Condition:
        field = self._field(node["field"], subject)
        predicates = [name for name in node if name != "field"]
        if len(predicates) != 1 or predicates[0] not in PREDICATES:
            raise BadCondition(f"字段“{field.name}”要恰好带一种比较：{'、'.join(sorted(PREDICATES))}")
        name, wanted = predicates[0], node[predicates[0]]
        uses = frozenset({(subject, field.name)})
        if name in PAIRS:
            fitting(field, name)
            other = self._field(wanted, subject)
            if other.type != field.type:
                raise BadCondition(f"字段“{field.name}”和“{other.name}”不能相比")
            test = pair(field, other, PAIRS[name])
            both = uses | {(subject, other.name)}
            return Condition(both, frozenset(), lambda _: test, frozenset({both}))
        fitting(field, name)
        value, asked = self._value(wanted, "flag" if name in FLAGS else field.type, field.labels, name)
        filled = (name not in ("empty", "unlisted", "has_none") and wanted != "") or (name, wanted) == ("empty", False)
        needs = frozenset({uses}) if filled else NOTHING
        return Condition(uses, asked, lambda values: leaf(field, name, value(values)), needs)

    def _field(self, name: Any, subject: SubjectName) -> Field:
        found = self.vocabulary.get((subject, str(name)))
        if found is None:
            raise BadCondition(f"没有“{name}”这个字段，或还没有取数")
        return found

    def _value(
        self, wanted: Any, kind: str, labels: Mapping[str, str], predicate: str = ""
    ) -> tuple[Callable[[Values], Any], frozenset[str]]:
        """What a field is compared with: a parameter, or a value of the field's own type."""
        if isinstance(wanted, str) and wanted.startswith("@"):
            if wanted[1:] not in self.parameters:
                raise BadCondition(f"没有“{wanted[1:]}”这个参数")
            if self.parameters[wanted[1:]] != kind:
                raise BadCondition(f"参数“{wanted[1:]}”和这个字段不能相比")
            return (lambda values: values[wanted[1:]]), frozenset({wanted[1:]})
        fixed = checked(wanted, kind, labels, predicate)
        return (lambda _: fixed), frozenset()


def _together(needs: Sequence[Needs]) -> Needs:
    """What all of these need at once."""
    found = NOTHING
    for one in needs:
        joined = frozenset(mine | theirs for mine in found for theirs in one)
        found = joined if len(joined) <= ALTERNATIVES else found
    return found


def _either(needs: Sequence[Needs]) -> Needs:
    """What one or another of these needs."""
    return frozenset[frozenset[Use]]().union(*needs)


def _negated(test: Test) -> Test:
    return lambda one: not test(one)


def _of_house(test: Test) -> Test:
    return lambda person: test(person.house)


def _all(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda one: first(one) and second(one)

    def test(one: Any) -> bool:  # a loop: `all` over a generator takes twice as long
        for each in tests:  # noqa: SIM110
            if not each(one):
                return False
        return True

    return test


def _any(tests: list[Test]) -> Test:
    def test(one: Any) -> bool:
        for each in tests:  # noqa: SIM110
            if each(one):
                return True
        return False

    return test


def _somebody(test: Test) -> Test:
    return lambda house: any(test(one) for one in house.people)


def _nobody(test: Test) -> Test:
    return lambda house: bool(house.people) and not any(test(one) for one in house.people)


def _everybody(test: Test) -> Test:
    return lambda house: bool(house.people) and all(test(one) for one in house.people)


def _counted(test: Test, compare: Callable[[Any, Any], bool], bound: Any) -> Test:
    return lambda house: compare(sum(1 for one in house.people if test(one)), bound)


def _shared(test: Test, compare: Callable[[Any, Any], bool], bound: Any) -> Test:
    def share(house: Any) -> bool:
        people = house.people
        return bool(people) and compare(Decimal(sum(1 for one in people if test(one))) / len(people), bound)

    return share
