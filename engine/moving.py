"""Putting cases to another area: only the place changes, and every case's ledger says so.

The state and the run under way stay as they are; the desks of the case's steps, done and open, follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, cast, func, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger, tallies
from engine.actors import Actor
from engine.cases import Case, hold
from engine.hot import Hot, as_pairs, paired
from engine.runs import Step


def put(session: Session, areas: Mapping[int, str], told: Mapping[str, Any], by: Actor, at: datetime) -> list[Case]:
    """Put each case to its new area code: one entry, one version and one tally each; answer those that moved.

    A case that stands there already is left alone. `told` is added to the entry of each.
    """
    held = [(case, case.area) for case in hold(session, areas) if case.area != areas[case.id]]
    if not held:
        return []
    pairs = as_pairs({case.id: areas[case.id] for case, _was in held})
    CASES.cursor(session, {"pairs": pairs})
    STEPS.cursor(session, {"pairs": pairs})
    for case, _was in held:
        set_committed_value(case, "area", areas[case.id])
    for sign, place in ((-1, [was for _case, was in held]), (1, [case.area for case, _was in held])):
        cells = zip(held, place, strict=True)
        tallies.add(session, [(case.kind, area, case.state, sign) for (case, _was), area in cells])
    news = [(case, "placed", {"from": was, "to": case.area, **told}) for case, was in held]
    ledger.append_many(session, news, by, at)
    return [case for case, _was in held]


def _cases(dialect: str) -> Any:
    news = paired(dialect, "pairs")
    return update(Case).where(Case.id == cast(news.c.key, BigInteger)).values(area=news.c.value)


def _steps(dialect: str) -> Any:
    news = paired(dialect, "pairs")
    desk = func.substr(news.c.value, 1, func.length(Step.desk))
    return update(Step).where(Step.case_id == cast(news.c.key, BigInteger)).values(area=news.c.value, desk=desk)


CASES, STEPS = Hot(_cases), Hot(_steps)
