"""The predicates of rules: what a field may be asked, what it may be compared with, and the test that comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from states.quality.fields import Field

Test = Callable[[Any], bool]
EMPTY = (None, "")
PATTERNS = {"mobile": re.compile(r"1[3-9]\d{9}"), "no_papers": re.compile(r"999999.*")}
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "above": lambda value, bound: value > bound,
    "at_least": lambda value, bound: value >= bound,
    "below": lambda value, bound: value < bound,
    "at_most": lambda value, bound: value <= bound,
}
CHOOSE = ("in", "not_in")
HAVE = ("has", "has_none")
FLAGS = ("empty", "unlisted")
PAIRS: Mapping[str, Callable[[Any, Any], bool]] = {
    "same_as": lambda value, other: bool(value == other),
    "differs_from": lambda value, other: bool(value != other),
    "later_than": lambda value, other: bool(value > other),
    "more_than": lambda value, other: bool(value > other),
}
PREDICATES = {*COMPARE, *CHOOSE, *HAVE, *FLAGS, *PAIRS, "is", "is_not", "matches"}


class BadCondition(ValueError):
    """A condition that cannot be understood, with the reason in words."""


def fitting(field: Field, name: str) -> None:
    """Refuse a predicate that a field of this type cannot be asked; raises `BadCondition`."""
    if name in COMPARE and field.type not in ("number", "day"):
        raise BadCondition(f"字段“{field.name}”不是数或日期，不能比大小")
    if name in HAVE and field.type != "several":
        raise BadCondition(f"字段“{field.name}”不是多选项")
    if name == "unlisted" and not field.labels:
        raise BadCondition(f"字段“{field.name}”没有代码表")
    if (name == "later_than" and field.type != "day") or (name == "more_than" and field.type != "number"):
        raise BadCondition(f"字段“{field.name}”不能用“{name}”")
    if name in (*CHOOSE, "matches") and field.type in ("number", "day"):
        raise BadCondition(f"字段“{field.name}”是数或日期，不能用“{name}”")


def checked(wanted: Any, kind: str, labels: Mapping[str, str], predicate: str) -> Any:
    """What a field is compared with, in the form in which it is; raises `BadCondition`."""
    if predicate == "matches":
        if wanted not in PATTERNS:
            raise BadCondition(f"没有“{wanted}”这种格式")
        return PATTERNS[wanted]
    if kind == "flag":
        if not isinstance(wanted, bool):
            raise BadCondition(f"“{predicate}”后面要写 true 或 false")
        return wanted
    if predicate in (*CHOOSE, *HAVE):
        if not isinstance(wanted, list) or not wanted:
            raise BadCondition(f"“{predicate}”后面要列出几个值")
        return frozenset(checked(one, kind, labels, "") for one in wanted)
    if kind == "number":
        return _number(wanted)
    if kind == "day":
        if not isinstance(wanted, date):
            raise BadCondition(f"“{wanted}”不是日期")
        return wanted
    if not isinstance(wanted, str) or (labels and wanted and wanted not in labels):
        raise BadCondition(f"“{wanted}”不在代码表里")
    return wanted


def _number(wanted: Any) -> int | Decimal:
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return wanted
    try:
        return Decimal(str(wanted))
    except InvalidOperation:
        raise BadCondition(f"“{wanted}”不是数") from None


def leaf(field: Field, name: str, wanted: Any) -> Test:
    """The test of one field against what it is compared with."""
    get, labels = field.get, field.labels.keys()
    if name in COMPARE:
        return _compared(get, COMPARE[name], wanted)
    tests: dict[str, Test] = {
        "is": lambda one: bool(get(one) == wanted),
        "is_not": lambda one: bool((value := get(one)) not in EMPTY and value != wanted),
        "in": lambda one: get(one) in wanted,
        "not_in": lambda one: bool((value := get(one)) not in EMPTY and value not in wanted),
        "has": lambda one: not wanted.isdisjoint(parts(get(one))),
        "has_none": lambda one: wanted.isdisjoint(parts(get(one))),
        "empty": lambda one: (get(one) in EMPTY) is wanted,
        "unlisted": lambda one: bool(value := get(one)) and (not parts(value) <= labels) is wanted,
        "matches": lambda one: wanted.fullmatch(get(one)) is not None,
    }
    return tests[name]


@lru_cache(maxsize=65536)
def parts(text: str) -> frozenset[str]:
    """The codes in a joined text."""
    return frozenset(text.split(",")) if text else frozenset()


def _compared(get: Callable[[Any], Any], compare: Callable[[Any, Any], bool], bound: Any) -> Test:
    return lambda one: (value := get(one)) is not None and compare(value, bound)


def pair(field: Field, other: Field, compare: Callable[[Any, Any], bool]) -> Test:
    """The test of one field against another of the same subject."""
    first, second = field.get, other.get

    def test(one: Any) -> bool:
        left, right = first(one), second(one)
        return left not in EMPTY and right not in EMPTY and compare(left, right)

    return test


def equal(value: Any, bound: Any) -> bool:
    """Whether a number is exactly another."""
    return bool(value == bound)
