"""Something to look at in each section of the data desk: a little of everything, with one thing amiss in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.clock import office_day
from states import users
from states.changes.proposing import Edit, propose_many
from states.help import deliveries, measures, risks
from states.help.deliveries import Given
from states.help.measures import Plan
from states.help.risks import Danger
from states.households import Household
from states.income import entering, opening, reviewing, signing
from states.income.signing import Signatures
from states.livelihood import work
from states.livelihood.work import Job
from states.members import Member, of_households
from states.places import assigning, grids, locations
from states.places.coordinates import Point
from states.places.locations import Measured
from states.practice.staff import CLERKS, COLLECTORS, OPERATORS
from states.practice.sweeping import spot_check, sweep
from states.sample_places import GROUPS
from states.samples import VILLAGES

CLERK, COLLECTOR, OPERATOR = CLERKS[0], COLLECTORS[0], OPERATORS[0]
WEST, SOUTH, STEP = 99_832_500, 27_436_100, 2_300
"""Where the first house stands, and how far the next one is, in millionths of a degree."""
People = Mapping[int, Sequence[Member]]


def data_desk(session: Session, book: Book, at: datetime) -> None:
    """Fill the sections from the households that are there; a small township fills fewer of them."""
    homes = session.scalars(select(Household).order_by(Household.number)).all()
    _grids(session, homes, at)
    mine = [home for home in homes if home.village == CLERK.area]
    found = of_households(session, [home.id for home in mine])
    people = {number: here for number, here in found.items() if here}
    _places(session, mine[:-1], at)
    followed = [one for one in mine if one.id in people and (one.kind == "lifted_out" or one.category != "none")]
    for home in followed[:1]:
        _income(session, book, home, people[home.id], at)
    _work(session, followed[:2], people, at)
    monitored = [one for one in followed if one.category != "none"]
    _help(session, monitored[:2], at)
    if mine:
        edit = Edit("household", mine[0].id, "phone", "13999990001")
        propose_many(session, [edit], by=COLLECTOR, at=at, source="visit")
    sweep(session, homes, at)
    spot_check(session, book, at)


def _grids(session: Session, homes: Sequence[Household], at: datetime) -> None:
    """A grid for each village; the last group of the last village is still to be put into one."""
    workers = {actor.area: actor.name for actor in CLERKS}
    workers |= {a.area: a.id if users.named(session, a.id) else a.name for a in COLLECTORS}
    left_out = f"{list(VILLAGES)[-1]}{list(GROUPS)[-1]}"
    for village, name in VILLAGES.items():
        grid = grids.make(session, village, f"{name}第一网格", workers[village], "", OPERATOR, at)
        cases = [home.case_id for home in homes if home.village == village and home.group_code != left_out]
        if cases:
            assigning.assign(session, grid, cases, OPERATOR, at)


def _places(session: Session, homes: Sequence[Household], at: datetime) -> None:
    """All but the last house are located, in rows along the slope."""
    for n, home in enumerate(homes[:20]):
        point = Point(WEST + STEP * (n % 4), SOUTH + STEP * (n // 4))
        locations.locate(session, home, Measured(point, office_day(at), 8, locations.PHONE), COLLECTOR, at)


def _income(session: Session, book: Book, home: Household, people: Sequence[Member], at: datetime) -> None:
    """A year's income that the village has reviewed and that waits for the township."""
    terms = opening.in_force_here(session, home.village, office_day(at))
    for quarter in terms.quarters:
        told = {"migrant_work": Decimal(3200)}
        entering.enter(session, home.case_id, quarter.number, people[0].id, told, by=COLLECTOR, at=at)
        others = [one.id for one in people[1:]]
        entering.enter_nothing(session, home.case_id, quarter.number, others, by=COLLECTOR, at=at)
    signed = Signatures(home.head_name, COLLECTOR.name, office_day(at), earlier_checked=True)
    signing.sign(session, home.case_id, terms.year, signed, by=COLLECTOR, at=at)
    reviewing.move(session, book, home.case_id, terms.year, "review_village", by=CLERK, at=at)


def _work(session: Session, homes: Sequence[Household], people: People, at: datetime) -> None:
    """Somebody whose work and wage agree, and somebody with a wage and no work on record."""
    for n, home in enumerate(homes):
        head = people[home.id][0]
        if n < len(homes) - 1:
            began_on, pay, employer = date(at.year, 3, 1), Decimal(3200), "官渡区建筑公司"
            job = Job(head.id, "530111", began_on, None, "昆明市官渡区", pay, employer)
            work.record_work(session, home, job, by=COLLECTOR, at=at)
        work.answer_sheet(session, home, head.id, at.year, True, Decimal(12800), by=COLLECTOR, at=at)


def _help(session: Session, homes: Sequence[Household], at: datetime) -> None:
    """A risk that a measure answers and help that arrived, and a risk that nobody has answered yet."""
    today = office_day(at)
    for n, home in enumerate(homes):
        risk = risks.name_risk(session, home, Danger("illness", today), by=COLLECTOR, at=at)
        if n == 0:
            ends_on = today + timedelta(days=180)
            plan = Plan("health", "大病救助报销和签约医生随访", today, ends_on, COLLECTOR.name, risk.number)
            measure = measures.plan_measure(session, home, plan, by=COLLECTOR, at=at)
            given = Given(measure.number, today, "报销住院费用", "医保局", Decimal(2600))
            deliveries.deliver(session, home, given, by=COLLECTOR, at=at)
