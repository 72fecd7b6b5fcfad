"""What lines of a list become: a household with its members, and the further facts of the forms beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from states.exchange.fields import DETAILS, Subject
from states.households import Draft
from states.import_lines import Group, Line
from states.quality import details


def drafted(group: Group) -> Draft:
    """The household that the lines of a group describe."""
    head = group.heads[0]
    columns = {name: group.written(name) for name in ("number", "address")}
    columns |= {"kind": group.written("kind") or "general", "category": group.written("category") or "none"}
    columns |= {"head_name": head.values["name"], "phone": head.values.get("phone") or group.written("phone")}
    columns |= _details("household", {name: group.written(name) for name in head.columns})
    return Draft(group.code, columns, tuple(_person(line) for line in group.lines))


def _details(subject: Subject, values: Mapping[str, str]) -> dict[str, str]:
    """The further facts of the forms among these values, as they are kept; nothing where there are none."""
    told = {name: value for name, value in values.items() if value and name in DETAILS}
    mine = {name: value for name, value in told.items() if DETAILS[name].subject == subject}
    return {"details": details.take(subject, mine)} if mine else {}


def _person(line: Line) -> dict[str, Any]:
    copied = ("name", "relation", "ethnicity", "education", "school", "health", "labour", "phone")
    person: dict[str, Any] = {name: line.values.get(name, "") for name in copied}
    known = line.identity
    if known:
        person |= {"id_no": known.number, "id_kind": known.kind, "person": known.person, "birth_on": known.birth_on}
    else:
        person["birth_on"] = _born(line)
    person["sex"] = line.values.get("sex") or (known.sex if known else "")
    person["is_head"] = line.values["relation"] == "head"
    return person | _details("member", line.values)


def _born(line: Line) -> date | None:
    written = line.values.get("birth_on")
    return date.fromisoformat(written) if written else None
