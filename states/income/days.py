"""The days on which income is taken: those of the year's terms, and the windows of the plan (TZ17, TZ23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from engine.guards import Blocker
from states.campaigns import windows
from states.income import changes
from states.income.plans import Terms

OPERATION = "income-entry"


def against(
    session: Session, villages: Iterable[str], terms: Terms, quarter: int, today: date
) -> dict[str, list[Blocker]]:
    """For each village every reason against entering a quarter's income today.

    A window that a campaign asked for and was granted opens again what the year's own last day has closed.
    """
    wanted = set(villages)
    own = list(changes.against_day(terms, quarter, today))
    asked = windows.against_many(session, wanted, OPERATION, today)
    again = windows.granted(session, wanted, OPERATION, today) if own else frozenset()
    return {one: _joined([] if one in again else own, asked[one], own) for one in wanted}


def _joined(mine: list[Blocker], asked: list[Blocker], own: list[Blocker]) -> list[Blocker]:
    kept = mine or [one for one in own if one.code == "quarter-not-over"]
    codes = {one.code for one in kept}
    return [*kept, *(one for one in asked if one.code not in codes)]
