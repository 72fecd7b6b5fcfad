"""Households as the rules see them, made without a database: sound, but for what a test says."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from states.identity import with_check_digit
from states.places.village_sheets import facts
from states.quality.details import parsed, take
from states.quality.rulebook import shipped
from states.quality.snapshot import House, Lot, Person, Village, age_on, school_day
from states.quality.sweep import Hit, Sweep

AS_OF = date(2021, 11, 15)
LINE = 6000
OF_HOUSE, OF_PERSON = ({one.name for one in fields(kind)} for kind in (House, Person))


def someone(relation: str = "head", born: str = "1980-03-08", sex: str = "male", **said: Any) -> dict[str, Any]:
    """A member with a sound number, able to work, unless said otherwise."""
    day = date.fromisoformat(born)
    number = with_check_digit(f"539999{day:%Y%m%d}{'001' if sex == 'male' else '002'}")
    age = age_on(day, AS_OF) or 0
    sound: dict[str, Any] = {"name": "和志强", "sex": sex, "id_kind": "id-card", "id_no": number, "person": number}
    sound |= {"birth_on": day, "relation": relation, "ethnicity": "14", "education": "junior", "school": ""}
    sound |= {"health": "healthy", "labour": "full" if 16 <= age < 60 else "none", "phone": ""}
    return sound | said


def pupil(**said: Any) -> dict[str, Any]:
    """A child at school."""
    child = {"relation": "son", "born": "2009-09-01", "education": "", "school": "junior_1"}
    return someone(**child | said)


def home(*people: dict[str, Any], **said: Any) -> House:
    """A household of these people; what is no column is a further fact of the forms, or a source's."""
    columns = {name: said.pop(name) for name in list(said) if name in OF_HOUSE}
    details, loaded = _apart("household", said)
    sound: dict[str, Any] = {
        "id": 1, "case_id": 1, "number": "53340110220100001", "group_code": "53340110220101", "village": "533401102201",
        "head_name": "和志强", "kind": "general", "category": "none", "phone": "13900000001", "address": "",
        "identified_on": None, "eliminated_on": None, "state": "candidate", "details": parsed(details), "as_of": AS_OF,
    }  # fmt: skip
    house = House(**sound | columns, loaded=loaded)
    for number, one in enumerate(people or (someone(),), 1):
        house.people.append(_person(number, house, dict(one)))
    return house


def open_home(*people: dict[str, Any], **said: Any) -> House:
    """A monitored household with its record filled in."""
    record: dict[str, Any] = {"state": "monitored", "category": "marginal", "identified_on": date(2021, 10, 20)}
    return home(*people, **record | said)


def done_home(*people: dict[str, Any], **said: Any) -> House:
    """A household whose risk is eliminated."""
    record: dict[str, Any] = {"state": "risk_eliminated", "category": "marginal"}
    record |= {"identified_on": date(2020, 10, 20), "eliminated_on": date(2021, 10, 20)}
    return home(*people, **record | said)


def village(**said: Any) -> Village:
    """A village that declares and counts what is said; sound, but for what a test says."""
    facilities = {name: Decimal(1) for name, fact in facts().items() if fact.kind == "facility"}
    told = {"households": 100, "persons": 400} | facilities | said
    known = shipped().vocabulary
    loaded = {name for name in told if "loaded" in known[("village", name)].get.__qualname__}
    facts_ = {name: Decimal(value) for name, value in told.items() if name not in loaded and value is not None}
    counted = {"collected": "yes"} | {name: Decimal(told[name]) for name in loaded}
    return Village("533401102201", "和平村", AS_OF, facts_, counted)


def _person(number: int, house: House, said: dict[str, Any]) -> Person:
    written = said.pop("written", "")  # the text itself, where it holds what nobody may fill in
    more = {name: said.pop(name) for name in list(said) if name not in OF_PERSON}
    text, loaded = _apart("member", more)
    text = written or text
    columns = {"joined_on": None, "left_on": None, "left_reason": "", "is_head": said["relation"] == "head"} | said
    ages = {"age": age_on(said["birth_on"], AS_OF), "school_age": age_on(said["birth_on"], school_day(AS_OF))}
    person = Person(id=number, house=house, details_text=text, details=parsed(text), **columns, **ages)
    for name, value in loaded.items():
        person.learn(name, value)
    return person


def _apart(subject: Any, said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The facts of the forms as they are kept, and those of the sources."""
    known = shipped().vocabulary
    loaded = {name: value for name, value in said.items() if "loaded" in known[(subject, name)].get.__qualname__}
    for name, value in loaded.items():
        field = known[(subject, name)]
        assert not field.labels or not value or set(value.split(",")) <= field.labels.keys(), (name, value)
    return take(subject, {name: value for name, value in said.items() if name not in loaded}), loaded


def hits(*houses: House, only: set[str] | None = None) -> list[Hit]:
    """What the rules find in these households."""
    sweep = _sweep(None if only is None else frozenset(only))
    return list(sweep.hits(Lot(AS_OF, {house.id: house for house in houses})))


@cache
def _sweep(only: frozenset[str] | None) -> Sweep:
    book = shipped()
    return Sweep(book, book.values(AS_OF.year) | {"income_line": LINE}, only)


def found(subject: House | Village) -> set[str]:
    """The codes of the rules that a household or a village violates."""
    told = _sweep(None).of_villages([subject]) if isinstance(subject, Village) else hits(subject)
    return {hit.rule.code for hit in told}
