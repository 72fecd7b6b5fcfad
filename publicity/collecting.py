"""What collection forms and comparison sheets say (TZ06, TZ07, BZ02): by village, each household once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from publicity import collected
from publicity.offices import government_of
from states import regions
from states.exchange.exports import MONITORED_STATES, collects, is_collected
from states.households import Household

LIFTED_OUT = "脱贫户年度基础信息采集表"
MONITORED = "易返贫致贫户（监测对象）户年度基础信息采集表"
NEW = "防止返贫监测对象信息采集表"
COMPARISON = "监测信息对照表"
MOST = 20
"""So many households are printed while one waits; a larger place is printed in the background."""
Row = tuple[Household, str]


def village_number(session: Session, area: str, by: Actor, on: date) -> str:
    """The number that the yearly forms of a village or villager group bear.

    Raises NotFound outside the actor's area, and Refused when nobody is to be collected.
    """
    if len(area) < 12 or not by.covers(area) or (place := regions.full_name(session, area, area[:9])) == "":
        raise NotFound("region", area)
    if not _rows(session, area, by, 1):
        text = N_("“%(place)s”没有脱贫户和监测对象，不需要采集表")
        raise Refused("collect", [Blocker("nobody-to-collect", text, {"place": place}, basis="TZ06")])
    return f"CJ-{on.year}-{area}"


def village_values(session: Session, area: str, by: Actor, on: date) -> tuple[str, dict[str, Any]]:
    """The yearly forms of a village or villager group, from the data of last December.

    A lifted-out household that is monitored as well stands in both sub-systems and is printed once, as lifted out.
    Raises as `village_number` does, and Refused when there are too many for one print.
    """
    number = village_number(session, area, by, on)
    rows = _rows(session, area, by, MOST + 1)
    if len(rows) > MOST:
        text = N_("“%(place)s”超过%(most)d户，请到“批量打印文书”选《户年度基础信息采集表》，在后台打印")
        told = {"place": regions.full_name(session, area, area[:9]), "most": MOST}
        raise Refused("collect", [Blocker("too-many", text, told, basis="TZ06")])
    titles = [_title(household) for household, _ in rows]
    return "collection_form", _values(session, rows, titles, date(on.year - 1, 12, 31), on, by) | {"number": number}


def _rows(session: Session, area: str, by: Actor, most: int) -> list[Row]:
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id).where(is_collected())
    query = query.where(within(Household.group_code, area), within(Household.group_code, by.area))
    return [(row[0], row[1]) for row in session.execute(query.order_by(Household.number).limit(most))]


def yearly_values(session: Session, case_id: int, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The yearly form of one household, from the data of last December; Refused for one that is not collected."""
    household, state = _one(session, case_id)
    if not collects(household.kind, state):
        text = N_("该户不是脱贫户，也不是监测对象，不需要年度采集表")
        raise Refused("collect", [Blocker("not-collected", text, basis="TZ06")])
    values = _values(session, [(household, state)], [_title(household)], date(on.year - 1, 12, 31), on, by)
    return "collection_form", values | {"number": f"CJ-{on.year}-{household.number}"}


def new_values(session: Session, case_id: int, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The collection form (附件3) of a household that is newly to be monitored; Refused for one on record (TZ07)."""
    household, state = _one(session, case_id)
    if state in MONITORED_STATES:
        text = N_("该户已是监测对象，请打印监测信息对照表")
        raise Refused("collect", [Blocker("already-monitored", text, basis="TZ07")])
    values = _values(session, [(household, state)], [NEW], on, on, by)
    return "collection_form", values | {"number": f"FJ3-{on.year}-{household.number}"}


def comparison_values(session: Session, case_id: int, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The comparison sheet of a known monitored household: what is on record; Refused for a new one (TZ07)."""
    household, state = _one(session, case_id)
    if state not in MONITORED_STATES:
        text = N_("该户还没有识别为监测对象，请填写《防止返贫监测对象信息采集表》")
        raise Refused("compare", [Blocker("not-monitored", text, basis="TZ07")])
    values = _values(session, [(household, state)], [COMPARISON], on, on, by)
    return "collection_form", values | {"number": f"DZ-{on.year}-{household.number}"}


def _title(household: Household) -> str:
    return LIFTED_OUT if household.kind == "lifted_out" else MONITORED


def _one(session: Session, case_id: int) -> Row:
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id).where(Case.id == case_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("case", case_id)
    return row[0], row[1]


def _values(
    session: Session, rows: Sequence[Row], titles: Sequence[str], as_of: date, on: date, by: Actor
) -> dict[str, Any]:
    known = collected.look(session, [household for household, _ in rows], as_of, on, by)
    return {
        "addressee": government_of(session, rows[0][0].group_code),
        "recorded_on": as_of.isoformat(),
        "sheets": [
            collected.sheet(household, title, known) for (household, _), title in zip(rows, titles, strict=True)
        ],
        "asked": collected.member_facts(on),
        "made_on": on.isoformat(),
    }
