"""Commitments to data: the same data give the same digest everywhere, and every change of a household is found."""

from datetime import date

import pytest
from sqlalchemy import event, select, update

from engine.actors import Actor
from engine.db import work
from states.households import Household
from states.issued import vouching
from states.issued.covering import DOCUMENT, uncommitted
from states.issued.issuing import Made, issue
from states.issued.numbers import next_number
from states.issued.snapshot import lines, summed
from states.members import Member
from tests.states.village import OTHER_VILLAGE, TOWNSHIP, VILLAGE, make_book, make_households, make_village, on

LEADER = Actor("l1", "木文华", "township_leader", TOWNSHIP)
AT = on("2021-10-20")
MADE = Made("a" * 64, "b" * 64, 1)


@pytest.fixture
def village(db):
    """A database with the village."""
    with work(db) as session:
        make_village(session)
    return db


def committed(session, area=VILLAGE):
    number = next_number(session, area, "承诺", AT.year)
    paper = issue(session, DOCUMENT, area, "承诺书", {}, MADE, number=number, by=LEADER, at=AT)
    vouching.keep(session, paper, list(lines(session, area)))
    return paper


def household(session, case_id):
    return session.scalars(select(Household.id).where(Household.case_id == case_id)).one()


def test_the_same_data_have_the_same_digest_on_each_database(sqlite_db, postgres_db):
    digests = set()
    for db in (sqlite_db, postgres_db):
        with work(db) as session:
            make_village(session)
            make_households(session, make_book(), 3, at_notice=False)
            whole = summed(lines(session, VILLAGE))
            digests.add(whole.digest)
            assert (whole.households, whole.members, whole.amounts) == (3, 9, 0)
    assert len(digests) == 1


@pytest.mark.parametrize(
    "change",
    [
        update(Household).values(address="新址"),
        update(Household).values(category="sudden"),
        update(Household).values(identified_on=date(2021, 10, 1)),
        update(Member).values(phone="13900000001"),
        update(Member).values(left_on=date(2021, 10, 1), left_reason="died"),
        update(Member).values(details='{"x":"1"}'),
    ],
    ids=lambda change: str(change.compile()).split("SET")[1].split("=")[0].strip(),
)
def test_whatever_is_changed_of_one_household_is_found(sqlite_db, change):
    with work(sqlite_db) as session:
        make_village(session)
        cases = make_households(session, make_book(), 3, at_notice=False)
        paper, one = committed(session), household(session, cases[1])
        assert vouching.differences(session, paper).count == 0
        column = Household.id if change.table.name == "household" else Member.household_id
        session.execute(change.where(column == one))
        found = vouching.differences(session, paper)
        assert (found.count, [head for _number, head in found.some]) == (1, ["张秀1"])


def test_only_the_households_that_changed_wait_for_a_new_commitment(village):
    with work(village) as session:
        cases = make_households(session, make_book(), 3, at_notice=False)
        ids = [household(session, case) for case in cases]
        committed(session)
        session.execute(update(Household).where(Household.id == ids[0]).values(phone="0887-5550999"))
        asked = dict.fromkeys(ids, ("village", "township"))
        assert uncommitted(session, asked) == {
            ids[0]: {"village", "township"}, ids[1]: {"township"}, ids[2]: {"township"},
        }  # fmt: skip


def test_a_township_commits_when_every_village_has_and_is_told_all_that_have_not(village):
    with work(village) as session:
        book = make_book()
        make_households(session, book, 2, at_notice=False)
        make_households(session, book, 2, village=OTHER_VILLAGE, at_notice=False)
        reasons = {blocker.message for blocker in vouching.against(TOWNSHIP, vouching.look(session, TOWNSHIP), LEADER)}
        assert reasons == {"“和平村”还没有作出数据准确性承诺", "“团结村”还没有作出数据准确性承诺"}
        committed(session)
        committed(session, OTHER_VILLAGE)
        seen = vouching.look(session, TOWNSHIP)
        assert list(vouching.against(TOWNSHIP, seen, LEADER)) == []
        assert [(one.name, one.changed) for one in seen.below] == [("和平村", 0), ("团结村", 0)]


def test_a_snapshot_takes_three_statements_for_a_thousand_households(sqlite_db):
    with work(sqlite_db) as session:
        make_village(session)
        make_households(session, make_book(), 60, at_notice=False)
        said = []
        event.listen(sqlite_db, "before_cursor_execute", lambda *told: said.append(told[2]))
        assert summed(lines(session, VILLAGE)).households == 60
        assert len(said) == 4
