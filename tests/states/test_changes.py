"""Changes: one field each, checked by another person, the register and both ledgers written with the move."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import BadInput, MoveBlocked, NotFound
from engine.ledger import history
from engine.verify import verify as verify_ledger
from states import samples
from states.book import open_book
from states.changes import deciding, ledgers, natural, shown
from states.changes.change import Change
from states.changes.fields import fields
from states.changes.natural import Newcomer
from states.changes.proposing import Edit, propose, propose_many
from states.households import Draft, Household, register
from states.members import Member
from states.packs.store import in_force, install_shipped
from tests.states.register import number

AT = datetime(2021, 10, 20, 2, tzinfo=UTC)
VILLAGE, OTHER = "533401102201", "533401102202"
CLERK, SECOND = Actor("v1", "和秀兰", "village", VILLAGE), Actor("v2", "木丽华", "village", VILLAGE)
STRANGER, OFFICER = Actor("v3", "杨丽", "village", OTHER), Actor("t1", "李建华", "township", "533401102")
TOLD = {"at": AT, "source": "visit"}


@pytest.fixture
def office(db):
    """Two households in one village, one in another, three people each."""
    with work(db) as session:
        for place in samples.regions():
            session.add(place)
            session.flush()
        install_shipped(session, AT)
        drafts = [_draft(n, VILLAGE if n < 2 else OTHER) for n in range(3)]
        register(session, drafts, in_force(session, VILLAGE, date(2021, 10, 20)).definition, OFFICER, AT)
    return db


def _draft(n: int, village: str) -> Draft:
    people = tuple(
        {
            "name": f"{name}{n}", "relation": relation, "is_head": relation == "head", "birth_on": date(1980, 1, 1),
            "id_no": number(n * 10 + place), "person": number(n * 10 + place), "labour": "full",
        }
        for place, (name, relation) in enumerate((("户主", "head"), ("配偶", "spouse"), ("孩子", "son")))
    )  # fmt: skip
    return Draft(village + "01", {"number": f"H{n}", "head_name": f"户主{n}", "phone": "19900000021"}, people)


def ids(session, n: int = 0) -> tuple[int, list[int]]:
    """A household and its members."""
    home = session.scalars(select(Household.id).where(Household.number == f"H{n}")).one()
    return home, list(session.scalars(select(Member.id).where(Member.household_id == home).order_by(Member.id)))


def codes(refused) -> list[str]:
    return [blocker.code for blocker in refused.value.blockers]


def test_every_field_of_the_registry_is_a_column_and_reads_what_it_shows(office):
    for subject, table in (("household", Household), ("member", Member)):
        for name, one in fields(subject).items():
            assert hasattr(table, name) is (one.detail is None)
            if known := one.codes():
                assert [one.read(label) for label in known.labels.values()] == list(known.labels)


@pytest.mark.parametrize(
    ("subject", "field", "written", "stored"),
    [
        ("member", "labour", "技能劳动力", "skilled"),
        ("member", "health", "残疾+长期慢性病", "chronic,disabled"),
        ("member", "birth_on", "1981/02/03", "1981-02-03"),
        ("member", "birth_on", "1981-02-30", None),
        ("member", "phone", "１３８００000001", "13800000001"),
        ("member", "phone", "1380000", None),
        ("member", "phone", "", ""),
        ("member", "name", " ", None),
        ("member", "relation", "", None),
        ("member", "school", "八年级半", None),
        ("member", "id_no", "110101199001010010", None),
        ("household", "address", "字" * 121, None),
        ("household", "toilet", "是", "yes"),
        ("household", "farmland", "3.50", "3.50"),
        ("household", "farmland", "三亩", None),
        ("household", "farmland", "NaN", None),
        ("household", "measure_items", "低保、雨露计划", "minimum,rain_dew"),
        ("member", "pension", "也许", None),
    ],
)
def test_a_value_is_read_into_its_stored_form_or_refused(subject, field, written, stored):
    if stored is None:
        with pytest.raises(BadInput) as refused:
            fields(subject)[field].read(written)
        assert {problem.where for problem in refused.value.problems} == {field}
    else:
        assert fields(subject)[field].read(written) == stored


def test_a_name_that_is_applied_renames_the_household_of_its_head_and_is_found_by_its_spelling(office):
    book = open_book()
    with work(office) as session:
        _home, members = ids(session)
        [change] = propose(session, [Edit("member", members[0], "name", "和 建国")], by=CLERK, **TOLD)
        deciding.verify(session, book, change, by=SECOND, at=AT)
    with reading(office) as session:
        member = session.get_one(Member, members[0])
        assert session.get_one(Household, member.household_id).head_name == member.name == "和 建国"
        assert member.initials


def test_a_further_fact_of_the_forms_changes_by_two_people_and_the_others_stay(office):
    book = open_book()
    with work(office) as session:
        home, _members = ids(session)
        session.get_one(Household, home).details = '{"farmland":"3.5","toilet":"no"}'
        edits = [Edit("household", home, "toilet", "是"), Edit("household", home, "farmland", "")]
        changes = propose(session, edits, by=CLERK, **TOLD)
        assert [(one.before, one.after) for one in changes] == [("no", "yes"), ("3.5", "")]
        for change in changes:
            with pytest.raises(MoveBlocked):
                deciding.verify(session, book, change, by=CLERK, at=AT)
        deciding.verify(session, book, changes[0], by=SECOND, at=AT)
    with reading(office) as session:
        assert session.get_one(Household, home).details == '{"farmland":"3.5","toilet":"yes"}'


def test_a_number_that_another_holds_is_refused(office):
    with work(office) as session:
        _home, members = ids(session)
        with pytest.raises(MoveBlocked) as refused:
            propose(session, [Edit("member", members[1], "id_no", number(12))], by=CLERK, **TOLD)
    assert codes(refused) == ["registered-elsewhere"]


def test_a_number_brings_birthday_and_sex_with_it(office):
    book, other = open_book(), number(777, "19850607")
    with work(office) as session:
        _home, members = ids(session)
        [change] = propose(session, [Edit("member", members[1], "id_no", other)], by=CLERK, **TOLD)
        deciding.verify(session, book, change, by=SECOND, at=AT)
    with reading(office) as session:
        member = session.get_one(Member, members[1])
        assert (member.id_no, member.person, member.birth_on, member.sex) == (other, other, date(1985, 6, 7), "male")


def test_many_edits_are_held_one_by_one_and_what_says_nothing_new_is_counted(office):
    with work(office) as session:
        home, members = ids(session)
        stranger = ids(session, 2)[0]
        edits = [
            Edit("household", home, "phone", "13800000001"),
            Edit("household", home, "phone", "13800000002"),
            Edit("household", stranger, "phone", "13800000003"),
            Edit("member", members[0], "labour", "不知道"),
            Edit("member", members[0], "labour", "普通劳动力"),
            Edit("member", members[1], "nonsense", "1"),
        ]
        done = propose_many(session, edits, by=CLERK, **TOLD)
    assert [change.field for change in done.made] == ["phone"]
    told = {place: [blocker.code for blocker in blockers] for place, blockers in done.held.items()}
    assert told == {1: ["already-waiting"], 2: ["not-found"], 3: ["bad-value"], 5: ["not-found"]}
    assert done.same == 1


def test_changes_of_one_household_in_one_bulk_are_each_in_its_ledger(office):
    book = open_book()
    with work(office) as session:
        home, members = ids(session)
        edits = [Edit("member", one, "phone", f"1380000000{place}") for place, one in enumerate(members)]
        made = propose(session, [*edits, Edit("household", home, "address", "二组")], by=CLERK, **TOLD)
        done = deciding.verify_many(session, book, [one.id for one in made], by=SECOND, at=AT)
        case = session.get_one(Household, home).case_id
    assert (len(done.moved), done.held) == (4, {})
    with reading(office) as session:
        assert [entry.kind for entry in history(session, case)].count("changed") == 4
        assert not verify_ledger(session).faults


def test_a_bulk_tells_of_what_lies_outside_as_of_what_is_not_there(office):
    with work(office) as session:
        home, _members = ids(session)
        [change] = propose(session, [Edit("household", home, "address", "二组")], by=CLERK, **TOLD)
        done = deciding.verify_many(session, open_book(), [change.id, 999], by=STRANGER, at=AT)
    assert {number: [b.code for b in blockers] for number, blockers in done.held.items()} == {
        -change.id: ["not-found"],
        -999: ["not-found"],
    }
    with reading(office) as session, pytest.raises(NotFound):
        shown.one(session, change.id, STRANGER)


def test_taking_back_is_for_who_proposed_and_frees_the_field(office):
    book = open_book()
    with work(office) as session:
        home, _members = ids(session)
        [change] = propose(session, [Edit("household", home, "address", "二组")], by=CLERK, **TOLD)
        with pytest.raises(MoveBlocked) as refused:
            deciding.withdraw(session, book, change, by=SECOND, at=AT)
        assert codes(refused) == ["not-yours"]
    with work(office) as session:
        change = session.get_one(Change, change.id)
        deciding.withdraw(session, book, change, by=CLERK, at=AT)
        propose(session, [Edit("household", home, "address", "三组")], by=SECOND, **TOLD)
        assert session.scalar(select(func.count()).where(Change.live)) == 1


def test_a_transfer_across_areas_is_not_for_who_covers_only_one_of_them(office):
    with work(office) as session:
        _home, members = ids(session)
        with pytest.raises(BadInput) as refused:
            natural.transfer(session, members[2], "H2", "nephew", date(2021, 6, 1), by=CLERK, **TOLD)
        assert [problem.where for problem in refused.value.problems] == ["number"]
        change = natural.transfer(session, members[2], "H2", "nephew", date(2021, 6, 1), by=OFFICER, **TOLD)
        deciding.verify(session, open_book(), change, by=CLERK, at=AT)
        person = session.get_one(Member, members[2]).person
        both = session.scalars(select(Member).where(Member.person == person).order_by(Member.id)).all()
    assert [(one.left_on, one.joined_on, one.village) for one in both] == [
        (date(2021, 6, 1), None, VILLAGE),
        (None, date(2021, 6, 1), OTHER),
    ]


@pytest.mark.parametrize(("day", "reasons"), [(date(2021, 8, 31), ["head-not-there"]), (date(2021, 9, 1), [])])
def test_nobody_heads_a_household_before_the_day_they_joined_it(office, day, reasons):
    with work(office) as session:
        _home, (head, heir, *_rest) = ids(session)
        session.get_one(Member, heir).joined_on = date(2021, 9, 1)
        told: list[str] = []
        try:
            natural.leave(session, head, "died", day, new_head=heir, by=CLERK, **TOLD)
        except MoveBlocked as refused:
            told = [one.code for one in refused.blockers]
    assert told == reasons


def test_who_joined_one_household_while_waiting_for_another_is_refused_when_it_is_checked(office):
    book, who = open_book(), Newcomer("赵敏", "其他", number(500))
    with work(office) as session:
        one, other = ids(session)[0], ids(session, 1)[0]
        first = natural.join(session, one, who, "married_in", date(2021, 9, 1), by=CLERK, **TOLD)
        with pytest.raises(MoveBlocked) as refused:
            natural.join(session, other, who, "married_in", date(2021, 9, 1), by=CLERK, **TOLD)
        assert codes(refused) == ["already-waiting"]
        deciding.verify(session, book, first, by=SECOND, at=AT)
        with pytest.raises(MoveBlocked) as refused:
            natural.join(session, other, who, "married_in", date(2021, 9, 1), by=CLERK, **TOLD)
    assert codes(refused) == ["must-transfer"]


def test_a_ledger_goes_on_page_by_page_until_its_end(office):
    period = ledgers.Period(date(2021, 1, 1), date(2021, 12, 31))
    with work(office) as session:
        for home in session.scalars(select(Household)):
            clerk = CLERK if home.village == VILLAGE else STRANGER
            [change] = propose(session, [Edit("household", home.id, "address", home.number)], by=clerk, **TOLD)
            deciding.verify(session, open_book(), change, by=OFFICER, at=AT)
    with reading(office) as session:
        whole = ledgers.entries(session, OFFICER, ledgers.VILLAGE, "", period)
        found, after = [], None
        while True:
            lines, after = ledgers.page(session, OFFICER, ledgers.VILLAGE, "", period, after, 2)
            found += lines
            if after is None:
                break

    assert [one.change.id for one in found] == [one.change.id for one in whole]
    assert len(whole) == 3
