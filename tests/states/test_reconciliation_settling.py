"""What follows from a verdict: a change that another person verifies, a request to the keeper, or a visit."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from states import samples
from states.book import open_book
from states.changes import deciding
from states.changes.change import Change
from states.changes.proposing import Edit, propose
from states.households import Draft, register
from states.members import Member
from states.packs.store import in_force, install_shipped
from states.reconciliation import proposals
from states.reconciliation.asking import asked
from states.reconciliation.differences import Difference, Settlement
from states.reconciliation.sending import CORRECT, send
from states.reconciliation.settling import Verdict, settle
from states.reconciliation.visiting import to_ask
from states.workbooks import read
from tests.states.reconciling import CLERK, HEPING, REVIEWER, at, ledger, sheet, taken
from tests.states.register import number

SECOND = Actor("v2", "木丽华", "village", HEPING)
DAY = date(2021, 10, 20)


def verdict(outcome: str) -> Verdict:
    return Verdict(outcome, "与部门核对过", None, "复函", DAY)


@pytest.fixture
def book():
    return open_book()


@pytest.fixture
def people(session: Session) -> list[str]:
    """Three households of one: on the dole, ill twice over, and with nothing recorded."""
    for place in samples.regions():
        session.add(place)
        session.flush()
    install_shipped(session, at("2021-10-18"))
    told = [
        {"details": '{"minimum":"rural"}'},
        {"health": "serious,disabled", "details": '{"post":"护林员","post_months":"6"}'},
        {"health": "healthy"},
    ]
    numbers = [number(one, "19700301") for one in (1, 2, 3)]
    drafts = [
        Draft(
            f"{HEPING}01",
            {"number": f"H{n}", "head_name": f"和{n}"},
            ({"name": f"和{n}", "relation": "head", "is_head": True, "id_no": one, "person": one,
              "birth_on": date(1970, 3, 1)} | said,),
        )
        for n, (one, said) in enumerate(zip(numbers, told, strict=True), 1)
    ]  # fmt: skip
    register(session, drafts, in_force(session, HEPING, DAY).definition, CLERK, at("2021-10-18"))
    return numbers


def differences(session: Session) -> dict[str, Difference]:
    return {f"{one.key[-4:]}.{one.field}": one for one in session.scalars(select(Difference))}


def state_of(session: Session, one: Difference) -> str:
    return session.scalars(select(Case.state).where(Case.id == one.case_id)).one()


def remedy_of(session: Session, one: Difference) -> str:
    found = select(Settlement.remedy).where(Settlement.difference_id == one.id).order_by(Settlement.id.desc())
    return session.scalars(found).first()


def on_the_dole(session, book, *lines, day: str = "2021-10-20") -> list[Difference]:
    taken(session, book, sheet(("身份证号", "姓名", "低保类别"), *lines), day, name="low-income")
    return list(session.scalars(select(Difference).order_by(Difference.key)))


def test_theirs_proposes_the_change_and_the_register_waits_for_the_second_person(session, people, book) -> None:
    lines = (people[0], "和1", "农村低保"), (people[2], "和3", "农村")
    [one] = on_the_dole(session, book, *lines)
    assert (one.field, one.ours, one.theirs) == ("minimum", "", "rural")

    settle(session, book, [one.id], verdict("theirs"), by=CLERK, at=at("2021-10-21"))

    [(change, state)] = proposals.of_differences(session, [one.id])[one.id]
    assert (change.field, change.before, change.after, state, change.source) == (
        "minimum", "", "rural", "proposed", "ledger",
    )  # fmt: skip
    assert (state_of(session, one), remedy_of(session, one)) == ("theirs", "propose")
    basis = proposals.basis_of(session, change.id)
    assert basis is not None
    assert (basis.row, basis.difference.id, basis.settlement.document) == (3, one.id, "复函")
    deciding.verify(session, book, change, by=SECOND, at=at("2021-10-22"))
    member = session.scalars(select(Member).where(Member.person == people[2])).one()
    assert '"minimum":"rural"' in member.details
    assert state_of(session, one) == "theirs"  # only the next file closes it
    later = sheet(("身份证号", "姓名", "低保类别"), *lines)
    taken(session, book, later, "2021-10-27", name="low-income")
    assert state_of(session, one) == "closed"


@pytest.mark.parametrize("way", ["reject", "withdraw"])
def test_a_change_that_falls_opens_the_difference_again(session, people, book, way) -> None:
    [one] = on_the_dole(session, book, (people[0], "和1", "农村低保"), (people[2], "和3", "农村低保"))
    settle(session, book, [one.id], verdict("theirs"), by=CLERK, at=at("2021-10-21"))
    [(change, _)] = proposals.of_differences(session, [one.id])[one.id]

    if way == "reject":
        deciding.reject(session, book, change, "本人没有领过低保", by=SECOND, at=at("2021-10-22"))
    else:
        deciding.withdraw(session, book, change, by=CLERK, at=at("2021-10-22"))

    assert state_of(session, one) == "open"
    assert [state for _, state in proposals.of_differences(session, [one.id])[one.id]] == [change_state(way)]
    settle(session, book, [one.id], verdict("ours"), by=CLERK, at=at("2021-10-23"))
    assert (state_of(session, one), proposals.of_differences(session, [one.id])) == ("ours", {})


def change_state(way: str) -> str:
    return {"reject": "rejected", "withdraw": "withdrawn"}[way]


def test_whoever_is_on_their_roll_no_more_is_proposed_to_be_off_ours(session, people, book) -> None:
    [one] = on_the_dole(session, book, (number(77, "19700301"), "外人", "农村低保"))
    assert (one.field, one.kind, one.key) == ("listed", "missing-there", people[0])

    settle(session, book, [one.id], verdict("theirs"), by=CLERK, at=at("2021-10-21"))

    [change] = session.scalars(select(Change))
    assert (change.field, change.before, change.after) == ("minimum", "rural", "none")


def test_an_office_changes_only_the_codes_that_it_keeps(session, people, book) -> None:
    file = sheet(("身份证号", "姓名", "病种类别"), (people[1], "和2", "长期慢性病"), (people[2], "和3", "大病"))
    taken(session, book, file, "2021-10-20", name="illness")
    found = differences(session)
    second, third = found[f"{people[1][-4:]}.health"], found[f"{people[2][-4:]}.health"]
    assert (second.ours, second.theirs, third.ours, third.theirs) == ("serious", "chronic", "", "serious")

    settle(session, book, [second.id, third.id], verdict("theirs"), by=CLERK, at=at("2021-10-21"))

    proposed = {one.before: one.after for one in session.scalars(select(Change))}
    assert proposed == {"serious,disabled": "chronic,disabled", "healthy": "serious"}


def test_what_cannot_be_proposed_holds_the_verdict_with_its_reason(session, people, book) -> None:
    [one] = on_the_dole(session, book, (people[0], "和1", "农村低保"), (people[2], "和3", "农村低保"))
    propose(
        session, [Edit("member", one.member_id, "minimum", "城市低保")], by=SECOND, at=at("2021-10-20"), source="visit"
    )

    held = settle(session, book, [one.id], verdict("theirs"), by=CLERK, at=at("2021-10-21")).held

    assert [blocker.code for blocker in held[one.case_id]] == ["already-waiting"]
    assert (state_of(session, one), remedy_of(session, one)) == ("open", None)
    assert len(session.scalars(select(Change)).all()) == 1


def test_a_bad_value_of_theirs_holds_its_own_difference_only(session, people, book) -> None:
    lines = [
        (one, f"和{n}", phone) for n, (one, phone) in enumerate(zip(people, ("1", "13900000001", ""), strict=True), 1)
    ]
    taken(session, book, sheet(("身份证号", "姓名", "联系电话"), *lines), "2021-10-20", name="national-members")
    found = [one for one in session.scalars(select(Difference)) if one.field == "phone"]

    outcome = settle(session, book, [one.id for one in found], verdict("theirs"), by=CLERK, at=at("2021-10-21"))

    assert (len(outcome.moved), [[b.code for b in some] for some in outcome.held.values()]) == (1, [["bad-value"]])
    assert [change.after for change in session.scalars(select(Change))] == ["13900000001"]


def test_a_register_that_agrees_by_now_needs_no_change(session, people, book) -> None:
    [one] = on_the_dole(session, book, (people[0], "和1", "农村低保"), (people[2], "和3", "农村低保"))
    session.get_one(Member, one.member_id).details = '{"minimum":"rural"}'
    session.flush()

    settle(session, book, [one.id], verdict("theirs"), by=CLERK, at=at("2021-10-21"))

    assert (state_of(session, one), remedy_of(session, one)) == ("theirs", "nothing")
    assert session.scalars(select(Change)).all() == []


def test_both_wrong_is_asked_at_the_house_until_the_next_file(session, people, book) -> None:
    [one] = on_the_dole(session, book, (people[0], "和1", "农村低保"), (people[2], "和3", "城镇低保"))

    settle(session, book, [one.id], verdict("neither"), by=REVIEWER, at=at("2021-10-21"))

    [task] = to_ask(session, [one.household_id], SECOND)
    assert (task.ledger, task.field, task.ours, task.theirs) == ("城乡低保对象名册", "低保类别", "空", "城市低保")
    stranger = Actor("v9", "杨丽", "village", "533401102202")
    assert to_ask(session, [one.household_id], stranger) == []
    on_the_dole(session, book, (people[0], "和1", "农村低保"), (people[2], "和3", ""), day="2021-10-27")
    assert to_ask(session, [one.household_id], SECOND) == []


def test_the_next_file_sent_out_says_what_to_correct_beside_the_line(session, people, book) -> None:
    lines = (people[0], "和1", "农村低保"), (people[2], "和三", "农村低保")
    on_the_dole(session, book, *lines)
    found = differences(session)
    ids = [found[f"{people[2][-4:]}.{field}"].id for field in ("minimum", "name")]
    settle(session, book, ids, verdict("ours"), by=CLERK, at=at("2021-10-21"))

    sent, data = send(session, ledger("low-income"), by=CLERK, at=at("2021-10-22"))

    rows = {row.cells[0]: row.cells for row in read(data, "推送.xlsx").rows}
    assert read(data, "推送.xlsx").headings[-1] == CORRECT
    assert (sent.rows, sent.asked, set(rows)) == (1, 1, {people[0], people[2]})
    assert (
        rows[people[2]][-1]
        == "“低保类别”贵方为农村低保，应为空白（依据：复函）；“姓名”贵方为和三，应为和3（依据：复函）"
    )
    assert rows[people[0]][-1] == ""
    back = sheet(
        ("身份证号", "姓名", "低保类别", CORRECT), (people[0], "和1", "农村低保", ""), (people[2], "和3", "", "已更正")
    )
    taken(session, book, back, "2021-10-27", name="low-income")
    assert asked(session, ledger("low-income"), CLERK) == {}
