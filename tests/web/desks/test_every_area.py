"""What belongs to another place does not exist: for every role and every route that takes an id, at every level."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from engine.actors import SYSTEM
from engine.cases import open_cases
from engine.db import reading, work
from engine.evidence import Exhibit
from engine.jobs.asking import enqueue
from states import users
from states.book import open_book
from states.campaigns.campaign import CAMPAIGN, Campaign
from states.changes.proposing import Edit, propose
from states.feed import managing
from states.help.quarters import Quarter
from states.households import Household
from states.issued.issuing import Made, issue
from states.issued.numbers import next_number
from states.members import Member
from states.notice_places import hangings
from states.notices import Notice
from states.packs.store import in_force
from states.passwords import Secret
from states.places import village_sheets
from states.policy_ledgers.drafts import Draft
from states.policy_ledgers.pushing import Push, push
from states.practice.staff import ADMIN, CLERKS, OPERATORS, REVIEWERS, answering
from states.quality.findings import Finding
from states.quality.rounds import run
from states.regions import Region, region
from states.roles import Permission, allows
from states.users import User
from tests.browser import places, rolls
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD
from tests.web.desks.conftest import NOTICE, OTHER_VILLAGE, POSTED_ON, VILLAGE, Township
from tests.web.desks.journey import hung, objected
from tests.web.programs import Program
from tests.web.test_access import ROUTES
from web.access import Anyone, Area

PLACES = {"533401103": "邻镇", "533402": "邻市", "533402101": "邻市一镇", "533402101201": "邻市一村", "5335": "邻州"}
STRANGERS = [
    ("village", OTHER_VILLAGE), ("village", "533402101201"), ("grid", OTHER_VILLAGE), ("grid", OTHER_VILLAGE + "01"),
    ("township", "533401103"), ("township", "533402101"), ("township_leader", "533401103"), ("county", "533402"),
    ("department", "533402"), ("department", "5335"), ("auditor", "533401103"), ("auditor", "533402"),
    ("auditor", "5335"), ("admin", "533402"), ("admin", "533401103"),
]  # fmt: skip
AT = datetime(2021, 10, 25, 2, tzinfo=UTC)
TOLD = {
    "version": 3, "reason": "材料不全，退回重办", "step": "visit", "code": "other", "move": "identify", "act": "visit",
    "kind": "visit", "happened_on": "2021-10-25", "content": {}, "places": ["online"], "on": "2021-10-25",
}  # fmt: skip
"""What forms and programs ask for, so that nobody is sent back for a field before the record is looked up."""


HAPPENED: dict[str, object] = {"happened_on": "2021-10-01", "source": "office", "reason": "died", "member_id": 1}
PROPOSED: dict[str, dict[str, object]] = {
    "changes": {"values": [{"field": "phone", "value": "13900000002"}], "source": "office"},
    "joins": {"name": "和小花", "relation": "son"}
    | {name: value for name, value in HAPPENED.items() if name != "member_id"},
    "leaves": HAPPENED,
    "transfers": {"number": "1", "relation": "son"}
    | {name: value for name, value in HAPPENED.items() if name != "reason"},
    "refuse": {"reason": "与事实不符"},
    "key": {"value": "13900000001"},
}
"""What programs ask for that propose or decide, by the end of the address."""


@pytest.fixture
def records(township: Township) -> dict[str, str]:
    """For each field of a route the record of the first village that it is filled in with."""
    number = hung(township, township.sign_in("village-1"), POSTED_ON)
    case = township.cases()[0]
    with reading(township.db) as session:
        notice = session.get_one(Notice, number)
        photo = hangings(session, notice)[0].photo
        evidence = session.scalars(select(Exhibit.evidence_id).where(Exhibit.case_id == case)).first()
        person = session.scalars(select(User.id).where(User.username == "village-1")).one()
        house = session.scalars(select(Household.id).where(Household.case_id == case)).one()
        member = session.scalars(select(Member.id).join(Household).where(Household.case_id == case)).first()
    change, job, finding = kept(township, case)
    paper = issued(township)
    objected(township.sign_in("village-2"), notice.number)
    return {
        "<int:case_id>": str(case),
        "<int:notice_id>": str(number),
        "<int:objection_id>": "1",
        "<int:evidence_id>": str(evidence),
        "<int:user_id>": str(person),
        "<int:member_id>": str(member),
        "<int:change_id>": str(change),
        "<int:job_id>": str(job),
        "<int:finding_id>": str(finding),
        "<int:grid_id>": "1",
        "<int:lead_id>": "1",
        "<int:report_id>": "1",
        "<duty>": "pushed",
        "<period>": "2021-Q4",
        "<int:problem_id>": "1",
        "<int:list_id>": "1",
        "<int:session_id>": "1",
        "<int:sweep_id>": "1",
        "<int:check_id>": "1",
        "<int:household_id>": str(house),
        "<int:file_id>": "1",
        "<int:batch_id>": "1",
        "<int:page_id>": "1",
        "<int:paper_id>": str(paper),
        "<int:sheet_id>": "1",
        "<int:quarter>": "4",
        "<int:round_id>": "1",
        "<int:sent_id>": "1",
        "<int:difference_id>": "1",
        "<int:position>": "1",
        "<int:policy_id>": "1",
        "<int:line_id>": "1",
        "<int:webhook_id>": "1",
        "<digest>": photo,
        "<code>": VILLAGE,
        "<step>": NOTICE,
        "<move>": "identify",
        "<name>": "application",
        "<paper>": "income",
        "<day>": "2021-10-25",
        "<kind>": f"visit?case={case}",
        "<thing>": "work",
        "<int:campaign_id>": str(campaign(township)),
        "<int:opening_id>": "1",
        "<phase>": "training",
        "<window>": "entry",
    }


OTHERWISE = {"/help/": {"<thing>": "measure"}, "/income/": {"<name>": "village"}, "/sheets/": {"<kind>": "village"}}
"""What a field means under these addresses, where it is something else than elsewhere."""


def kept(township: Township, case: int) -> tuple[int, int, int]:
    """A change that waits, a job and a finding of the first village; grids and coordinates as well."""
    clerk = CLERKS[0]
    with work(township.db) as session:
        places.furnish(session)
        rolls.compare(session, open_book())
        house = session.scalars(select(Household).where(Household.case_id == case)).one()
        village_sheets.enter(session, session.get_one(Region, VILLAGE), AT.year, {"pond": "1"}, "", by=clerk, at=AT)
        edit = Edit("household", house.id, "phone", "19900000077")
        change = propose(session, [edit], by=clerk, at=AT, source="office")[0]
        job = enqueue(session, "print-batch", {}, by=clerk, at=AT, key="k", area=clerk.area)
        session.execute(update(Member).values(ethnicity=""))
        line = Draft("和秀", "", VILLAGE, "新纳入低保", date(2021, 10, 1))
        ledger = Push(Quarter(2021, 4), "低保", [line])
        push(session, open_book(), ledger, by=answering("civil-affairs"), at=AT)
        managing.add(session, "外部系统", "", VILLAGE, by=ADMIN, at=AT)
    run(lambda: work(township.db), open_book(), clerk.area, by=OPERATORS[0], at=AT)
    with reading(township.db) as session:
        finding = session.scalars(select(Finding.id).where(Finding.household_id == house.id)).first()
    assert finding
    return change.id, job.id, finding


def campaign(township: Township) -> int:
    """A campaign of a township of the county in which no stranger works."""
    by, area = REVIEWERS[0], "533401104"
    with work(township.db) as session:
        session.add(region(area, "又一镇"))
        session.flush()
        [case] = open_cases(session, CAMPAIGN, [area], by, AT)
        pack = in_force(session, VILLAGE, AT.date())
        one = Campaign(case_id=case.id, area=area, title="集中行动", pack_id=pack.id, digest=pack.digest)
        session.add(one)
        session.flush()
        return one.id


def issued(township: Township) -> int:
    """A paper of the first village."""
    clerk, made = CLERKS[0], Made("0" * 64, "0" * 64, 1)
    with work(township.db) as session:
        number = next_number(session, clerk.area, "函", AT.year)
        return issue(session, "joint_review_request", clerk.area, "函", {}, made, number=number, by=clerk, at=AT).id


def addresses(records: dict[str, str]) -> list[tuple[str, str, Permission | Anyone]]:
    """Every route that is bound to a record: its method, its address with that record, and what it needs.

    A ledger of another office is the program's own; what it lists is looked at in `test_every_list`.
    """
    found = []
    for route, (needs, area) in ROUTES.items():
        method, rule = route.split()
        if area is Area.RECORD and "<ledger_id>" not in rule:
            here = next((more for start, more in OTHERWISE.items() if rule.startswith(start)), {})
            for field in re.findall("<[^>]+>", rule):
                rule = rule.replace(field, (records | here)[field])
            found.append((method, rule, needs))
    return found


@pytest.mark.parametrize(("role", "area"), STRANGERS)
def test_what_belongs_to_another_place_does_not_exist(
    township: Township, records: dict[str, str], secret: Secret, role: str, area: str
) -> None:
    with work(township.db) as session:
        for code, name in PLACES.items():
            session.add(region(code, name))
            session.flush()
        where = users.Account("stranger", "外人", role, area, "police" if role == "department" else "")
        users.add(session, where, secret, by=SYSTEM, at=datetime.now(UTC))
    visitor, program = Visitor(township.app), Program(township.app, "stranger")
    assert visitor.sign_in("stranger", PASSWORD).status == 200
    token = next(values["csrf_token"] for _, values in visitor.get("/account").forms())

    answers = {}
    for method, address, needs in addresses(records):
        if address.startswith("/api/v1"):
            rest = address.removeprefix("/api/v1")
            answer = program.get(rest) if method == "GET" else program.post(rest, **_asked(rest))
            status = answer.status_code
        else:
            told = {name: value for name, value in TOLD.items() if not isinstance(value, dict)}
            page = visitor.look(address) if method == "GET" else visitor.post(address, csrf_token=token, **told)
            status = page.status
        answers[f"{method} {address}"] = (
            status,
            404 if needs is Anyone.SIGNED_IN or allows(role, Permission(needs)) else 403,
        )

    assert len(answers) > 50
    assert {address: found for address, (found, wanted) in answers.items() if found != wanted} == {}


def _asked(address: str) -> dict[str, object]:
    """What a program sends to this address."""
    wanted = {
        "start": ("move",),
        "advance": ("act", "version"),
        "send-back": ("step", "code", "reason"),
        "evidence": ("kind", "happened_on", "content"),
        "post": ("places", "on"),
    }
    act = address.rsplit("/", 1)[-1]
    return {name: TOLD[name] for name in wanted.get(act, ())} | PROPOSED.get(act, {})
