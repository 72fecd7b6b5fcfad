"""The ledger keeps its word: the database refuses changes, and what is done behind its back is found and named."""

# ruff: noqa: E501 - a statement reads best in one piece

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.db import work
from engine.seals import seal
from tests.engine.history import behind_the_back, faults, make_history
from tests.engine.office import at

FLIP = "{0} = CASE substr({0}, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr({0}, 2)"
EDITS = {
    "one byte of the facts": "UPDATE entry SET facts = replace(facts, 'apply', 'apple') WHERE case_id = :c AND sequence = 4",
    "the actor's name": "UPDATE entry SET actor_name = '刘芬' WHERE case_id = :c AND sequence = 4",
    "the actor": "UPDATE entry SET actor_id = 'u9' WHERE case_id = :c AND sequence = 1",
    "the role": "UPDATE entry SET actor_role = 'clerks' WHERE case_id = :c AND sequence = 2",
    "the kind": "UPDATE entry SET kind = 'stop' WHERE case_id = :c AND sequence = 4",
    "the instant": "UPDATE entry SET at = '2021-10-25T01:00:00.000001Z' WHERE case_id = :c AND sequence = 4",
    "the seal": f"UPDATE entry SET {FLIP.format('seal')} WHERE case_id = :c AND sequence = 3",
    "the last entry": "DELETE FROM entry WHERE case_id = :c AND sequence = (SELECT max(sequence) FROM entry WHERE case_id = :c)",
    "the first entry": "DELETE FROM entry WHERE case_id = :c AND sequence = 1",
    "an entry between": "DELETE FROM entry WHERE case_id = :c AND sequence = 2",
    "all entries": "DELETE FROM entry WHERE case_id = :c",
    "the head": 'UPDATE "case" SET head = seal FROM entry WHERE case_id = "case".id AND entry.sequence = 1 AND "case".id = :c',
    "the state": "UPDATE \"case\" SET state = 'granted' WHERE id = :c",
    "the number of entries": 'UPDATE "case" SET sequence = sequence + 1 WHERE id = :c',
    "the case itself": 'DELETE FROM "case" WHERE id = :c',
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_found_and_its_case_named(db, edit):
    with work(db) as session:
        _, case, _ = make_history(session)
    assert faults(db) == ()

    with behind_the_back(db) as connection:
        assert connection.execute(text(edit), {"c": case}).rowcount > 0

    assert {fault.case_id for fault in faults(db)} == {case}


def test_two_entries_that_changed_places_are_found(db):
    with work(db) as session:
        _, case, _ = make_history(session)

    with behind_the_back(db) as connection:
        for was, becomes in ((2, -1), (3, 2), (-1, 3)):
            change = text("UPDATE entry SET sequence = :n WHERE case_id = :c AND sequence = :was")
            connection.execute(change, {"n": becomes, "was": was, "c": case})

    assert {fault.case_id for fault in faults(db)} == {case}


def test_entries_that_went_to_another_case_are_found_in_both(db):
    with work(db) as session:
        one, other, _ = make_history(session)

    with behind_the_back(db) as connection:
        for was, becomes in ((one, -1), (other, one), (-1, other)):
            change = text("UPDATE entry SET case_id = :n WHERE case_id = :was AND sequence = 4")
            connection.execute(change, {"n": becomes, "was": was})

    assert {fault.case_id for fault in faults(db)} == {one, other}


def test_after_the_seal_a_whole_chain_cannot_vanish(db):
    with work(db) as session:
        case, *_ = make_history(session)

    with behind_the_back(db) as connection:
        connection.execute(text("DELETE FROM entry WHERE case_id = :c"), {"c": case})
        connection.execute(text('DELETE FROM "case" WHERE id = :c'), {"c": case})

    assert {fault.case_id for fault in faults(db)} == {case}


def test_after_the_seal_a_chain_cannot_be_cut_short_together_with_its_case(db):
    with work(db) as session:
        case, *_ = make_history(session)

    with behind_the_back(db) as connection:
        connection.execute(text("DELETE FROM entry WHERE case_id = :c AND sequence = 4"), {"c": case})
        shorter = 'UPDATE "case" SET sequence = 3, head = (SELECT seal FROM entry WHERE case_id = :c AND sequence = 3)'
        connection.execute(text(f"{shorter} WHERE id = :c"), {"c": case})

    assert {fault.case_id for fault in faults(db)} == {case}


@pytest.mark.parametrize(
    "edit",
    [
        f"UPDATE seal SET {FLIP.format('root')} WHERE id = 1",
        "UPDATE seal SET day = '2021-10-24' WHERE id = 1",
        "UPDATE seal SET upto = upto + 1 WHERE id = 1",
        "DELETE FROM seal WHERE id = 1",
        f"UPDATE sealed_head SET {FLIP.format('head')} WHERE seal_id = 1",
        "DELETE FROM sealed_head WHERE seal_id = 1",
    ],
)
def test_an_edited_seal_is_found(db, edit):
    with work(db) as session:
        make_history(session)
        seal(session, at(2))

    with behind_the_back(db) as connection:
        assert connection.execute(text(edit)).rowcount > 0

    assert faults(db)


def test_bytes_that_are_no_text_any_more_are_told(sqlite_db):
    with work(sqlite_db) as session:
        case, *_ = make_history(session)

    with behind_the_back(sqlite_db) as connection:
        spoilt = "UPDATE entry SET actor_name = CAST(x'e58898ff' AS TEXT) WHERE case_id = :c AND sequence = 4"
        connection.execute(text(spoilt), {"c": case})

    assert {fault.case_id for fault in faults(sqlite_db)} == {case}


CHANGE, DELETE = "UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"
WHOLESALE = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "TRUNCATE {table} CASCADE",
}  # each database has its own way round a row's trigger


@pytest.mark.parametrize("table", ["entry", "seal", "sealed_head"])
@pytest.mark.parametrize("attempt", ["change", "delete", "wholesale"])
def test_the_database_itself_refuses(db, table, attempt):
    statement = {"change": CHANGE, "delete": DELETE, "wholesale": WHOLESALE[db.dialect.name]}[attempt]
    with work(db) as session:
        make_history(session)

    column = {"entry": "facts", "seal": "root", "sealed_head": "head"}[table]
    with pytest.raises(DatabaseError, match="append-only"), work(db) as session:
        session.execute(text(statement.format(table=table, column=column)))

    assert faults(db) == ()
