"""Putting cases to another area: only the place changes, and every case's ledger says so.

The state and the run under way stay as they are; the desks of the run's steps follow the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, func, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger, tallies
from engine.actors import Actor
from engine.cases import Case, hold
from engine.hot import Hot, as_list, listed
from engine.runs import Step


def put(session: Session, areas: Mapping[int, str], told: Mapping[str, Any], by: Actor, at: datetime) -> list[Case]:
    """Put each case to its new area code: one entry, one version and one tally each; answer those that moved.

    A case that stands there already is left alone. `told` is added to the entry of each.
    """
    held = [(case, case.area) for case in hold(session, areas) if case.area != areas[case.id]]
    by_area: dict[str, list[Case]] = {}
    for case, _was in held:
        by_area.setdefault(areas[case.id], []).append(case)
    for area, cases in by_area.items():
        CASES.cursor(session, {"ids": as_list(session, [case.id for case in cases]), "area_": area})
        runs = [case.run_id for case in cases if case.run_id is not None]
        STEPS.cursor(session, {"ids": as_list(session, runs), "area_": area})
        for case in cases:
            set_committed_value(case, "area", area)
    for sign, place in ((-1, [was for _case, was in held]), (1, [case.area for case, _was in held])):
        cells = zip(held, place, strict=True)
        tallies.add(session, [(case.kind, area, case.state, sign) for (case, _was), area in cells])
    news = [(case, "placed", {"from": was, "to": case.area, **told}) for case, was in held]
    ledger.append_many(session, news, by, at)
    return [case for case, _was in held]


def _steps(dialect: str) -> Any:
    area = cast(bindparam("area_"), String)
    desk = func.substr(area, 1, func.length(Step.desk))
    return update(Step).where(Step.run_id.in_(listed(dialect, "ids"))).values(area=area, desk=desk)


CASES = Hot(lambda d: update(Case).where(Case.id.in_(listed(d, "ids"))).values(area=bindparam("area_")))
STEPS = Hot(_steps)
