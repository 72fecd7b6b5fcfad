"""What joining, leaving and moving between households do to the rows: nothing is deleted, dates and reasons stay.

No session and no clock here: rows in, rows out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from states.households import Household
from states.identity import NO_PAPERS, read
from states.members import Member, spelling
from states.person_months import Stay

TRANSFERRED = "transferred"
CARRIED = (
    "name", "given", "pinyin", "pinyin_alt", "initials", "initials_alt", "sex", "id_kind", "id_no", "person",
    "birth_on", "ethnicity", "education", "school", "health", "labour", "phone", "details",
)  # fmt: skip
"""What a person keeps when moving to another household."""


def numbered(written: str) -> dict[str, Any]:
    """The columns that an identity number fills; a newborn may have none yet."""
    if not written or written.startswith(NO_PAPERS):
        return {"id_no": written, "id_kind": "none", "person": ""}
    found = read(written)
    told = {"id_no": found.number, "id_kind": found.kind, "person": found.person}
    return told | ({"birth_on": found.birth_on, "sex": found.sex} if found.person else {})


def joined(household: Household, told: Mapping[str, Any], on: date) -> Member:
    """A new member: name, id_no, relation, and what else is known."""
    born = {"birth_on": date.fromisoformat(told["birth_on"])} if told.get("birth_on") else {}
    columns = {name: told[name] for name in ("sex", "ethnicity", "relation") if told.get(name)} | born
    columns |= spelling(str(told["name"])) | numbered(str(told.get("id_no", "")))
    return Member(**_placed(household), **columns, joined_on=on, is_head=False)


def left(household: Household, member: Member, on: date, reason: str, new_head: Member | None) -> None:
    """The member is gone from that day; the new head, where there is one, takes over in the same act."""
    if member.is_head and new_head is not None:
        member.is_head = False
        new_head.is_head, new_head.relation = True, "head"
        household.head_name = new_head.name
    member.left_on, member.left_reason = on, reason


def arrived(household: Household, member: Member, relation: str, on: date) -> Member:
    """The same person as a member of the household moved to."""
    carried = {name: getattr(member, name) for name in CARRIED}
    return Member(**_placed(household), **carried, relation=relation, joined_on=on, is_head=False)


def stays(members: Iterable[Member]) -> list[Stay]:
    """The times in the household, for person-months."""
    return [Stay(one.joined_on, one.left_on) for one in members]


def _placed(household: Household) -> dict[str, Any]:
    places = {"township": household.township, "village": household.village, "group_code": household.group_code}
    return {"household_id": household.id} | places
