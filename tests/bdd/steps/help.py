"""Sentences about risks, the help against them, and what is missing in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.db import reading, work
from states.help import checks, deliveries, effects, gaps, measures, risks, securities, statistics, verdicts
from states.help.booklet import Booklet, booklet_of
from states.help.checks import Looked
from states.help.delivery_list import HELP
from states.help.effects import QUESTIONS, Judged
from states.help.gaps import GAPS
from states.help.kinds import DISASTERS, RISKS, edition
from states.help.left_out import left_out
from states.help.measures import Measure, Plan
from states.help.quarters import Quarter, quarter_of, read_quarter, report_due_on
from states.help.risks import Danger, Risk
from states.help.securities import Seen
from states.households import Household
from states.members import of_households
from states.packs.loader import shipped
from states.packs.store import install
from tests.bdd.people import HEPING, ROLES, TUANJIE, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.states.intake import sheet, take

RISK_CODES = {title: code for code, title in RISKS.items()}
DISASTER_CODES = {title: code for code, title in DISASTERS.items()}
WAYS = {title: code for code, title in risks.WAYS.items()}
GAP_CODES = {gap.title: code for code, gap in GAPS.items()}
HOUSES = {title: code for code, title in verdicts.HOUSES.items()}
CLERK = "村级信息员"
STRICT = '{ guard = "measure_delivered" }, { guard = "stable_income" }, { evidence = "help_review" }'


def the(session: Session, world: World, head: str) -> Household:
    """The household in this transaction."""
    return session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()


def act(world: World, head: str, do: Callable[[Session, Household], Any]) -> None:
    """Do something about a household's help."""
    world.attempt(lambda session: do(session, the(session, world, head)))


def booklet(world: World, head: str) -> Booklet:
    """The household's booklet."""
    world.finish()
    with reading(world.db) as session:
        return booklet_of(session, the(session, world, head))


def risk_of(session: Session, home: Household, kind: str) -> Risk:
    """The household's risk of that kind."""
    return next(one for one in risks.risks_of(session, home.id) if one.kind == RISK_CODES[kind])


def measure_of(session: Session, home: Household, plan: str) -> Measure:
    """The household's measure with that plan."""
    return next(one for one in measures.measures_of(session, home.id) if one.plan == plan)


def quarter(text: str) -> Quarter:
    """The quarter that a sentence names."""
    found = read_quarter(text)
    assert found is not None
    return found


def name_risk(world: World, role: str, head: str, kind: str, part: str = "", remark: str = "") -> None:
    danger = Danger(RISK_CODES[kind], world.today, DISASTER_CODES.get(part, part), remark)
    act(world, head, lambda s, home: risks.name_risk(s, home, danger, by=ROLES[role], at=world.at))


def plan(world: World, role: str, head: str, kind: str, what: str, risk: str) -> None:
    def do(session: Session, home: Household) -> None:
        code = edition(home.group_code, world.today).find(kind) or kind
        answers = risk_of(session, home, risk).number if risk else 0
        due_on = world.today + timedelta(days=90)
        row = Plan(code, what, world.today, due_on, "和文华", risk_number=answers)
        measures.plan_measure(session, home, row, by=ROLES[role], at=world.at)

    act(world, head, do)


@given(phrase('{role:role}登记"{head}"户的风险"{kind}"'))
@when(phrase('{role:role}登记"{head}"户的风险"{kind}"'))
def risk_named(world: World, role: str, head: str, kind: str) -> None:
    name_risk(world, role, head, kind)


@when(phrase('{role:role}登记"{head}"户的风险"{kind}"，灾害"{part}"，说明"{remark}"'))
def risk_named_with_words(world: World, role: str, head: str, kind: str, part: str, remark: str) -> None:
    name_risk(world, role, head, kind, part, remark)


