"""Whatever happens in an office, its ledger verifies; whatever byte of it is changed, that is found."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine.advance import advance
from engine.back import send_back, withdraw
from engine.db import connect, reading, work
from engine.errors import Refused
from engine.evidence import record
from engine.seals import Seal, seal
from engine.start import break_off, start
from engine.verify import verify
from tests import databases
from tests.engine.history import BOOK, behind_the_back, faults, make_history
from tests.engine.office import CHIEF, CLERK, NOW, OTHER, at, make_permits

PEOPLE = (CLERK, OTHER, CHIEF)
ACTS = ("apply", "fire", "site", "sign", "end", "check", "back", "withdraw", "break-off", "start", "seal")
COLUMNS = ("kind", "actor_id", "actor_name", "actor_role", "at", "facts", "seal")
an_act = st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.sampled_from(PEOPLE), st.integers(0, 4))


@pytest.fixture(scope="module")
def office_db(run_folder, tmp_path_factory):
    """One office whose ledger grows from example to example."""
    file = tmp_path_factory.mktemp("office") / "office.sqlite"
    databases.fresh_sqlite(run_folder, file).dispose()
    db = connect(f"sqlite:///{file}", full=False)
    yield db
    db.dispose()


def do(db, permit, act, by, day):
    """One act in a transaction of its own, refused or not."""
    try:
        with work(db) as session:
            if act == "seal":
                seal(session, at(day))
            elif act == "check":
                record(session, "check", {"尺寸": day}, {permit: {"size": day}}, NOW.date(), by, at(day))
            elif act == "back":
                send_back(session, BOOK, permit, "apply", by=by, at=at(day), code="other", reason="再核一次")
            elif act == "withdraw":
                withdraw(session, BOOK, permit, "site", by=by, at=at(day))
            elif act == "break-off":
                break_off(session, [permit], by=by, at=at(day), reason="不办了")
            elif act == "start":
                start(session, BOOK, [permit], "grant", by=by, at=at(day))
            else:
                advance(session, BOOK, permit, act, by=by, at=at(day))
    except Refused:
        pass


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(an_act, max_size=25))
def test_every_history_verifies(office_db, acts):
    with work(office_db) as session:
        permits = make_permits(session, BOOK, 3)
    for act, which, by, day in acts:
        do(office_db, permits[which], act, by, day)

    with reading(office_db) as session:
        assert verify(session).faults == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_changed_byte_is_found(sealed_office, data):
    db, entries = sealed_office
    number = data.draw(st.sampled_from(sorted(entries)), "entry")
    column = data.draw(st.sampled_from(COLUMNS), "column")
    case_id, content = entries[number][0], entries[number][1][column]
    place = data.draw(st.integers(0, len(content) - 1), "place")
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != content[place]), "byte")
    changed = content[:place] + bytes([byte]) + content[place + 1 :]

    change = text(f"UPDATE entry SET {column} = CAST(:v AS TEXT) WHERE id = :i")
    with behind_the_back(db) as connection:
        connection.execute(change, {"v": changed, "i": number})
    found = {fault.case_id for fault in faults(db)}
    with behind_the_back(db) as connection:
        connection.execute(change, {"v": content, "i": number})

    assert found == {case_id}


@pytest.fixture(scope="module")
def sealed_office(run_folder, tmp_path_factory):
    """An office with a sealed past, and the bytes of each of its entries."""
    file = tmp_path_factory.mktemp("sealed") / "office.sqlite"
    db = databases.fresh_sqlite(run_folder, file)
    with work(db) as session:
        make_history(session)
    with reading(db) as session:
        bytes_of = ", ".join(f"CAST({column} AS BLOB)" for column in COLUMNS)
        rows = session.execute(text(f"SELECT id, case_id, {bytes_of} FROM entry")).all()
    yield db, {row[0]: (row[1], dict(zip(COLUMNS, row[2:], strict=True))) for row in rows}
    db.dispose()


def test_a_day_without_entries_is_not_sealed_and_each_seal_covers_what_is_new(db):
    with work(db) as session:
        make_history(session)
        assert seal(session, at(2)) is not None
        assert seal(session, at(3)) is None

    with reading(db) as session:
        first, second = session.query(Seal).order_by(Seal.id)
        assert first.upto < second.upto
        assert verify(session).seals == 2
