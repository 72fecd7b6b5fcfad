"""How households and members stood at the end of a day: what was changed later is undone, and nothing is guessed.

A change holds from the day on which it happened, where somebody wrote that down, else from the day on which it
entered the register. A fact is what the newest change left that held by then; without one, what stood before the first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import OFFICE, office_day
from engine.ledger import Entry
from states.history.facts import facts_of
from states.history.former import EVERYTHING, Former
from states.households import Household
from states.members import Member

A_LOT = 1000
Row = TypeVar("Row", Household, Member)
OPENED, MOVED, PLACED, TAKEN_OVER = "opened", "moved", "placed", "taken-over"


@dataclass(frozen=True, slots=True)
class Stood:
    """What was on record of one household or member at the end of a day, as stored text by name.

    `unknown` are the facts that nobody knows any more; without `known` the row was not in the register yet.
    """

    known: bool
    facts: Mapping[str, str]
    unknown: frozenset[str] = frozenset()

    def of(self, name: str) -> str | None:
        """A fact; empty where nothing was recorded, None where nobody knows."""
        return None if not self.known or name in self.unknown else self.facts.get(name, "")


def end_of(day: date) -> datetime:
    """The instant at which an office day is over: its 24:00."""
    return datetime.combine(day + timedelta(days=1), time(), OFFICE)


def households_on(session: Session, households: Sequence[Household], day: date) -> dict[int, Stood]:
    """How these households stood, with `state` and `group_code`; two statements for each thousand."""
    found: dict[int, Stood] = {}
    for lot in _lots(households):
        past = _past(session, "household", [one.id for one in lot])
        told = _told(session, [one.case_id for one in lot], day)
        for home in lot:
            stood = _undone(facts_of(home), past.get(home.id, ()), day)
            state, group = told.get(home.case_id, (None, None))
            known = stood.known and office_day(home.created_at) <= day
            facts = {**stood.facts, "state": state or "", "number": home.number, "group_code": group or home.group_code}
            unknown = stood.unknown if state else stood.unknown | {"state"}
            found[home.id] = Stood(known, facts, unknown)
    return found


def members_on(session: Session, members: Sequence[Member], day: date) -> dict[int, Stood]:
    """How these members stood; two statements for each thousand."""
    found: dict[int, Stood] = {}
    for lot in _lots(members):
        past = _past(session, "member", [one.id for one in lot])
        created = select(Household.id, Household.created_at).where(Household.id.in_({one.household_id for one in lot}))
        since = {row[0]: office_day(row[1]) for row in session.execute(created)}
        for member in lot:
            mine = past.get(member.id, ())
            stood = _undone(facts_of(member), mine, day)
            joined_later = any(EVERYTHING in told for _, told in mine)  # then that day counts, not the household's
            known = stood.known and (joined_later or since[member.household_id] <= day)
            left = stood.facts.get("left_on", "")
            over = {"left_on": "", "left_reason": ""} if left > day.isoformat() else {}
            found[member.id] = Stood(known, {**stood.facts, **over}, stood.unknown)
    return found


def _lots(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + A_LOT] for start in range(0, len(rows), A_LOT))


Past = Sequence[tuple[date, Mapping[str, str | None]]]


def _past(session: Session, subject: str, ids: Collection[int]) -> dict[int, list[tuple[date, dict[str, str | None]]]]:
    """What was kept of these rows, newest first."""
    query = select(Former.subject_id, Former.holds_from, Former.before).where(
        Former.subject == subject, Former.subject_id.in_(ids)
    )
    found: dict[int, list[tuple[date, dict[str, str | None]]]] = {}
    for number, holds_from, before in session.execute(query.order_by(Former.id.desc())):
        found.setdefault(number, []).append((holds_from, json.loads(before)))
    return found


def _undone(now: Mapping[str, str], past: Past, day: date) -> Stood:
    facts, unknown, settled, known = dict(now), set[str](), set[str](), True
    for holds_from, before in past:
        for name, value in before.items():
            if name == EVERYTHING:
                known = known and holds_from <= day
            elif name in settled:
                continue
            elif holds_from <= day:
                settled.add(name)
            elif value is None:
                unknown.add(name)
            else:
                facts[name] = value
                unknown.discard(name)
    return Stood(known, facts, frozenset(unknown))


def _told(session: Session, case_ids: Collection[int], day: date) -> dict[int, tuple[str | None, str | None]]:
    """The state of each case at the end of the day, and its group where it was put to another one since."""
    query = select(Entry.case_id, Entry.kind, Entry.at, Entry.facts).where(
        Entry.case_id.in_(case_ids), Entry.kind.in_((OPENED, MOVED, PLACED, TAKEN_OVER))
    )
    end, states, groups = end_of(day), dict[int, str](), dict[int, str]()
    for case_id, kind, at, facts in session.execute(query.order_by(Entry.case_id, Entry.sequence)):
        told = json.loads(facts)
        if kind == PLACED:
            if at >= end:
                groups.setdefault(case_id, told["from"])
        elif at < end:
            states[case_id] = told["state"]
    return {case_id: (states.get(case_id), groups.get(case_id)) for case_id in case_ids}