@given(phrase('"{head}"户已登记风险"{kinds}"'))
def risks_named(world: World, head: str, kinds: str) -> None:
    for kind in kinds.split("、"):
        name_risk(world, CLERK, head, kind)


@when(phrase('{role:role}登记"{head}"户的风险"{kind}"已"{way}"，依据是"{found}"'))
def risk_settled(world: World, role: str, head: str, kind: str, way: str, found: str) -> None:
    def do(session: Session, home: Household) -> None:
        risk = risk_of(session, home, kind)
        risks.settle_risk(session, home, risk, WAYS[way], world.today, found, by=ROLES[role], at=world.at)

    act(world, head, do)


@given(phrase('{role:role}为"{head}"户制定"{kind}"措施"{what}"，针对"{risk}"'))
@when(phrase('{role:role}为"{head}"户制定"{kind}"措施"{what}"，针对"{risk}"'))
def measure_planned(world: World, role: str, head: str, kind: str, what: str, risk: str) -> None:
    plan(world, role, head, kind, what, risk)


@when(phrase('{role:role}为"{head}"户制定"{kind}"措施"{what}"，没有写针对哪项风险'))
def measure_planned_without_a_risk(world: World, role: str, head: str, kind: str, what: str) -> None:
    plan(world, role, head, kind, what, "")


@given(phrase('"{head}"户有风险"{risk}"和针对它的"{kind}"措施"{what}"'))
def risk_with_measure(world: World, head: str, risk: str, kind: str, what: str) -> None:
    name_risk(world, CLERK, head, risk)
    plan(world, CLERK, head, kind, what, risk)


@given(phrase('"{head}"户的措施是"{kinds}"'))
@when(phrase('"{head}"户的措施是"{kinds}"'))
def measures_are(world: World, head: str, kinds: str) -> None:
    with reading(world.db) as session:
        named = risks.risks_of(session, the(session, world, head).id)
    for kind in kinds.split("、") if kinds else ():
        plan(world, CLERK, head, kind, kind, RISKS[named[0].kind] if named else "")


@given(phrase('{role:role}登记"{head}"户的"{what}"已落实'))
@when(phrase('{role:role}登记"{head}"户的"{what}"已落实'))
def delivered(world: World, role: str, head: str, what: str) -> None:
    def do(session: Session, home: Household) -> None:
        number = measure_of(session, home, what).number
        given_ = deliveries.Given(number, world.today, "已发放到户", amount=Decimal(1200))
        deliveries.deliver(session, home, given_, by=ROLES[role], at=world.at)

    act(world, head, do)


@when(phrase('{role:role}停止"{head}"户的"{what}"，原因是"{why}"'))
def measure_ended(world: World, role: str, head: str, what: str, why: str) -> None:
    def do(session: Session, home: Household) -> None:
        measure = measure_of(session, home, what)
        measures.end_measure(session, home, measure, world.today, why, by=ROLES[role], at=world.at)

    act(world, head, do)


def judge(world: World, role: str, head: str, what: str, failed: str, note: str) -> None:
    def do(session: Session, home: Household) -> None:
        number = measure_of(session, home, what).number
        answers = {name: not failed or not text.startswith(failed) for name, text in QUESTIONS.items()}
        judged = Judged(number, world.today, **answers, note=note)
        effects.judge(session, home, judged, by=ROLES[role], at=world.at)

    act(world, head, do)


@when(phrase('{role:role}评价"{head}"户的"{what}"，四条都达到'))
def judged_good(world: World, role: str, head: str, what: str) -> None:
    judge(world, role, head, what, "", "")


@when(phrase('{role:role}评价"{head}"户的"{what}"，"{failed}"达不到，准备"{note}"'))
def judged_bad(world: World, role: str, head: str, what: str, failed: str, note: str) -> None:
    judge(world, role, head, what, failed, note)


@then(phrase('"{head}"户没有要调整的措施'))
def nothing_to_change(world: World, head: str) -> None:
    assert not booklet(world, head).ineffective


