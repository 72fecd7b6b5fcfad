"""The autumn campaign: drawn up and begun by the county, reported phase by phase from below, closed with a summary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import BadInput, NotFound, Refused
from publicity.letters import issuing
from publicity.letters.letter import Asking
from states.campaigns import desk, reporting, running
from states.campaigns.campaign import Campaign
from states.changes import natural
from states.income import entering
from states.members import Member
from states.packs.campaign_parts import Phase
from tests.year.county import COUNTY
from tests.year.helping import watched
from tests.year.office import Office
from tests.year.people import Person

ONE_DAY = timedelta(days=1)
COMMITMENT = "accuracy_commitment"
SUMMARY = "全县逐户核查完成，年度收入录入完毕，各级作出数据准确性承诺。"
LEFT = "个别村工作人员生病，没有按期上报，已在下月补齐"
INCOME = {"crops": Decimal(3200)}


def under_way(office: Office) -> tuple[int, list[Phase]] | None:
    """The campaign that is under way in the county, and its phases."""
    with reading(office.db) as session:
        found = desk.inside(session, COUNTY)
        return (found[0].campaign.id, list(found[0].pack.file.phase)) if found else None


def begin(office: Office, person: Person) -> None:
    """The county draws the campaign up and freezes the roster."""
    by = person.actor
    number = office.do("campaign drawn up", lambda session: running.draft(session, COUNTY, by=by, at=office.now).id)
    office.do("campaign begun", lambda session: running.begin(
        session, office.book, session.get_one(Campaign, number), by=by, at=office.now
    ))  # fmt: skip


def report(office: Office, person: Person, number: int, phases: list[Phase]) -> None:
    """Report each phase that the place owes; on the day before it begins this is refused."""
    level = {12: "village", 9: "township", 6: "county"}[len(person.actor.area)]
    for phase in phases:
        if level not in phase.by or ("reported", phase.name) in person.monthly or phase.since is None:
            continue
        if office.today < phase.since <= office.today + ONE_DAY * 3 and ("tried", phase.name) not in person.monthly:
            person.monthly.add(("tried", phase.name))
            office.must_refuse("reporting a phase that has not begun", "phase-not-begun", lambda session, one=phase: (
                _report(session, office, person.actor, number, one)
            ))  # fmt: skip
        if office.today >= _by_when(phase, level) and _reported(office, person, number, phase):
            person.monthly.add(("reported", phase.name))


def _reported(office: Office, person: Person, number: int, phase: Phase) -> bool:
    what = f"phase reported {phase.name}"
    return bool(office.do(what, lambda session: _report(session, office, person.actor, number, phase)))


def _by_when(phase: Phase, level: str) -> date:
    """Villages report some days before the last, townships after them, the county last."""
    assert phase.since
    assert phase.until
    return max(phase.since, phase.until - {"village": 4, "township": 2, "county": 0}[level] * ONE_DAY)


def _report(session: Session, office: Office, by: Actor, number: int, phase: Phase) -> int:
    campaign = session.get_one(Campaign, number)
    return reporting.report(session, campaign, phase.name, by.area, "按期完成", by=by, at=office.now).id


def commit(office: Office, person: Person) -> None:
    """The township's leader commits to each village's data and then, with the other head, to the township's."""
    by = person.actor
    for area in [*(code for code in office.county.village_names if code.startswith(by.area)), by.area]:
        heads = f"党委书记，{by.name}\n镇长，{by.name[0]}建业" if area == by.area else f"包村领导，{by.name}"
        _commit(office, by, {"area": area, "signatories": heads})


def _commit(office: Office, by: Actor, given: Mapping[str, str]) -> None:
    office.acts += 1
    try:
        with reading(office.db) as session:
            ready = issuing.ready(COMMITMENT, Asking(session, office.book, given, by, office.now))
        printed = office.press.paper(ready.name, ready.values)
        with work(office.db) as session:
            issuing.issue(ready, printed, Asking(session, office.book, given, by, office.now))
    except (Refused, BadInput, NotFound) as error:
        office.refuse("commitment", error)
        return
    office.done["commitment"] += 1


def enter_income(office: Office, person: Person, *, forbidden: bool = False) -> None:
    """Income of the year for those who are monitored; on the days around the window the program refuses it."""
    with reading(office.db) as session:
        cases = [home.case_id for home in watched(session, person.actor.area)]
    for case_id in cases[:1] if forbidden else cases[::3]:
        for quarter in (1, 2, 3, 4):
            if forbidden:
                code = "window-not-open" if office.today.day < 15 else "window-closed"
                office.must_refuse("income outside its window", code, lambda session, one=case_id, quarter=quarter: (
                    _enter(session, office, person.actor, one, quarter)
                ))  # fmt: skip
                break
            office.do("income entered", lambda session, one=case_id, quarter=quarter: (
                _enter(session, office, person.actor, one, quarter)
            ))  # fmt: skip


def _enter(session: Session, office: Office, by: Actor, case_id: int, quarter: int) -> int:
    return entering.enter(session, case_id, quarter, None, INCOME, by=by, at=office.now)


def try_a_change(office: Office, person: Person) -> None:
    """While income is entered nobody joins or leaves."""

    def act(session: Session) -> None:
        here = Member.village == person.actor.area, Member.left_on.is_(None), ~Member.is_head
        member = session.scalars(select(Member.id).where(*here).order_by(Member.id).limit(1)).one()
        natural.leave(session, member, "died", office.today, by=person.actor, at=office.now, source="visit")

    office.must_refuse("a natural change while income is entered", "natural-closed", act)


def close(office: Office, person: Person, number: int) -> None:
    """The county closes the campaign, and says why what was not reported is left."""
    by = person.actor
    for left in ("", LEFT):
        done = office.do("campaign closed", lambda session, left=left: _close(session, office, by, number, left))
        if done:
            return


def _close(session: Session, office: Office, by: Actor, number: int, left: str) -> bool:
    running.close(session, office.book, session.get_one(Campaign, number), SUMMARY, left, by=by, at=office.now)
    return True
