"""A long ledger as a job: killed in the middle it ends with the same differences, and nothing stands there twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from engine.cases import Case
from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.job import DONE, FAILED, QUEUED, RUNNING, Job
from engine.jobs.lots import Conditions, Handler
from engine.ledger import Entry
from engine.verify import verify
from states import imports, samples, workbooks
from states.book import open_book
from states.exchange.lots import take_lots
from states.members import Member
from states.packs.store import in_force
from states.reconciliation import desk, taking
from states.reconciliation.background import KIND, TakingLedger
from states.reconciliation.differences import Difference, Sighting
from states.reconciliation.files import OutsideFile, OutsideRow, Round
from states.reconciliation.ledgers import by_id
from states.reconciliation.looking import look
from states.reconciliation.settling import Verdict, settle
from tests import databases
from tests.web.jobs.conftest import Workshop
from tests.web.jobs.test_register_jobs import AT, OPERATOR, ask, words
from tests.web.jobs.test_register_jobs import settle as founded

DAY = AT.date()
HEADINGS = ("证件号码", "姓名", "民族", "联系电话")


def populate(db: Engine, households: int) -> None:
    """The sample's households."""
    founded(db)
    with reading(db) as session:
        looked = imports.preview(session, imports.read(samples.workbook(households), "名单.xlsx"), OPERATOR)
        definition = in_force(session, OPERATOR.area, DAY).definition
    take_lots(db, looked, definition, OPERATOR, AT)


def export_of(db: Engine, *, other: int = 3) -> bytes:
    """The system's export: every so many lines another name, and one cell that cannot be read."""
    with reading(db) as session:
        people = session.execute(select(Member.id_no, Member.name, Member.phone).order_by(Member.id)).all()
    rows = [[row.id_no, f"{row.name}某" if n % other == 0 else row.name, "", row.phone] for n, row in enumerate(people)]
    rows[1][2] = "火星族"
    return workbooks.write(HEADINGS, rows)


def result_of(db: Engine) -> list[tuple[Any, ...]]:
    """What stands there in the end, without surrogate numbers and instants; its chains are proved."""
    with reading(db) as session:
        assert not verify(session).faults
        seen = select(Sighting.difference_id, func.count().label("n")).group_by(Sighting.difference_id).subquery()
        entries = select(Entry.case_id, func.count().label("n")).group_by(Entry.case_id).subquery()
        columns = (Difference.key, Difference.field, Difference.kind, Difference.ours, Difference.theirs)
        query = select(*columns, Difference.last, Difference.moved, Case.state, Case.area, seen.c.n, entries.c.n)
        query = query.join(Case, Case.id == Difference.case_id).join(seen, seen.c.difference_id == Difference.id)
        query = query.join(entries, entries.c.case_id == Case.id).order_by(Difference.key, Difference.field)
        counts = (Round.number, Round.agreeing, Round.differing, Round.missing_here, Round.missing_there)
        lines = select(OutsideRow.key, OutsideRow.number, OutsideRow.facts).order_by(OutsideRow.key)
        return [tuple(row) for part in (query, select(*counts), lines) for row in session.execute(part)]


def params(store: FileStore, data: bytes) -> dict[str, str]:
    return {"ledger": "national-members", "digest": store.put(data), "name": "导出.xlsx", "as_of_on": str(DAY)}


def directly(db: Engine, data: bytes) -> None:
    """Take the same file in as a whole."""
    ledger = by_id()["national-members"]
    sheet = workbooks.read(data, "导出.xlsx", ledger.headings)
    with work(db) as session:
        looked = look(session, ledger, sheet, DAY, OPERATOR, DAY)
        taking.take(session, open_book(), looked, by=OPERATOR, at=AT)


@pytest.fixture
def do(sqlite_db: Engine, tmp_path: Path) -> Callable[..., Job]:
    """Do a job here, for as many lots as `stopping` lets it, 40 pieces of work in each."""
    populate(sqlite_db, 30)
    handlers: dict[str, Handler] = {KIND: TakingLedger(FileStore(str(tmp_path)), open_book, 40)}

    def run(number: int, stopping: Callable[[], bool] = lambda: False) -> Job:
        conditions = Conditions(sqlite_db, "pc@1", lambda _: AT, stopping, lambda *_: None)
        with reading(sqlite_db) as session:
            attempts = session.get_one(Job, number).attempts
        lots.run(conditions, handlers, number, attempts)
        with reading(sqlite_db) as session:
            return session.get_one(Job, number)

    return run