@then(phrase('"{head}"户要调整的措施是"{what}"'))
def to_be_changed(world: World, head: str, what: str) -> None:
    assert [one.plan for one in booklet(world, head).ineffective] == [what]


@then(phrase('"{head}"户的一户一策齐全'))
def plan_is_whole(world: World, head: str) -> None:
    found = booklet(world, head)
    assert found.risks
    assert not found.unanswered
    assert not found.aimless


@then(phrase('"{head}"户的一户一策缺少针对"{risk}"的措施'))
def plan_lacks(world: World, head: str, risk: str) -> None:
    assert [RISKS[one.kind] for one in booklet(world, head).unanswered] == [risk]


@then(phrase('"{head}"户的"{what}"没有对应风险'))
def measure_is_aimless(world: World, head: str, what: str) -> None:
    assert [one.plan for one in booklet(world, head).aimless] == [what]


@given(phrase('{role:role}导入"{department}"的帮扶名单，"{head}"户"{kind}"'))
@when(phrase('{role:role}导入"{department}"的帮扶名单，"{head}"户"{kind}"'))
def list_taken(world: World, role: str, department: str, head: str, kind: str) -> None:
    row = (world.household(head).number, kind, "2021-11-01", "发放助学金", department, "2000")
    list_ = sheet(HELP, HELP.blank()[0], row)
    world.attempt(lambda session: take(session, HELP, list_, ROLES[role], world.at))


@when(phrase('{role:role}把账外的帮扶归入"{head}"户的"{what}"'))
def adopted(world: World, role: str, head: str, what: str) -> None:
    def do(session: Session, home: Household) -> None:
        [outside] = [one for one in deliveries.deliveries_of(session, home.id) if not one.measure_number]
        measure = measure_of(session, home, what)
        deliveries.adopt(session, home, outside, measure, "补录措施后归入", by=ROLES[role], at=world.at)

    act(world, head, do)


def by_kind(world: World, village: str, text: str, kind: str = "") -> dict[str, statistics.KindLine]:
    """The statistics of a village and quarter by the name of the kind."""
    world.finish()
    with reading(world.db) as session:
        lines = statistics.by_kind(session, ROLES["乡镇业务员"], VILLAGE[village], quarter(text), kind)
    return {line.label: line for line in lines}


@then(phrase('"{village}""{q}"的统计表有{n:n}种措施，"{kind}"计划{planned:n}项、落实{given_:n}次'))
def counted(world: World, village: str, q: str, n: int, kind: str, planned: int, given_: int) -> None:
    lines = by_kind(world, village, q)
    assert len(lines) == n
    assert (lines[kind].planned, lines[kind].deliveries) == (planned, given_)


@then(phrase('"{village}""{q}"脱贫户的"{kind}"落实{given_:n}次，成效好的{good:n}项'))
def counted_for_lifted_out(world: World, village: str, q: str, kind: str, given_: int, good: int) -> None:
    line = by_kind(world, village, q, "lifted_out")[kind]
    assert (line.deliveries, line.good) == (given_, good)


@then(phrase('"{q}"的统计表最迟{day:day}报送'))
def due(world: World, q: str, day: date) -> None:
    with reading(world.db) as session:
        assert report_due_on(quarter(q), calendar_for(session, HEPING)) == day


def check(world: World, role: str, head: str, q: Quarter, looked: Looked) -> None:
    act(world, head, lambda s, home: checks.check(s, home, q, looked, by=ROLES[role], at=world.at))


@when(phrase('{role:role}核查"{head}"户"{q}"的帮扶'))
def checked(world: World, role: str, head: str, q: str) -> None:
    check(world, role, head, quarter(q), Looked(world.today, "逐户入户核查"))


