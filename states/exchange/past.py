"""What lists say of a past day: values as they stood then, and a mark where nobody knows them (BZ02, TZ23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from states.exchange.fields import FIELDS
from states.history.place_names import names_on
from states.history.standing import Stood, households_on, members_on
from states.identified import rested_on
from states.identity import masked
from states.lifecycle import LABELS
from states.members import Member, there_on

NO_RECORD = "当时无记录"
AS_NOW = "（现登记）"
LEGEND = "当时无记录：该日还没有登记，或改动时没有留下改前的内容；带（现登记）的姓名、证件号码只用来认人"
DAY, REMARK = "截至日期", "说明"
"""The headings that a list of a past day has beside its own."""
TO_TELL_APART = ("head_name", "name", "id_no")
"""Without these nobody knows whom a line is about: they stand as they are now, and say so."""


def told(session: Session, page: Sequence[Any], day: date, in_full: bool) -> list[dict[str, str]]:
    """Every field of each line as it stood at the end of a day; seven statements for a page of a thousand."""
    homes = {row[0].id: row[0] for row in page}
    stood = households_on(session, list(homes.values()), day)
    people = members_on(session, [row[2] for row in page if len(row) > 2], day)
    persons = _persons(session, list(homes), day)
    names = names_on(session, _places(stood.values()), day)
    lines = []
    for row in page:
        line = _home(row[0], stood[row[0].id], persons.get(row[0].id, 0), names)
        if len(row) > 2:
            line |= _person(row[2], people[row[2].id], in_full)
        lines.append(line)
    return lines


def only(session: Session, page: Sequence[Any], day: date, state: str, category: str) -> list[Any]:
    """The lines whose households stood in that state and category then; what nobody knows is not among them."""
    stood = households_on(session, list({row[0].id: row[0] for row in page}.values()), day)
    return [
        row
        for row in page
        if (not state or stood[row[0].id].of("state") == state)
        and (not category or stood[row[0].id].of("category") == category)
    ]


def remarked(line: Mapping[str, str], day: date) -> list[str]:
    """The two cells at the end of a line: the day, and the legend where a mark stands in it."""
    marked = any(NO_RECORD in value or AS_NOW in value for value in line.values())
    return [day.isoformat(), LEGEND if marked else ""]


def _home(home: Any, stood: Stood, persons: int, names: Mapping[str, str]) -> dict[str, str]:
    line = {name: _said(stood, name, getattr(home, name, "")) for name in (*_names("household"), "phone")}
    line |= {"number": home.number, "persons": str(persons) if stood.known else NO_RECORD}
    if stood.known:
        group = stood.facts["group_code"]
        line |= {"township": names.get(group[:9], ""), "village": names.get(group[:12], "")}
        line |= {"group": names.get(group, group), "state": LABELS.get(line["state"], line["state"])}
        line |= rested_on(line)
    return line


def _person(member: Member, stood: Stood, in_full: bool) -> dict[str, str]:
    line = {name: _said(stood, name, getattr(member, name, "")) for name in _names("member")}
    if not in_full:
        number, mark, rest = line["id_no"].partition(AS_NOW)
        line["id_no"] = masked(number) + mark + rest
    return line


def _said(stood: Stood, name: str, now: Any) -> str:
    value = stood.of(name)
    if value is not None:
        return value
    return f"{now}{AS_NOW}" if name in TO_TELL_APART and now else NO_RECORD


def _names(subject: str) -> Iterator[str]:
    return (name for name, field in FIELDS.items() if field.subject == subject)


def _places(stood: Any) -> set[str]:
    return {one.facts["group_code"][:length] for one in stood for length in (9, 12, 14)}


def _persons(session: Session, households: Sequence[int], day: date) -> dict[int, int]:
    there = select(Member.household_id, func.count()).where(Member.household_id.in_(households), there_on(day))
    return {row[0]: row[1] for row in session.execute(there.group_by(Member.household_id))}
