"""Warnings: pushed by departments, told on the telephone, seen on visits; analysed by the village, settled above."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from states.help.quarters import quarter_of
from states.households import Household
from states.leads import answering, assignment, desk, following, receiving
from states.leads import push as pushing
from states.leads.desk import Asked, Shown
from states.leads.lead import ANALYSED, RECEIVED, Lead
from states.leads.receiving import Tip
from states.policy_ledgers import pushing as ledgers
from states.policy_ledgers.pushing import Push
from tests.year.office import Office
from tests.year.people import Person

PER_DEPARTMENT, OTHERS = 1 / 15000, 1 / 1500
"""Warnings of a month to each household of the register: of one department, and from everywhere else."""
ELSEWHERE = ("self", "app", "platform", "hotline", "letters", "media", "low-income", "four-kinds")
TEXTS = {
    "department": "比对发现该户近期自付医疗费用较高，请核实。",
    "self": "户主来电反映家里收入减少，孩子上学支出大。",
    "app": "通过手机申报：今年务工收入中断。",
    "platform": "救助平台转来申请，请入户核实。",
    "hotline": "热线转来：户主反映看病花费大。",
    "letters": "来信反映该户生活困难，请核实。",
    "media": "网上有人说这一户孩子上不起学。",
    "four-kinds": "村组干部走访时发现该户主要劳动力患病。",
    "low-income": "该户本月申请农村低保，请核实返贫风险。",
}
TAKEN_IN = 0.55
FOUND = "入户看到主要劳动力在家养病，近半年收入减少，住房、饮水、就学有保障。"


def warn(office: Office, by: Actor) -> None:
    """A department tells of the households that its own data make it worry about."""
    share = office.county.households * office.county.warned * PER_DEPARTMENT
    _tell(office, by, "department", int(share) + (office.random.random() < share % 1))


def push(office: Office, by: Actor) -> None:
    """A department says that its warnings of last month are all there, be there any or none."""
    period = (office.today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    office.must_refuse("handing in a month that has not come", "bad-input:period", lambda session: (
        pushing.hand_in(session, f"{office.today.year + 1}-12", by=by, at=office.now)
    ))  # fmt: skip
    office.do("warnings handed in", lambda session: pushing.hand_in(session, period, by=by, at=office.now))


def push_ledger(office: Office, by: Actor, *, late: bool = False) -> None:
    """A department hands this quarter's policy ledger in, or last one's late; nothing has changed, and it says so."""
    quarter = quarter_of(office.today)
    given = Push(quarter.previous if late else quarter)
    office.do("policy ledger pushed", lambda session: ledgers.push(
        session, office.book, given, by=by, at=office.now
    ))  # fmt: skip


def overhear(office: Office, by: Actor) -> None:
    """What reaches a township in a month on all other ways, a little on each workday."""
    share = office.county.households * office.county.warned * OTHERS / 20 / len(office.county.places)
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
        told = {"department": by.department, "office": by.area} if by.department else {}
        tip = Tip(source, office.today, TEXTS[source], number=number, **told)
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
    went = (person.actor.name, office.staff.of("grid", person.actor.area).name)
    following.analyse(session, office.book, lead, found, office.today, went, by=person.actor, at=office.now)


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
    lead = session.get_one(Lead, number)
    if answering.waiting(session, lead):
        answering.answer(session, lead, "已电话答复反映人核实结果", office.today, by=person.actor, at=office.now)
    following.close(session, office.book, lead, reason, told, "no-risk", by=person.actor, at=office.now)


def assign(office: Office, person: Person) -> None:
    """What waits for somebody whose account was closed is given to whoever sits there now, with the reason."""
    with reading(office.db) as session:
        asked = Asked(held="orphan", today=office.today)
        found = [(one.lead.id, one.lead.area) for one in desk.asked_for(session, person.actor, asked)[0]]
        asked = Asked(held="nobody", today=office.today)
        found += [(one.lead.id, one.lead.area) for one in desk.asked_for(session, person.actor, asked)[0]]
    for number, area in found:
        clerk = office.staff.of("village", area).id
        office.do("lead assigned", lambda session, one=number, clerk=clerk: _assign(
            session, office, person.actor, one, clerk
        ))  # fmt: skip


def _assign(session: Session, office: Office, by: Actor, number: int, clerk: str) -> None:
    lead, until = session.get_one(Lead, number), office.today + timedelta(days=5)
    assignment.assign_many(session, [lead], clerk, until, "接替已停用的账号", by=by, at=office.now)


def _waiting(office: Office, by: Actor, state: str) -> list[Shown]:
    """What waits at this desk since yesterday or longer."""
    with reading(office.db) as session:
        return [one for one in desk.listed(session, by, state=state)[0] if one.lead.received_on < office.today]