@given(phrase('{role:role}核查"{head}"户，收入"{income}"，刚性支出"{expenses}"'))
def checked_for_stability(world: World, role: str, head: str, income: str, expenses: str) -> None:
    looked = Looked(world.today, "逐户入户核查", income == "稳定", expenses == "可控")
    check(world, role, head, quarter_of(world.today), looked)


@then(phrase('"{head}"户"{q}"没有落实的措施是"{plans}"'))
def missing_is(world: World, head: str, q: str, plans: str) -> None:
    found = booklet(world, head)
    [one] = [one for one in found.checks if one.quarter == q]
    names = {str(line.measure.number): line.measure.plan for line in found.lines}
    assert [names[number] for number in one.missing.split(",") if number] == [p for p in plans.split("、") if p]


@when(phrase('{role:role}一次核查"{village}"全部户"{q}"的帮扶'))
def checked_all(world: World, role: str, village: str, q: str) -> None:
    cases = [world.cases[head] for head in world.cases if world.household(head).village == VILLAGE[village]]
    looked = Looked(world.today, "逐户入户核查")
    with work(world.db) as session:
        world.outcome.held = checks.check_many(session, cases, quarter(q), looked, by=ROLES[role], at=world.at).held


@then(phrase('"{head}"户核查完毕，"{other}"户没有核查，原因是"{reason}"'))
def one_passed_one_held(world: World, head: str, other: str, reason: str) -> None:
    assert booklet(world, head).checks
    held = {case: [blocker.message for blocker in why] for case, why in world.outcome.held.items()}
    assert held == {world.cases[other]: [reason]}


@given(phrase('"{village}"的风险消除程序要求措施落实、收入和支出稳定'))
def strict_pack(world: World, village: str) -> None:
    text = shipped()["national-2021"].replace('id = "national-2021"', 'id = "bazhou-2022"')
    text = text.replace('places = [""]', f'places = ["{VILLAGE[village]}"]').replace("2021-05-01", "2022-01-01")
    text = text.replace('{ evidence = "help_review" }', STRICT)
    with work(world.db) as session:
        install(session, {"bazhou-2022": text}, world.at)


def listed(world: World, village: str, gap: str) -> set[int]:
    """The cases on a list of what is missing."""
    world.finish()
    with reading(world.db) as session:
        by = ROLES["团结村的村级信息员" if VILLAGE[village] == TUANJIE else CLERK]
        return {one.case_id for one in gaps.gaps(session, by, GAP_CODES[gap], VILLAGE[village], world.today)[0]}


@then(phrase('"{village}"的"{gap}"名单里有"{head}"户'))
def is_on_a_list(world: World, village: str, gap: str, head: str) -> None:
    assert world.cases[head] in listed(world, village, gap)


@then(phrase('"{village}"的"{gap}"名单里没有"{head}"户'))
def is_not_on_a_list(world: World, village: str, gap: str, head: str) -> None:
    assert world.cases[head] not in listed(world, village, gap)


@then(phrase('"{head}"户属于"{gap_names}"'))
def has_these_gaps(world: World, head: str, gap_names: str) -> None:
    found = {gap.title for gap in GAPS.values() if world.cases[head] in listed(world, "和平村", gap.title)}
    assert found == {name for name in gap_names.split("、") if name}


@given(phrase('{role:role}入户查看"{head}"户，人均纯收入{income:n}元，住房"{housing}"'))
@when(phrase('{role:role}入户查看"{head}"户，人均纯收入{income:n}元，住房"{housing}"'))
def visited_outside_of_a_procedure(world: World, role: str, head: str, income: int, housing: str) -> None:
    said = {"income_per_head": income, "housing_safe": housing == "安全"}
    world.trying(lambda: world.record("visit", [world.cases[head]], ROLES[role], **said))


def forgotten(world: World, role: str) -> dict[int, tuple[str, ...]]:
    """Who is left out, as a person sees it."""
    world.finish()
    with reading(world.db) as session:
        found, _more = left_out(session, ROLES[role], "", world.today)
        return {one.case_id: one.reasons for one in found}


