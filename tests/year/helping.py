"""Help: planned when a household comes under monitoring, delivered each quarter, checked by the township, ended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading
from engine.start import start
from states.help import checks, deliveries, measures, risks
from states.help.checks import Looked
from states.help.deliveries import Given
from states.help.measures import Plan, measures_of
from states.help.quarters import quarter_of
from states.help.risks import Danger, risks_of
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED
from states.packs import store
from tests.year.office import Office
from tests.year.people import Person

KINDS = (("illness", "health"), ("schooling", "education"), ("work", "employment"), ("project", "industry"))
TEXTS = {"health": "报销住院费用", "education": "发放助学补助", "employment": "公益性岗位工资", "industry": "发放鸡苗"}
FREED, NATURAL = 0.08, 0.3
WATCHED = (MONITORED, RE_FLAGGED)


def watched(session: Session, area: str) -> list[Household]:
    """The households monitored in an area."""
    query = select(Household).join(Case, Case.id == Household.case_id).where(Case.state.in_(WATCHED))
    return list(session.scalars(query.where(Household.group_code.startswith(area)).order_by(Household.id)))


def plan(office: Office, person: Person) -> None:
    """Name the risk of each household that came onto the list, and plan a measure against it (一户一策)."""
    for case_id in office.followed.pop(person.actor.area, []):
        office.do("help planned", lambda session, one=case_id: _plan(session, office, person.actor, one))


def plan_old(office: Office, person: Person) -> None:
    """The same for those who were on the list before the program came."""
    with reading(office.db) as session:
        cases = [home.case_id for home in watched(session, person.actor.area)]
    for case_id in cases:
        office.do("help planned", lambda session, one=case_id: _plan(session, office, person.actor, one))


def _plan(session: Session, office: Office, by: Actor, case_id: int) -> None:
    home = session.scalars(select(Household).where(Household.case_id == case_id)).one()
    danger, kind = KINDS[case_id % len(KINDS)]
    named = [one for one in risks_of(session, home.id) if one.is_open]
    told = Danger(danger, office.today)
    risk = named[0] if named else risks.name_risk(session, home, told, by=by, at=office.now)
    until = office.today + timedelta(days=300)
    wanted = Plan(kind, TEXTS[kind] + "，按季核查", office.today, until, by.name, risk.number)
    measures.plan_measure(session, home, wanted, by=by, at=office.now)


def deliver(office: Office, person: Person) -> None:
    """This quarter's help arrives at most of the houses."""
    with reading(office.db) as session:
        homes = [home.id for home in watched(session, person.actor.area)]
    for number in homes:
        if office.random.random() < 0.92:
            office.do("help delivered", lambda session, one=number: _deliver(session, office, person.actor, one))


def _deliver(session: Session, office: Office, by: Actor, number: int) -> None:
    home = session.get_one(Household, number)
    for one in measures_of(session, home.id):
        if one.is_running and one.begins_on <= office.today:
            amount = Decimal(200 + number % 40 * 20)
            given = Given(one.number, office.today, TEXTS[one.kind], "县级部门", amount)
            deliveries.deliver(session, home, given, by=by, at=office.now)


def check(office: Office, person: Person) -> None:
    """The township checks a quarter's help, household by household, with the same words for all."""
    with reading(office.db) as session:
        cases = [home.case_id for home in watched(session, person.actor.area)]
    looked = Looked(office.today, "逐户核对帮扶台账和农户签收，措施已经落实")

    def act(session: Session) -> None:
        quarter = quarter_of(office.today)
        outcome = checks.check_many(session, cases, quarter, looked, by=person.actor, at=office.now)
        office.done["help checked"] += len(outcome.done)
        office.held("help checked", outcome.held)

    if cases:
        office.do("help checked", act, 0)


def let_go(office: Office, person: Person) -> None:
    """Propose that some who are better off leave the list: their risk is settled, and the procedure begins."""
    with reading(office.db) as session:
        homes = [(home.id, home.case_id) for home in watched(session, person.actor.area) if _ripe(office, home)]
        busy = set(session.scalars(select(Case.id).where(Case.id.in_([c for _, c in homes]), Case.run_id.is_not(None))))
    for number, case_id in homes:
        if case_id not in busy and office.random.random() < FREED:
            office.do("elimination begun", lambda session, one=number: _let_go(session, office, person.actor, one))


def _ripe(office: Office, home: Household) -> bool:
    return home.identified_on is not None and (office.today - home.identified_on).days > 183


def _let_go(session: Session, office: Office, by: Actor, number: int) -> None:
    home = session.get_one(Household, number)
    for risk in risks_of(session, home.id):
        if risk.is_open:
            way = "natural" if office.random.random() < NATURAL else "help"
            told = "收入稳定，支出可控，风险已经消除"
            risks.settle_risk(session, home, risk, way, office.today, told, by=by, at=office.now)
    definition = store.in_force(session, home.group_code, office.today).definition
    start(session, office.book, [home.case_id], "eliminate", by=by, at=office.now, definition=definition)
