"""Sentences about the material that is handed in for a household."""

from datetime import date
from typing import Any

from pytest_bdd import given, when

from states.codes import codes
from states.evidence.fieldwork import SIGNERS
from states.evidence.record import KINDS, record
from tests.bdd.papers import paper, roster
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World

TITLES = {kind.title: name for name, kind in KINDS.items()}
CODES = {title: code for code, title in SIGNERS.items()}
CONCLUSIONS = {"清退": "clear_out", "保持不变": "keep", "风险消除": "eliminate", "回退": "roll_back"}


def hand_in(world: World, role: str, head: str, kind: str, **changes: Any) -> None:
    """Hand in material as that person."""
    world.trying(lambda: world.record(kind, [world.cases[head]], ROLES[role], **changes))


@given(phrase('{role:role}提交"{head}"户的"{evidence}"'))
@when(phrase('{role:role}提交"{head}"户的"{evidence}"'))
def hands_in(world: World, role: str, head: str, evidence: str) -> None:
    hand_in(world, role, head, TITLES[evidence])


@when(phrase('{role:role}登记"{head}"户的入户核查，同去"{names}"，签字"{signers}"'))
def visited(world: World, role: str, head: str, names: str, signers: str) -> None:
    visitors = [{"name": name} for name in names.split("、")]
    signed = [CODES[signer] for signer in signers.split("、") if signer]
    if pages := world.through_pages():
        world.trying(lambda: pages.visit(role, world.cases[head], names.split("、"), signed))
        return
    hand_in(world, role, head, "visit", visitors=visitors, signed_by=signed)


@when(phrase('{role:role}登记入户时"{head}"户人均纯收入{income:n}元'))
def noted_an_income(world: World, role: str, head: str, income: int) -> None:
    hand_in(world, role, head, "visit", income_per_head=income)


@when(phrase('{role:role}在{today:day}登记"{head}"户{day:day}的入户核查'))
def visited_tomorrow(world: World, role: str, today: date, head: str, day: date) -> None:
    world.settle(today)
    body = paper("visit", {world.cases[head]: "general"})
    world.attempt(
        lambda session: record(
            session, "visit", body, [world.cases[head]], happened_on=day, by=ROLES[role], at=world.at
        )
    )


@when(phrase('{role:role}登记"{head}"户的评议，应到{eligible:n}人，到会{present:n}人，同意{agree:n}人'))
def appraised(world: World, role: str, head: str, eligible: int, present: int, agree: int) -> None:
    hand_in(world, role, head, "minutes", eligible=eligible, present=present, agree=agree)


@when(phrase('{role:role}登记"{head}"户的评议，签到册上有{n:n}人没有签字'))
def appraised_without_signatures(world: World, role: str, head: str, n: int) -> None:
    people = [person | {"signed": at >= n} for at, person in enumerate(roster(20))]
    hand_in(world, role, head, "minutes", roster=people)


@when(phrase('{role:role}登记一次评议会，名单上有"{head}"户和"{other}"户，只对"{voted}"户作了表决'))
def appraised_one_of_two(world: World, role: str, head: str, other: str, voted: str) -> None:
    votes = [{"case_id": world.cases[voted], "agree": 18, "against": 2}]
    cases = [world.cases[head], world.cases[other]]
    world.trying(lambda: world.record("minutes", cases, ROLES[role], votes=votes))


@when(phrase('{role:role}把"{head}"户列入名单，类别"{category}"，措施"{measure}"'))
def listed(world: World, role: str, head: str, category: str, measure: str) -> None:
    said = codes("category").find(category) if category else None
    hand_in(world, role, head, "proposal", category=said, measures=[measure] if measure else [])


@when(phrase('{role:role}把"{head}"户列入消除名单，没有写消除方式'))
def listed_without_a_mode(world: World, role: str, head: str) -> None:
    hand_in(world, role, head, "proposal", category=None, mode=None)


@when(phrase('{role:role}登记已告知"{head}"户结果，"{explained}"说明可以申请复核'))
def told(world: World, role: str, head: str, explained: str) -> None:
    hand_in(world, role, head, "told", recheck_explained=explained == "已")


@when(phrase('{role:role}登记"{head}"户的帮扶成效评议，风险"{risk}"，措施停了"{without}"'))
def help_was_judged(world: World, role: str, head: str, risk: str, without: str) -> None:
    hand_in(world, role, head, "help_review", risk_gone=risk == "已消除", stands_without_help=without == "站得住")


@when(phrase('{role:role}登记"{head}"户的知情同意，"{informed}"告知，"{agreed}"，"{signer}"签字'))
def consented(world: World, role: str, head: str, informed: str, agreed: str, signer: str) -> None:
    signed = ["head"] if signer == "户主" else []
    hand_in(world, role, head, "consent", informed=informed == "已", agreed=agreed == "同意", signed_by=signed)


@when(phrase('{role:role}登记"{head}"户的回头看，结论是"{conclusion}"，并附入户核查记录'))
def looked_back(world: World, role: str, head: str, conclusion: str) -> None:
    hand_in(world, role, head, "look_back", conclusion=CONCLUSIONS[conclusion], grounds="逐户排查核实")
    hand_in(world, role, head, "visit")
