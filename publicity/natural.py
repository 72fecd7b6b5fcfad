"""What the forms of natural change say: who joined or left in which month, and the months that count (TZ05, BZ04)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.errors import NotFound
from publicity.offices import government_of
from states import regions
from states.case_file import household as household_of
from states.changes.change import TRANSFER
from states.changes.ledgers import DECREASE, INCREASE, SHEETS, Period, entries
from states.changes.shown import Line
from states.codes import codes
from states.exchange.exports import is_collected
from states.households import Household
from states.person_months import Stay, months_of

DOCUMENTS = {INCREASE: ("natural_increase", "ZJ"), DECREASE: ("natural_decrease", "JS")}
MOVED = "户间转移"
BLANK = 4


def of_village(
    session: Session, ledger: str, area: str, period: Period, by: Actor, on: date
) -> tuple[str, dict[str, Any]]:
    """The form of a village or villager group for a period; `NotFound` outside the actor's area."""
    place = regions.full_name(session, area, area[:9]) if len(area) >= 12 and _is_seen(area, by) else ""
    if not place:
        raise NotFound("region", area)
    lines = entries(session, by, ledger, area, period)
    return _told(session, ledger, area, place, "", _collected(session, lines, ledger), period, on)


def of_household(
    session: Session, ledger: str, case_id: int, period: Period, by: Actor, on: date
) -> tuple[str, dict[str, Any]]:
    """The form of one household for a period; without any change it is blank, to be filled at the door."""
    home = household_of(session, case_id, by)
    lines = [one for one in entries(session, by, ledger, home.group_code, period) if _at(one, ledger)[0] == home.number]
    place = regions.full_name(session, home.group_code, home.township)
    return _told(session, ledger, home.number, place, home.number, lines, period, on)


def _is_seen(area: str, by: Actor) -> bool:
    return by.covers(area) or by.area.startswith(area)


def _told(
    session: Session, ledger: str, of: str, place: str, number: str, lines: Sequence[Line], period: Period, on: date
) -> tuple[str, dict[str, Any]]:
    document, letters = DOCUMENTS[ledger]
    names = regions.names(session, {_at(one, ledger)[2] for one in lines})
    area = _at(lines[0], ledger)[2] if lines else of[:12]
    return document, {
        "number": f"{letters}-{period.until:%Y%m}-{of}",
        "attachment": SHEETS[ledger],
        "addressee": government_of(session, area),
        "place": place,
        "household": number,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "rows": [_row(one, ledger, names) for one in lines],
        "blank": BLANK,
        "made_on": on.isoformat(),
    }


def _collected(session: Session, lines: Sequence[Line], ledger: str) -> list[Line]:
    """The lines of households that the form is about: lifted out of poverty, or monitored."""
    numbers = {_at(one, ledger)[0] for one in lines}
    query = select(Household.number).join(Case, Case.id == Household.case_id).where(is_collected())
    mine: Collection[str] = set(session.scalars(query.where(Household.number.in_(numbers))))
    return [one for one in lines if _at(one, ledger)[0] in mine]


def _at(line: Line, ledger: str) -> tuple[str, str, str]:
    """The household of the line: number, head, area; a transfer is an increase where it leads to."""
    if ledger == INCREASE and line.change.nature == TRANSFER:
        return line.other_number or "", line.other_head or "", line.other_area or ""
    return line.number, line.head_name, line.change.area


def _row(line: Line, ledger: str, names: dict[str, str]) -> dict[str, Any]:
    number, head, area = _at(line, ledger)
    on, member = line.change.happened_on, line.member
    assert on is not None  # nothing joins or leaves without its day
    relation = line.change.told.get("relation") if ledger == INCREASE else member.relation if member else ""
    return {
        "group": names.get(area, ""),
        "household_number": number,
        "head": head,
        "kind": codes("household_kind").label(line.kind),
        "name": line.who,
        "identity_number": member.id_no if member else "",
        "relation": codes("relation").label(relation or ""),
        "happened_on": on.isoformat(),
        "reason": MOVED if line.change.nature == TRANSFER else line.reason,
        "months": _months(line, ledger, on),
        "checked_by": line.change.decided_by_name,
    }


def _months(line: Line, ledger: str, on: date) -> int:
    """The months of the year in which the person counts: that of joining does, that of leaving does not."""
    member, moved = line.member, line.change.nature == TRANSFER
    stay = Stay(on, None if moved or member is None else member.left_on)
    if ledger == DECREASE:
        stay = Stay(member.joined_on if member else None, on)
    return months_of(stay, date(on.year, 1, 1), date(on.year, 12, 31))
