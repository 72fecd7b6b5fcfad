"""Warnings: pushed by departments, told on the telephone, seen on visits; analysed by the village, settled above."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from states.households import Household
from states.leads import desk, following, receiving
from states.leads.desk import Shown
from states.leads.lead import ANALYSED, RECEIVED, Lead
from states.leads.receiving import Tip
from tests.year.office import Office
from tests.year.people import Person

PER_DEPARTMENT, OTHERS = 1 / 6000, 1 / 1500
"""Warnings of a month to each household of the register: of one department, and from everywhere else."""
ELSEWHERE = ("self", "app", "platform", "sweep", "petition", "low-income")
TEXTS = {
    "department": "比对发现该户近期自付医疗费用较高，请核实。",
    "self": "户主来电反映家里收入减少，孩子上学支出大。",
    "app": "通过手机申报：今年务工收入中断。",
    "platform": "救助平台转来申请，请入户核实。",
    "sweep": "入户排查时发现该户主要劳动力患病。",
    "petition": "来信反映该户生活困难，请核实。",
    "low-income": "该户本月申请农村低保，请核实返贫风险。",
}
TAKEN_IN = 0.55
FOUND = "入户看到主要劳动力在家养病，近半年收入减少，住房、饮水、就学有保障。"


def push(office: Office, by: Actor) -> None:
    """A department pushes last month's warnings."""
    _tell(office, by, "department", max(1, round(office.county.households * PER_DEPARTMENT)))


def overhear(office: Office, by: Actor) -> None:
    """What reaches a township in a month on all other ways, a little on each workday."""
    share = office.county.households * OTHERS / 20 / len(office.county.places)
    n = int(share) + (office.random.random() < share % 1)
    if n:
        _tell(office, by, office.random.choice(ELSEWHERE), n)


def _tell(office: Office, by: Actor, source: str, n: int) -> None:
    with reading(office.db) as session:
        inside = Household.group_code.startswith(by.area)
        first, last = session.execute(select(func.min(Household.id), func.max(Household.id)).where(inside)).one()
        chosen = [office.random.randint(first, last) for _ in range(n)]
        numbers = session.scalars(select(Household.number).where(Household.id.in_(chosen), inside)).all()
    for number in numbers:
        tip = Tip(source, office.today, TEXTS[source], number=number)
        office.do(f"lead from {source}", lambda session, tip=tip: receiving.receive(session, tip, by=by, at=office.now))


def analyse(office: Office, person: Person) -> None:
    """The village goes to the house of everybody it was warned of, and writes down what it found."""
    for shown in _waiting(office, person.actor, RECEIVED[0]):
        if person.slips_once(office.random, shown.lead.id, "analysis"):
            office.done["mistake: an analysis of one word"] += 1
            office.do("lead analysed", lambda session, one=shown.lead.id: _analyse(session, office, person, one, "无"))
        else:
            office.do("lead analysed", lambda session, one=shown.lead.id: _analyse(session, office, person, one, FOUND))


def _analyse(session: Session, office: Office, person: Person, number: int, found: str) -> None:
    lead = session.get_one(Lead, number)
    following.analyse(session, office.book, lead, found, office.today, by=person.actor, at=office.now)


def settle(office: Office, person: Person) -> None:
    """The township confirms a warning into a procedure, or closes it with a reason and tells the household."""
    found = _waiting(office, person.actor, ANALYSED[0])
    wanted = {shown.lead.id: office.random.random() < TAKEN_IN for shown in found}
    ids = [number for number, taken in wanted.items() if taken]
    held = office.do("lead confirmed", lambda session: _confirm(session, office, person, ids), 0) if ids else {}
    for number in (one for one, taken in wanted.items() if not taken or one in (held or {})):
        office.do("lead closed", lambda session, one=number: _close(session, office, person, one))


def _confirm(session: Session, office: Office, person: Person, ids: list[int]) -> dict[int, object]:
    leads = [session.get_one(Lead, one) for one in ids]
    held = following.confirm_many(session, office.book, leads, by=person.actor, at=office.now)
    office.held("lead confirmed", held)
    office.done["lead confirmed"] += len(ids) - len(held)
    return dict(held)


def _close(session: Session, office: Office, person: Person, number: int) -> None:
    told = f"{office.today.month}月{office.today.day}日上门告知户主，并说明可以再次申报。"
    reason = "经入户核实，收入和保障情况没有返贫致贫风险，或已在监测帮扶中。"
    following.close(session, office.book, session.get_one(Lead, number), reason, told, by=person.actor, at=office.now)


def _waiting(office: Office, by: Actor, state: str) -> list[Shown]:
    """What waits at this desk since yesterday or longer."""
    with reading(office.db) as session:
        return [one for one in desk.listed(session, by, state=state)[0] if one.lead.received_on < office.today]