def test_a_taking_in_whose_workers_are_killed_ends_as_if_nobody_had_been(
    workshop: Workshop, tmp_path: Path, run_folder: Path
) -> None:
    populate(workshop.db, 700)
    workshop.files, data = str(tmp_path / "files"), export_of(workshop.db)
    number = ask(workshop.db, KIND, params(FileStore(workshop.files), data))

    for reached in (1, 2600):
        worker = workshop.start()
        workshop.until(number, lambda job, reached=reached: job.done >= reached)
        worker.kill()
        worker.wait()
        broken = workshop.job(number)
        assert broken.state == RUNNING
        assert 0 < broken.done < broken.total
    workshop.start()
    job = workshop.until(number, lambda job: job.state in (DONE, FAILED))

    assert (job.state, job.attempts) == (DONE, 3)
    with reading(workshop.db) as session:
        people = session.scalar(select(func.count()).select_from(Member)) or 0
        assert session.scalar(select(func.count()).select_from(OutsideRow)) == people
        assert session.scalar(select(func.count()).select_from(OutsideFile)) == 1
        one = session.scalars(select(Round)).one()
        named = session.scalar(select(func.count()).where(Difference.field == "name")) or 0
        found = session.scalar(select(func.count()).select_from(Difference)) or 0
        assert session.scalar(select(func.count()).select_from(Sighting)) == found
        assert not verify(session).faults
    assert named == (people + 2) // 3
    assert one.agreeing + one.differing == people
    [file] = job.outcome.files
    sheet = workbooks.read(FileStore(workshop.files).get(file.digest), "批注.xlsx", ("姓名", "问题"))
    assert "火星族" in str(sheet.rows[1].cells[-2])
    assert "某" in str(sheet.rows[0].cells[-1])


@pytest.mark.parametrize("lots_done", [1, 2, 3, 4, 5])
def test_stopped_after_any_lot_it_ends_like_one_act(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path, lots_done: int, make_twin: Callable[[], Engine]
) -> None:
    data = export_of(sqlite_db)
    number, left = ask(sqlite_db, KIND, params(FileStore(str(tmp_path)), data)), iter([False] * (lots_done + 1))

    stopped = do(number, lambda: next(left, True))
    ended = do(number)

    assert (stopped.state, ended.state, ended.done) == (QUEUED, DONE, ended.total)
    twin = make_twin()
    directly(twin, data)
    assert result_of(sqlite_db) == result_of(twin)


@pytest.fixture
def make_twin(run_folder: Path, tmp_path: Path) -> Callable[[], Engine]:
    """Make the same register once more."""

    def make() -> Engine:
        db = databases.fresh_sqlite(run_folder, tmp_path / "twin.sqlite")
        populate(db, 30)
        return db

    return make


def test_what_was_settled_while_it_stood_still_stays_settled(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    data = export_of(sqlite_db)
    number, left = ask(sqlite_db, KIND, params(FileStore(str(tmp_path)), data)), iter([False] * 6)
    do(number, lambda: next(left, True))
    with work(sqlite_db) as session:
        [line, *_], _more = desk.listed(session, OPERATOR, asked={"field": "name"})
        verdict = Verdict("ours", "户口簿为准", None, "户口簿", DAY)
        settle(session, open_book(), [line.difference.id], verdict, by=OPERATOR, at=AT)

    assert do(number).state == DONE

    with reading(sqlite_db) as session:
        assert desk.find(session, line.difference.id, OPERATOR).state == "ours"


def test_the_same_file_is_taken_in_once_and_another_is_refused_half_way(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    store, first = FileStore(str(tmp_path)), export_of(sqlite_db)
    half, left = ask(sqlite_db, KIND, params(store, first)), iter([False] * 3)
    do(half, lambda: next(left, True))
    other = do(ask(sqlite_db, KIND, params(store, export_of(sqlite_db, other=5)), "k2"))

    overtaken, twice = do(half), do(ask(sqlite_db, KIND, params(store, export_of(sqlite_db, other=5)), "k3"))

    assert (other.state, overtaken.state, twice.state) == (DONE, FAILED, FAILED)
    assert "后面又导入过一份" in words(overtaken)
    assert "没有重复导入" in words(twice)
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1
