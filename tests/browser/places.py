"""Grids, coordinates, a pairing, a situation and figures on the busy township, so that their pages show something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from states.book import open_book
from states.deadlines import recording
from states.deadlines.recording import Said
from states.feed import managing
from states.help.quarters import Quarter, quarter_of
from states.households import Household
from states.issued.issuing import Made, issue
from states.issued.numbers import next_number
from states.leads import following, receiving
from states.leads.receiving import Tip
from states.packs.known import texts
from states.packs.store import install
from states.places import assigning, figures, grids, locations, pairings, situations
from states.places.coordinates import Point
from states.places.locations import Measured
from states.places.pairings import Helper
from states.places.situations import GUARANTEES, Told
from states.policy_ledgers.drafts import Draft
from states.policy_ledgers.pushing import Push, push
from states.practice import room_records, running_campaign
from states.practice.days import at
from states.practice.staff import ADMIN, CLERKS, OPERATORS, answering
from states.regions import Region
from states.reminders.sending import send
from states.spot_checks import drawing
from states.spot_checks.population import Population
from states.sweeps import beginning, ticking
from states.sweeps.ticking import Call
from tests.states import duties, papers
from tests.web.desks.conftest import POSTED_ON

OURS = {
    "village-1": (
        "/grids/1",
        "/homes/1/location",
        "/homes/1/facts",
        "/areas/533401102201/picture",
        "/scans/1",
        "/scans/pages/2",
        "/problems/1",
        "/problems/progress",
        "/sheets/work_team/533401102201",
        "/sheets/village/533401102201",
    ),
    "township-1": (
        "/grids/1",
        "/grids/none?village=533401102202",
        "/areas/53340110220101/households",
        "/areas/533401102/office",
        "/problems/1",
        "/problems/2",
        "/problems/lists/1",
        "/sessions/1",
        "/sessions/quarter?quarter=2021-Q4",
        "/sheets?kind=township",
        "/sheets/township/533401102",
        "/sheets/lifted_out_village/533401102201",
        "/totals/53340110220101/figures",
        "/totals?area=533401102201",
        "/areas/533401102201",
    ),
    "county-1": (
        "/deadlines?state=overdue",
        "/deadlines/duties/pushed",
        "/deadlines/duties/pushed/2021-Q4",
        "/deadlines/remind?name=duty:after_quarter/2021-Q3/533401",
        "/deadlines/reminders?sent=1",
    ),
    "dept-police": ("/deadlines/duties/pushed/2021-Q4",),
    "admin": (
        "/users/1/address",
        "/areas/53340110220101/merge",
        "/areas/53340110220103/merge?target=53340110220102",
        "/areas/53340110220201/code?target=53340110220209",
        "/areas/533401102201/name",
    ),
}
"""Pages with parameters, by who opens them."""


COUNTY = "533401"


def duties_owed(session: Session) -> None:
    """The county's plan asks for reports: one department has handed one in, and all are reminded."""
    plan = duties.PLAN.replace(duties.CITY, COUNTY)
    install(session, texts(session) | {"reports-2021": plan}, at(POSTED_ON))
    teacher = Actor("dept-education", "木春", "department", COUNTY, "education")
    one = recording.find(session, "pushed", "2021-Q4", COUNTY, "education", teacher, POSTED_ON)
    recording.record(session, one, Said(POSTED_ON, "教办发〔2021〕9号"), by=teacher, at=at(POSTED_ON))
    send(session, area=COUNTY, at=at(POSTED_ON))


def furnish(session: Session) -> None:
    """Let the first village have all of it."""
    duties_owed(session)
    now, clerk, officer = at(POSTED_ON), CLERKS[0], OPERATORS[0]
    lines = [Draft("和秀", "", clerk.area, "新纳入低保", date(2021, 10, 1), Decimal(420))]
    push(session, open_book(), Push(Quarter(2021, 4), "低保调整", lines), by=answering("police"), at=now)
    managing.add(session, "县级平台", "", "", by=ADMIN, at=now)
    query = select(Household).where(Household.village == clerk.area).order_by(Household.number)
    houses = list(session.scalars(query))
    grid = grids.make(session, clerk.area, "第一网格", "grid-1", "13900000001", officer, now)
    grids.make(session, clerk.area, "第二网格", "木丽华", "", officer, now)
    assigning.assign(session, grid, [house.case_id for house in houses], officer, now)
    for n, house in enumerate(houses):
        point = Point(99_750_000 + n * 3100, 27_600_000 + n * n * 1700)
        locations.locate(session, house, Measured(point, POSTED_ON, 12, "phone"), clerk, now)
    village = session.get_one(Region, clerk.area)
    locations.locate_office(session, village, Measured(Point(99_753_000, 27_602_000), POSTED_ON), officer, now)
    pairings.pair(session, houses[0], Helper("张文斌", "镇农业中心", "主任"), date(2021, 3, 1), officer, now)
    houses[0].kind = "general"
    told = Told(POSTED_ON, Decimal("5320.50"), frozenset(GUARANTEES) - {"water"}, "illness")
    situations.record(session, houses[0], told, clerk, now)
    for house in houses[:2]:
        tip = Tip("department", POSTED_ON, "住院自付费用超过2万元", number=house.number)
        lead, _joined = receiving.receive(session, tip, by=officer, at=now)
    following.analyse(session, open_book(), lead, "户主住院，收入减少", POSTED_ON, by=clerk, at=now)
    running_campaign.going_on(session, running_campaign.begun(session, open_book(), date(2021, 10, 19)), POSTED_ON)
    papers.hand_in(session, houses[0], clerk, now)
    one = beginning.begin(session, clerk.area, quarter_of(POSTED_ON), by=clerk, at=now)
    ticking.tick(session, one, houses[0].id, Call(POSTED_ON, ("和秀兰", "和玉龙")), by=clerk, at=now)
    plan = drawing.Plan("线下核查", Population(clerk.area), POSTED_ON, size=len(houses))
    check = drawing.announce(session, plan, by=officer, at=now)
    drawing.seal(session, check, now)
    drawing.draw(session, open_book(), check, by=officer, at=now)
    number, made = next_number(session, officer.area, "告", POSTED_ON.year), Made("0" * 64, "0" * 64, 1)
    issue(session, "decline_notice", officer.area, "告知书", {}, made, number=number, by=officer, at=now)
    group = session.get_one(Region, houses[0].group_code)
    figures.declare(session, group, 2021, {"households": 1, "minimum_living": 2}, "", clerk, now)
    room_records.records(session, open_book(), officer, clerk, now)
