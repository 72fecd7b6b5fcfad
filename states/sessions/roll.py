"""A list of people as it is typed or pasted: a line each, its parts set apart by commas or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from states.sessions.holding import Person
from states.sessions.session import Attendance

APART = re.compile(r"[,，、\t]")
ABSENT = "缺席"


def read(text: str) -> list[Person]:
    """The people of a list: name or @account, unit, post, result; a line that ends with “缺席” did not come."""
    return [_person(line) for line in text.splitlines() if line.strip()]


def write(people: Iterable[Attendance]) -> str:
    """The list as it is typed."""
    return "\n".join(_line(one) for one in people)


def _person(line: str) -> Person:
    parts = [part.strip() for part in APART.split(line)]
    came = ABSENT not in parts
    name, unit, post, result, *_ = [*(part for part in parts if part != ABSENT), "", "", "", ""]
    if name.startswith("@"):
        return Person("", unit, post, name[1:], came, result)
    return Person(name, unit, post, "", came, result)


def _line(one: Attendance) -> str:
    name = f"@{one.username}" if one.username else one.name
    parts = [name, one.unit, one.post, one.result, "" if one.came else ABSENT]
    while parts and not parts[-1]:
        parts.pop()
    return "，".join(parts)
