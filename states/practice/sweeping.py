"""A sweep under way and a spot check with its first result, to look at in the campaign room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.book import Book
from engine.clock import office_day
from states.help.quarters import quarter_of
from states.households import Household
from states.practice.staff import CLERKS, COLLECTORS, OPERATORS, REVIEWERS
from states.spot_checks import checking, drawing
from states.spot_checks.checking import Seen
from states.spot_checks.drawing import Plan
from states.spot_checks.population import Population
from states.sweeps import beginning, ticking
from states.sweeps.roster import ABSENT, CHANGES, NOTHING
from states.sweeps.ticking import Call

DRAWN = 4


def sweep(session: Session, homes: Sequence[Household], at: datetime) -> None:
    """The county's sweep, in which the first village's grid worker has walked along some houses."""
    today, worker = office_day(at), COLLECTORS[0]
    one = beginning.begin(session, REVIEWERS[0].area, quarter_of(today), by=REVIEWERS[0], at=at)
    mine = [home for home in homes if home.village == worker.area]
    going = (worker.name, CLERKS[0].name)
    for home, found, note in zip(mine, (NOTHING, NOTHING, CHANGES, ABSENT), ("", "", "电话换了", ""), strict=False):
        ticking.tick(session, one, home.id, Call(today, going, found, note), by=worker, at=at)


def spot_check(session: Session, book: Book, at: datetime) -> None:
    """A spot check of the township, one household of which was checked by people who had entered nothing of it."""
    operator, today = OPERATORS[1], office_day(at)
    plan = Plan("动态调整数据线下核查", Population(operator.area), today + timedelta(days=14), DRAWN)
    check = drawing.announce(session, plan, by=operator, at=at)
    drawing.seal(session, check, at)
    seen = Seen(today, ("张文斌", "何静"), note="在家里见到户主，看了户口簿")
    for house in drawing.draw(session, book, check, by=operator, at=at):
        if not checking.against(check, house, operator) and not house.entrants.intersection(seen.checkers):
            checking.check_house(session, check, house, seen, by=operator, at=at)
            break
