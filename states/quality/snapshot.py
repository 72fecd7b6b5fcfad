"""What rules look at: the plain values of a household and its people on one day, filled for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Union

NOTHING: Mapping[str, Any] = {}


@dataclass(slots=True)
class House:
    """A household; `people` live there, `left` went away. `loaded` is what the sources know of it."""

    id: int
    case_id: int
    number: str
    group_code: str
    village: str
    head_name: str
    kind: str
    category: str
    phone: str
    address: str
    identified_on: date | None
    eliminated_on: date | None
    state: str
    details: Mapping[str, Any]
    as_of: date
    people: list[Person] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    loaded: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Person:
    """A member; `age` in full years on the day, `school_age` on 1 September of the school year."""

    id: int
    house: House
    name: str
    sex: str
    id_kind: str
    id_no: str
    person: str
    birth_on: date | None
    relation: str
    ethnicity: str
    education: str
    school: str
    health: str
    labour: str
    phone: str
    joined_on: date | None
    left_on: date | None
    left_reason: str
    is_head: bool
    details_text: str
    details: Mapping[str, Any]
    age: int | None
    school_age: int | None
    loaded: dict[str, Any] | None = None
    fault: str | None = None
    """What is wrong with the number, once somebody asked; several rules do."""

    @property
    def known(self) -> Mapping[str, Any]:
        """What the sources know of this person; mostly nothing."""
        return self.loaded or NOTHING

    def learn(self, name: str, value: Any) -> None:
        """Take a fact of a source."""
        if self.loaded is None:
            self.loaded = {}
        self.loaded[name] = value

    @property
    def common(self) -> tuple[object, ...]:
        """What people have in common: those alike in this are alike for every rule that reads nothing else."""
        house = self.house
        return (
            *(self.age, self.school_age, self.sex, self.relation, self.ethnicity, self.education, self.school),
            *(self.health, self.labour, self.id_kind, self.details_text, house.kind, house.category, house.state),
        )


@dataclass(slots=True)
class Village:
    """A village; `facts` are what it declares and what its verified sheet says, `loaded` what the register counts."""

    code: str
    name: str
    as_of: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    loaded: dict[str, Any] = field(default_factory=dict)


Subject = Union[House, Person, Village]  # noqa: UP007 - both names must be known to readers of annotations at run time


@dataclass(slots=True)
class Lot:
    """Some households on one day, those in it by their ids; what one round loads at a time."""

    as_of: date
    houses: dict[int, House]

    @property
    def people(self) -> list[Person]:
        """Everybody who lives in these households."""
        return [person for house in self.houses.values() for person in house.people]


def age_on(born: date | None, day: date) -> int | None:
    """Full years on a day; None when the birthday is unknown."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def school_day(day: date) -> date:
    """1 September of the school year that a day lies in."""
    return date(day.year if (day.month, day.day) >= (9, 1) else day.year - 1, 9, 1)
