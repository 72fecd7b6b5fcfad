"""What a form asks at a household, in the order of the register's fields, with the boxes to tick of short lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from states.changes.fields import Field, fields
from states.codes import codes

SHORT, LONGEST = 9, 60
"""A list of so many choices, and of so many characters together, is printed as boxes."""
PARTS = {
    "": "户基本情况",
    "housing_grade": "住房、教育、医疗和饮水安全",
    "floor_space": "生产生活条件",
    "measure_items": "帮扶措施明细",
}
"""The parts of a household's facts by the field with which each begins."""
IN_THE_HEAD = ("head_name", "name")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form with its fields."""

    title: str
    fields: tuple[Field, ...]


def household_parts(on: date) -> list[Part]:
    """The facts of a household that are asked on a day, part by part."""
    parts: list[tuple[str, list[Field]]] = []
    for name, field in fields("household").items():
        if not parts or name in PARTS:
            parts.append((PARTS[name if parts else ""], []))
        if _is_asked(field, on):
            parts[-1][1].append(field)
    return [Part(title, tuple(mine)) for title, mine in parts]


def member_fields(on: date) -> tuple[Field, ...]:
    """The facts of a member that are asked on a day, without the name."""
    return tuple(field for field in fields("member").values() if _is_asked(field, on))


def _is_asked(field: Field, on: date) -> bool:
    return field.name not in IN_THE_HEAD and (field.detail is None or field.detail.is_asked(on))


def choices(field: Field, on: date) -> list[str]:
    """The boxes of a field that may be ticked on a day; none where it is written by hand."""
    listed = field.codes(on)
    return boxes(listed.labels.values()) if listed else []


def choices_of(name: str, on: date) -> list[str]:
    """The boxes of a code list that may be ticked on a day."""
    return boxes(codes(name, on).labels.values())


def boxes(labels: Iterable[str]) -> list[str]:
    """The words as boxes; none where they are too many for a line of the form."""
    words = list(labels)
    return words if len(words) <= SHORT and sum(map(len, words)) <= LONGEST else []