@then(phrase('"{village}"应纳未纳名单里有"{head}"户，理由是"{reason}"'))
def is_left_out(world: World, village: str, head: str, reason: str) -> None:
    assert world.household(head).village == VILLAGE[village]
    assert forgotten(world, CLERK)[world.cases[head]] == (reason,)


@then(phrase('"{village}"应纳未纳名单是空的'))
def nobody_left_out(world: World, village: str) -> None:
    assert VILLAGE[village] == ROLES[CLERK].area
    assert forgotten(world, CLERK) == {}


@then(phrase('{role:role}看不到"{head}"户在任何名单里'))
def sees_nothing(world: World, role: str, head: str) -> None:
    assert world.cases[head] not in forgotten(world, role)
    with reading(world.db) as session:
        for kind in GAPS:
            seen = gaps.gaps(session, ROLES[role], kind, "", world.today)[0]
            assert world.cases[head] not in {one.case_id for one in seen}


def saw(world: World, role: str, head: str, seen: Seen, child: str = "") -> None:
    """Visit the household and record what was seen."""
    world.record("visit", [world.cases[head]], ROLES[role])

    def do(session: Session, home: Household) -> None:
        visit = securities.visits_of(session, home.case_id)[0]
        people = {one.name: one.id for one in of_households(session, [home.id])[home.id]}
        found = replace(seen, evidence_id=visit.evidence_id, member_id=people.get(child))
        securities.record_seen(session, home, found, by=ROLES[role], at=world.at)

    act(world, head, do)


@given(phrase('{role:role}入户看到"{head}"户是"{house}"，"{lived}"'))
@when(phrase('{role:role}入户看到"{head}"户是"{house}"，"{lived}"'))
def saw_the_house(world: World, role: str, head: str, house: str, lived: str) -> None:
    saw(world, role, head, Seen("house", 0, lived == "已入住", detail=HOUSES[house]))


@when(phrase('{role:role}没有入户就登记"{head}"户已入住'))
def claimed_the_house(world: World, role: str, head: str) -> None:
    seen = Seen("house", 0, True, detail="relocated")
    act(world, head, lambda s, home: securities.record_seen(s, home, seen, by=ROLES[role], at=world.at))


@when(phrase('{role:role}入户看到"{head}"户"{child}""{at_school}"，帮扶是"{helped}"'))
def saw_the_child(world: World, role: str, head: str, child: str, at_school: str, helped: str) -> None:
    saw(world, role, head, Seen("school", 0, at_school == "在校", help=helped), child)


@when(phrase('{role:role}入户看到"{head}"户"{signed}"家庭医生，服务是"{service}"'))
def saw_the_doctor(world: World, role: str, head: str, signed: str, service: str) -> None:
    served_on = world.today if service else None
    saw(world, role, head, Seen("doctor", 0, signed == "已签约", help=service, served_on=served_on))


def judged(world: World, head: str, topic: str, child: str = "") -> str:
    """Whether a topic counts, or why not."""
    world.finish()
    with reading(world.db) as session:
        home = the(session, world, head)
        found = securities.securities_of(session, home, world.today)
    [one] = [one for one in found if (one.topic, one.name) == (topic, child)]
    assert one.counts == (not one.why)
    return one.why or "算数"


@then(phrase('"{head}"户的住房"{verdict}"'))
def house_is(world: World, head: str, verdict: str) -> None:
    assert judged(world, head, "house") == verdict


@then(phrase('"{head}"户"{child}"的就学"{verdict}"'))
def school_is(world: World, head: str, child: str, verdict: str) -> None:
    assert judged(world, head, "school", child) == verdict


@then(phrase('"{head}"户的家庭医生"{verdict}"'))
def doctor_is(world: World, head: str, verdict: str) -> None:
    assert judged(world, head, "doctor") == verdict
