"""Ledgers laid against ours: what differs is a case that lives from file to file until both sides agree."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.cases import Case
from engine.errors import BadInput, MoveBlocked, NotFound, Refused
from engine.evidence import record
from states.book import open_book
from states.households import Household
from states.members import Member
from states.reconciliation import agreeing, desk, files, rounds, standings
from states.reconciliation.comparing import compare
from states.reconciliation.differences import Difference
from states.reconciliation.files import OutsideFile, OutsideRow, Round, problems_of
from states.reconciliation.ledgers import find
from states.reconciliation.looking import look
from states.reconciliation.ours import Ours
from states.reconciliation.reading import Lines
from states.reconciliation.sending import find as find_sent
from states.reconciliation.sending import layout, send
from states.reconciliation.settling import Verdict, settle
from states.workbooks import read
from tests.states.reconciling import (
    CLERK,
    HEPING,
    REVIEWER,
    ROLL,
    TEACHER,
    TUANJIE,
    at,
    ledger,
    looked,
    pupils,
    roll,
    sheet,
    taken,
)
from tests.states.register import number, places

THEIRS = Verdict("theirs", "学籍系统已核对", None, "教育局复函", date(2021, 10, 20))


@pytest.fixture
def book():
    return open_book()


@pytest.fixture
def three(session):
    places(session)
    return pupils(session, 3)


def states(session) -> dict[str, str]:
    rows = session.execute(
        select(Difference.key, Difference.field, Case.state).join(Case, Case.id == Difference.case_id)
    )
    return {f"{key}.{field}": state for key, field, state in rows}


def test_each_line_agrees_differs_or_is_missing(session: Session, three, book) -> None:
    stranger = number(77, "20110901")

    made = taken(
        session, book, roll((three[0], "和小1", "小学"), (three[1], "和小2", "七年级"), (stranger, "木丽", "小学")),
        "2021-10-20",
    )  # fmt: skip

    assert (made.agreeing, made.differing, made.missing_here, made.missing_there, made.strangers) == (1, 1, 0, 1, 1)
    assert states(session) == {f"{three[1]}.school": "open", f"{three[2]}.listed": "open"}
    line = next(one for one in desk.listed(session, CLERK, asked={})[0] if one.difference.field == "school")
    assert (line.shown(line.difference.ours), line.shown(line.difference.theirs)) == ("小学", "七年级")
    assert (line.field, line.difference.kind, line.difference.moved) == ("在校生状况", "differs", "")


def test_the_next_file_that_agrees_closes_what_it_agrees_on(session, three, book) -> None:
    taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20")
    assert set(states(session).values()) == {"open"}

    made = taken(session, book, roll(*[(one, f"和小{i}", "小学") for i, one in enumerate(three, 1)]), "2021-10-27")

    assert set(states(session).values()) == {"closed"}
    agreeing.agree(session, made, by=CLERK, at=at("2021-10-28"))
    assert (made.agreed_by_name, made.number) == ("李建华", 2)
    with pytest.raises(Refused) as refused:
        agreeing.agree(session, made, by=CLERK, at=at("2021-10-28"))
    assert [one.code for one in refused.value.blockers] == ["agreed"]


def test_what_was_settled_opens_again_when_the_next_file_still_differs(session, three, book) -> None:
    good = [(three[0], "和小1", "小学"), (three[1], "和小2", "小学")]
    taken(session, book, roll(*good, (three[2], "和小3", "七年级")), "2021-10-20")
    [line], _more = desk.listed(session, CLERK, asked={})

    settle(session, book, [line.difference.id], THEIRS, by=CLERK, at=at("2021-10-21"))
    assert set(states(session).values()) == {"theirs"}
    taken(session, book, roll(*good, (three[2], "和小3", "八年级")), "2021-10-27")

    assert set(states(session).values()) == {"open"}
    [again], _more = desk.listed(session, CLERK, asked={})
    assert again.difference.id == line.difference.id
    assert (again.difference.moved, again.difference.last) == ("theirs", "junior_1")
    assert [seen.theirs for seen, _file in desk.sightings(session, again.difference)] == ["junior_2", "junior_1"]
    assert [one.reason for one in desk.settlements(session, again.difference)] == ["学籍系统已核对"]


@pytest.mark.parametrize(
    ("theirs", "ours", "moved"),
    [
        (("小学", "七年级"), ("primary", "primary"), "theirs"),
        (("小学", "小学"), ("primary", "junior_1"), "ours"),
        (("小学", "八年级"), ("primary", "junior_1"), "both"),
        (("七年级", "七年级"), ("primary", "primary"), "none"),
        (("七年级", "八年级"), ("primary", "primary"), "theirs"),
        (("七年级", "七年级"), ("primary", "junior_2"), "ours"),
        (("七年级", "八年级"), ("primary", "junior_3"), "both"),
    ],
)
def test_who_moved_since_the_last_file_is_told(theirs, ours, moved) -> None:
    of = find("school", REVIEWER)
    said = [of.fields[1].read(cell) for cell in theirs]
    mine = {"p": Ours(HEPING + "01", 1, 1, {"name": "和小", "school": ours[1]}, True)}
    then = {} if said[0] == ours[0] else {("p", "school"): ours[0]}
    lines = Lines("名册.xlsx", "", {"p": {"school": said[1]}}, of.fields, ())

    found = compare(of, lines, mine, {"p": {"school": said[0]}}, then).found

    assert {spot: one.moved for spot, one in found.items()} == {("p", "school"): moved}


def test_whoever_left_both_sides_is_no_difference_any_more(session, three, book) -> None:
    rest = [(one, f"和小{i}", "小学") for i, one in enumerate(three[1:], 2)]
    taken(session, book, roll((three[0], "和小", "小学"), *rest), "2021-10-20")
    member = session.scalars(select(Member).where(Member.person == three[0])).one()
    member.left_on = date(2021, 10, 22)
    session.flush()

    taken(session, book, roll(*rest), "2021-10-27")

    assert states(session) == {f"{three[0]}.name": "closed"}


def test_a_bad_cell_is_told_and_neither_opens_nor_closes_anything(session, three, book) -> None:
    rest = [(one, f"和小{i}", "小学") for i, one in enumerate(three[1:], 2)]
    taken(session, book, roll((three[0], "和小1", "七年级"), *rest), "2021-10-20")

    made = taken(
        session, book, roll((three[0], "和小1", "大一新生"), *rest, ("539999", "无名", "小学"), rest[0]), "2021-10-27"
    )

    assert states(session) == {f"{three[0]}.school": "open"}
    told = problems_of(session.get_one(OutsideFile, made.file_id))
    assert [(one["row"], one["column"]) for one in told] == [(2, "在校生状况"), (5, "身份证号"), (6, "身份证号")]
    assert made.agreeing == 3


def test_lines_of_another_area_are_left_out_and_counted(session, three, book) -> None:
    [other] = pupils(session, 1, TUANJIE, first=9)
    clerk = Actor("v1", "和秀兰", "township", HEPING)

    found = looked(session, roll((three[0], "和小1", "小学"), (other, "别人", "七年级")), "2021-10-20", by=clerk)

    assert (found.left_out, list(found.lines.lines)) == (1, [three[0]])
    assert all(spot[0] != other for spot in found.comparison.found)


@pytest.mark.parametrize(
    ("headings", "code"),
    [(("姓名", "在校生状况"), "column-missing"), (("身份证号", "班主任"), "nothing-to-compare"),
     (("身份证号", "证件号码", "姓名"), "column-twice")],
)  # fmt: skip
def test_a_file_without_the_columns_is_refused(session, three, headings, code) -> None:
    found = looked(session, sheet(headings, ["甲"] * len(headings)), "2021-10-20")

    assert code in [one.code for one in found.refusals]


def test_the_same_file_an_older_one_and_one_of_tomorrow_are_refused(session, three, book) -> None:
    file = roll(*[(one, "和小", "小学") for one in three])
    taken(session, book, file, "2021-10-20")

    with pytest.raises(BadInput, match="没有重复导入"):
        taken(session, book, file, "2021-10-20")
    with pytest.raises(BadInput, match="数据日期更早"):
        taken(session, book, roll((three[0], "和小1", "小学")), "2021-10-19")
    on = date(2021, 10, 28)
    ahead = look(session, ledger(), roll((three[0], "和小1", "小学")), on, CLERK, date(2021, 10, 27))
    assert [one.code for one in ahead.refusals] == ["ahead"]
    assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_a_round_cannot_be_agreed_while_differences_stand(session, three, book) -> None:
    taken(session, book, roll((three[0], "和小", "小学"), (three[1], "和小2", "小学")), "2021-10-20")
    lines, _more = desk.listed(session, CLERK, asked={})
    named = next(one.difference.id for one in lines if one.difference.field == "name")
    settle(session, book, [named], THEIRS, by=CLERK, at=at("2021-10-21"))
    [made] = session.scalars(select(Round))

    with pytest.raises(Refused) as refused:
        agreeing.agree(session, made, by=CLERK, at=at("2021-10-21"))

    assert {(one.code, one.facts["n"], one.facts["kind"]) for one in refused.value.blockers} == {
        ("open", 1, "我方有、对方没有"),
        ("unproved", 1, "两边不一样"),
    }


@pytest.mark.parametrize(
    ("verdict", "where"),
    [
        (Verdict("theirs", " ", None, "复函", date(2021, 10, 20)), {"reason"}),
        (Verdict("theirs", "核对过"), {"document"}),
        (Verdict("theirs", "核对过", None, "复函"), {"document_on"}),
        (Verdict("theirs", "核对过", None, "复函", date(2021, 10, 22)), {"document_on"}),
        (Verdict("both", "核对过", 99), {"outcome", "evidence_id"}),
    ],
)
def test_a_verdict_needs_a_reason_and_a_proof(session, three, book, verdict, where) -> None:
    taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20")
    ids = list(session.scalars(select(Difference.id)))

    with pytest.raises(BadInput) as refused:
        settle(session, book, ids, verdict, by=CLERK, at=at("2021-10-21"))

    assert {one.where for one in refused.value.problems} == where
    assert set(states(session).values()) == {"open"}


def test_a_visit_proves_only_its_own_household(session, three, book) -> None:
    taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20")
    found = session.scalars(select(Difference).order_by(Difference.id)).all()
    case = session.scalar(select(Household.case_id).where(Household.id == found[0].household_id))
    visit = record(session, "visit", {}, {case: {}}, date(2021, 10, 20), CLERK, at("2021-10-20"))
    verdict = Verdict("ours", "入户见到户口簿", visit.id)

    outcome = settle(session, book, [one.id for one in found], verdict, by=CLERK, at=at("2021-10-21"))

    assert [one.case_id for one in outcome.moved] == [found[0].case_id]
    assert {blocker.code for held in outcome.held.values() for blocker in held} == {"evidence-elsewhere"}
    assert [len(desk.settlements(session, one)) for one in found] == [1, 0, 0]


def test_the_engine_itself_refuses_a_verdict_that_nobody_wrote(session, three, book) -> None:
    taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20")
    case = session.scalar(select(Difference.case_id).limit(1))

    with pytest.raises(MoveBlocked, match="没有写明核定的理由和依据"):
        advance(session, book, case, "settle-ours", by=CLERK, at=at("2021-10-21"))


def test_a_department_sees_its_own_ledger_only(session, three, book) -> None:
    assert find("school", TEACHER).title == "在校学生学籍名册"
    for other in ("insured", "national-members", "nothing"):
        with pytest.raises(NotFound):
            find(other, TEACHER)
    taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20", by=TEACHER)
    nurse = Actor("d2", "李正荣", "department", TEACHER.area, "medical-insurance")

    assert len(desk.listed(session, TEACHER, asked={})[0]) == 3
    assert desk.listed(session, nurse, asked={})[0] == []
    [difference] = session.scalars(select(Difference.id).limit(1))
    with pytest.raises(NotFound):
        desk.find(session, difference, nurse)
    with pytest.raises(NotFound):
        settle(session, book, [difference], THEIRS, by=nurse, at=at("2021-10-21"))
    held = settle(session, book, [difference], THEIRS, by=TEACHER, at=at("2021-10-21")).held
    assert [blocker.code for blockers in held.values() for blocker in blockers] == ["role-required"]


def test_nothing_of_another_area_is_there(session, three, book) -> None:
    made = taken(session, book, roll(*[(one, "和小", "小学") for one in three]), "2021-10-20")
    sent, _data = send(session, ledger(), by=CLERK, at=at("2021-10-20"))
    ids = list(session.scalars(select(Difference.id)))
    settle(session, book, ids, THEIRS, by=CLERK, at=at("2021-10-21"))
    stranger = Actor("t8", "杨丽", "township", "533401103")

    for reach in (
        lambda: desk.find(session, ids[0], stranger),
        lambda: agreeing.find(session, made.id, stranger),
        lambda: find_sent(session, sent.id, stranger),
        lambda: settle(session, book, ids, THEIRS, by=stranger, at=at("2021-10-21")),
    ):
        with pytest.raises(NotFound):
            reach()
    assert desk.listed(session, stranger, asked={"state": "theirs"}) == ([], 0)
    assert desk.chosen(session, stranger, ids) == []
    assert rounds.seen(session, ["school"], stranger) == []
    assert list(files.sent(session, ["school"], stranger)) == []
    assert [
        one
        for one in standings.standings(session, stranger, date(2021, 10, 21))
        if one.rounds or one.waiting or one.unproved
    ] == []
    assert layout(session, ledger(), stranger)[1] == []


def test_what_was_sent_comes_back_and_agrees(session, three, book) -> None:
    headings, lines = layout(session, ledger(), CLERK)
    assert headings == list(ROLL)
    assert lines[0] == [three[0], "和小1", "小学"]
    sent, data = send(session, ledger(), by=CLERK, at=at("2021-10-19"))

    made = taken(session, book, read(data, "回函.xlsx"), "2021-10-20", by=TEACHER)

    assert (sent.rows, sent.sent_on, made.agreeing, made.differing) == (3, date(2021, 10, 19), 3, 0)
    assert states(session) == {}


def test_amounts_are_compared_with_the_tolerance_of_the_ledger(session, three, book) -> None:
    cases = session.execute(select(Household.case_id, Household.number).order_by(Household.id)).all()
    for row in cases:
        body = {"income_per_head": "8000"}
        record(session, "visit", body, {row.case_id: {}}, date(2021, 10, 19), CLERK, at("2021-10-19"))
    amounts = ("8160", "8,161元", 7949.99)
    lines = [(row.number, f"和小{i}", said) for i, (row, said) in enumerate(zip(cases, amounts, strict=True), 1)]

    taken(session, book, sheet(("户编号", "户主姓名", "人均纯收入"), *lines), "2021-10-20", name="income")

    found = {one.key: (one.field, one.ours, one.theirs) for one in session.scalars(select(Difference))}
    assert found == {cases[1].number: ("income_per_head", "8000", "8161")}


def test_many_lines_cost_as_many_questions_as_few(session, book) -> None:
    places(session)
    few, many = pupils(session, 3), pupils(session, 600, TUANJIE, first=100)
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *args: asked.append(args[2].split()[0]))

    def cost(people: list[str], village: str) -> int:
        asked.clear()
        clerk = Actor("t9", "李建华", "township", village)
        taken(session, book, roll(*[(one, "和小", "小学") for one in people]), "2021-10-20", by=clerk)
        return asked.count("SELECT")

    assert cost(few, HEPING) == cost(many, TUANJIE)
    assert session.scalar(select(func.count()).select_from(OutsideRow)) == 603


def test_the_worklist_goes_on_where_a_page_ends(session, three, book) -> None:
    taken(session, book, roll(*[(one, "和小", "七年级") for one in three]), "2021-10-20")

    first, more = desk.listed(session, REVIEWER, asked={"kind": "differs"}, limit=4)
    second, end = desk.listed(session, REVIEWER, asked={"kind": "differs"}, after=more, limit=4)

    assert ([len(first), len(second)], end) == ([4, 2], 0)
    assert desk.listed(session, REVIEWER, asked={"field": "name", "ledger": "school"})[0][0].field == "姓名"
    assert desk.listed(session, REVIEWER, asked={"area": TUANJIE})[0] == []
    assert desk.listed(session, REVIEWER, asked={"state": "closed"})[0] == []
    [standing] = [
        one for one in standings.standings(session, REVIEWER, date(2021, 10, 28)) if one.ledger.id == "school"
    ]
    assert (standing.waiting, standing.unproved, standing.as_of_on) == (6, 0, date(2021, 10, 20))


def test_a_township_sees_its_own_share_of_the_departments_round(session, three, book) -> None:
    made = taken(session, book, roll((three[0], "和小", "小学"), (three[1], "和小2", "小学")), "2021-10-20", by=TEACHER)
    village = Actor("v1", "和秀兰", "township", HEPING)

    [one] = rounds.seen(session, ["school"], village)

    assert (one.round.id, one.is_whole) == (made.id, False)
    assert (one.rows, one.agreeing, one.differing, one.missing, one.apart) == (2, 1, 1, 1, 2)
    assert rounds.seen(session, ["school"], Actor("v2", "杨丽", "township", TUANJIE))[0].apart == 0
    [standing] = [one for one in standings.standings(session, village, date(2021, 10, 21)) if one.rounds]
    assert (standing.trend, standing.as_of_on) == ([2], date(2021, 10, 20))
