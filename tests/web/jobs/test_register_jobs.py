"""The register's own long jobs: workers are killed in the middle, and the end is as if nobody had been."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from engine.actors import SYSTEM, Actor
from engine.cases import Case
from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.asking import enqueue
from engine.jobs.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from engine.jobs.lots import Conditions, Handler
from engine.ledger import Entry
from engine.verify import verify
from states import imports, instance, passwords, samples, users, workbooks
from states.book import open_book
from states.exchange import exporting, exports, importing, past, site_layouts
from states.exchange.batches import ImportBatch, ImportLot
from states.exchange.exporting import Exporting
from states.exchange.importing import Importing
from states.exchange.layouts import household_list, shipped
from states.exchange.lots import take_lots
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.packs.store import in_force, install_shipped
from states.quality import background
from states.quality.background import Screening
from states.quality.findings import Finding
from states.quality.round import Round
from tests import databases
from tests.states.site_texts import new_list
from tests.web.jobs.conftest import Workshop
from web.worker.kinds import KINDS

OPERATOR = Actor("operator", "李建华", "township", samples.TOWNSHIP)
AT = datetime(2021, 10, 20, 2, tzinfo=UTC)
HOUSEHOLDS = 2400
EXPORT = {"layout": shipped()["household-register"].digest, "format": "csv", "filter": {}}
BY = {"name": "名单.xlsx", "layouts": [household_list().digest], "on": "2021-10-20"}
"""What an import was looked through by when it was asked for."""


def settle(db: Engine) -> None:
    """The sample's places and plans, the operator's account, and a practice day on which the plan holds."""
    with work(db) as session:
        instance.create(session, training=True)
        for place in samples.regions():
            session.add(place)
            session.flush()
        install_shipped(session, AT)
        secret = passwords.chosen("Qingshan-77", "nobody")
        account = users.Account(OPERATOR.id, OPERATOR.name, OPERATOR.role, OPERATOR.area, "")
        users.add(session, account, secret, by=SYSTEM, at=AT)
        instance.set_practice_date(session, date(2021, 10, 20), datetime.now(UTC))


def spoilt(households: int) -> bytes:
    """The sample with a wrong digit in the first household, and no number for the others: they are given one."""
    rows = [list(row) for row in samples.rows(households)]
    place = samples.COLUMNS.index("id_no")
    rows[0][place] = rows[0][place][:-1] + ("0" if rows[0][place][-1] != "0" else "1")
    return workbooks.write([household_list().heading(name) for name in samples.COLUMNS], rows)


def register_of(db: Engine) -> list[tuple[Any, ...]]:
    """The register with its chains proved: everything but surrogate numbers, instants and what is sealed from them."""
    with reading(db) as session:
        assert not verify(session).faults
        entries = select(Entry.case_id, func.count().label("n")).group_by(Entry.case_id).subquery()
        home = (Household.number, Household.group_code, Household.head_name, Household.kind, Household.category)
        more = (Household.phone, Household.address, Case.area, Case.state, entries.c.n)
        person = (Member.name, Member.pinyin, Member.id_no, Member.person, Member.relation, Member.is_head)
        facts = (Member.birth_on, Member.sex, Member.education, Member.school, Member.health, Member.labour)
        query = select(*home, *more, *person, *facts).join(Case, Case.id == Household.case_id)
        query = query.join(entries, entries.c.case_id == Case.id).join(Member, Member.household_id == Household.id)
        return [tuple(row) for row in session.execute(query.order_by(Household.number, Member.id))]


@pytest.fixture(scope="module")
def list_() -> bytes:
    return spoilt(HOUSEHOLDS)


@pytest.fixture(scope="module")
def undisturbed(list_: bytes, run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    """The register after a taking in that nobody disturbed."""
    db = databases.fresh_sqlite(run_folder, tmp_path_factory.mktemp("undisturbed") / "a.sqlite")
    settle(db)
    with reading(db) as session:
        looked = imports.preview(session, imports.read(list_, "名单.xlsx"), OPERATOR)
        definition = in_force(session, OPERATOR.area, AT.date()).definition
    take_lots(db, looked, definition, OPERATOR, AT)
    found = register_of(db)
    db.dispose()
    return found


def ask(db: Engine, kind: str, params: Mapping[str, Any], key: str = "k") -> int:
    with work(db) as session:
        return enqueue(session, kind, params, by=OPERATOR, at=AT, key=key).id


@pytest.fixture
def busy(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A workshop that does the register's jobs."""
    settle(workshop.db)
    workshop.files = str(tmp_path / "files")
    return workshop


def test_an_import_whose_workers_are_killed_ends_with_the_same_register(
    busy: Workshop, list_: bytes, undisturbed: list[tuple[Any, ...]]
) -> None:
    digest = FileStore(busy.files).put(list_)
    number = ask(busy.db, importing.KIND, {"digest": digest, **BY, "good": True})

    for reached in (1, 1000):
        worker = busy.start()
        busy.until(number, lambda job, reached=reached: job.done >= reached)
        worker.kill()
        worker.wait()
        broken = busy.job(number)
        assert broken.state == RUNNING
        assert 0 < broken.done < HOUSEHOLDS - 1
    busy.start()
    job = busy.until(number, lambda job: job.state in (DONE, FAILED))

    assert (job.state, job.done, job.attempts) == (DONE, HOUSEHOLDS - 1, 3)
    assert register_of(busy.db) == undisturbed
    with reading(busy.db) as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.households, batch.left_out, batch.problems) == (HOUSEHOLDS - 1, 1, 1)
        assert session.scalar(select(func.sum(ImportLot.households))) == HOUSEHOLDS - 1
    assert job.outcome.figures["left_out"] == 1
    [file] = job.outcome.files
    sheet = workbooks.read(FileStore(busy.files).get(file.digest), "a.xlsx", ("姓名", "问题"))
    assert [row.number for row in sheet.rows if row.cells[-2]] == [2]


def test_a_round_whose_worker_is_killed_goes_on_and_finds_each_thing_once(busy: Workshop) -> None:
    with reading(busy.db) as session:
        looked = imports.preview(session, imports.read(samples.workbook(600), "名单.xlsx"), OPERATOR)
        definition = in_force(session, OPERATOR.area, AT.date()).definition
    take_lots(busy.db, looked, definition, OPERATOR, AT)
    number = ask(busy.db, background.KIND, {})

    worker = busy.start()
    busy.until(number, lambda job: job.done >= 10)
    worker.kill()
    worker.wait()
    assert busy.job(number).state == RUNNING
    busy.start()
    job = busy.until(number, lambda job: job.state in (DONE, FAILED))

    assert job.state == DONE
    with reading(busy.db) as session:
        one = session.scalars(select(Round)).one()
        assert (one.households, one.ended_at is not None) == (600, True)
        assert one.opened == session.scalar(select(func.count()).select_from(Finding)) == one.found
        assert not verify(session).faults
    assert job.outcome.figures["households"] == 600


@pytest.fixture
def do(sqlite_db: Engine, tmp_path: Path) -> Callable[..., Job]:
    """Do a job here, for as many looks at the clock as `stopping` lets it."""
    store = FileStore(str(tmp_path))
    handlers: dict[str, Handler] = {
        importing.KIND: Importing(store, 5),
        exporting.KIND: Exporting(store),
        background.KIND: Screening(open_book, 5),
    }
    settle(sqlite_db)

    def run(number: int, stopping: Callable[[], bool] = lambda: False) -> Job:
        conditions = Conditions(sqlite_db, "pc@1", lambda _: AT, stopping, lambda *_: None)
        lots.run(conditions, handlers, number, stored(number).attempts)
        return stored(number)

    def stored(number: int) -> Job:
        with reading(sqlite_db) as session:
            return session.get_one(Job, number)

    return run


def words(job: Job) -> str:
    return "；".join(one.text % one.facts for one in job.reasons)


def test_every_kind_is_known_to_the_pages() -> None:
    assert {importing.KIND, exporting.KIND, background.KIND} <= KINDS.keys()


def test_a_list_with_problems_is_taken_in_only_where_that_was_asked(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    params = {"digest": FileStore(str(tmp_path)).put(spoilt(12)), **BY}

    refused = do(ask(sqlite_db, importing.KIND, params | {"good": False}))
    taken = do(ask(sqlite_db, importing.KIND, params | {"good": True}, "k2"))
    again = do(ask(sqlite_db, importing.KIND, params | {"good": True}, "k3"))

    assert (refused.state, words(refused)) == (FAILED, importing.SINCE)
    assert (taken.state, taken.outcome.figures["households"]) == (DONE, 11)
    assert again.state == FAILED
    assert "导入过" in words(again)


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_an_import_goes_on_wherever_its_worker_was_stopped(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path, rounds: int
) -> None:
    digest = FileStore(str(tmp_path)).put(samples.workbook(12))
    number = ask(sqlite_db, importing.KIND, {"digest": digest, **BY, "good": False})
    left = iter([False] * (rounds + 1))

    stopped = do(number, lambda: next(left, True))
    ended = do(number)

    assert (stopped.state, ended.state, ended.done) == (QUEUED, DONE, 12)
    assert len(ended.outcome.files) == 0


def test_nothing_is_done_for_an_account_that_was_closed_or_moved(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    digest = FileStore(str(tmp_path)).put(samples.workbook(12))
    jobs = [
        ask(sqlite_db, importing.KIND, {"digest": digest, **BY, "good": False}, "a"),
        ask(
            sqlite_db,
            exporting.KIND,
            EXPORT | {"layout": household_list().digest},
            "b",
        ),
        ask(sqlite_db, background.KIND, {}, "c"),
    ]
    with work(sqlite_db) as session:
        person = users.named(session, OPERATOR.id)
        assert person is not None
        users.deactivate(session, person, SYSTEM, AT)

    for number in jobs:
        job = do(number)
        assert (job.state, "账号已停用" in words(job), job.outcome.files) == (FAILED, True, ())
    with reading(sqlite_db) as session:
        assert session.scalar(select(func.count()).select_from(Household)) == 0


def filled(do: Callable[..., Job], db: Engine, folder: Path) -> FileStore:
    """The store of a worker that has taken in thirty households."""
    store = FileStore(str(folder))
    digest = store.put(samples.workbook(30))
    do(ask(db, importing.KIND, {"digest": digest, **BY, "good": False}))
    return store


def test_a_list_is_exported_into_a_file_and_full_numbers_are_logged_once(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    store, village = filled(do, sqlite_db, tmp_path), next(iter(samples.VILLAGES))
    asked = {"layout": shipped()["household-list"].digest, "format": "xlsx", "filter": {"area": village}}
    number, left = ask(sqlite_db, exporting.KIND, asked, "k2"), iter([False] * 2)

    stopped, done = do(number, lambda: next(left, True)), do(number)

    assert (stopped.state, done.state) == (QUEUED, DONE)
    [file] = done.outcome.files
    sheet = workbooks.read(store.get(file.digest), "a.xlsx", ("户编号", "证件号码"))
    assert {str(row.cells[0])[:12] for row in sheet.rows} == {village}
    assert len(sheet.rows) == done.done == done.outcome.figures["lines"]
    with reading(sqlite_db) as session:
        logged = session.scalars(select(Opening.subject)).all()
    assert logged == [f"export:household-list:{village}"]


def test_a_list_of_a_past_day_is_written_in_the_background_as_well(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    digest = FileStore(str(tmp_path)).put(spoilt(6))
    do(ask(sqlite_db, importing.KIND, {"digest": digest, **BY, "good": True}))
    asked = exports.Filter(as_of=AT.date() - timedelta(days=1))
    params = EXPORT | {"filter": exports.kept(asked)}

    done = do(ask(sqlite_db, exporting.KIND, params, "k2"))

    written = FileStore(str(tmp_path)).get(done.outcome.files[0].digest).decode("utf-8-sig")
    assert done.state == DONE
    assert written.count(past.NO_RECORD) > done.outcome.figures["lines"] > 0
    assert written.count(asked.as_of.isoformat()) == done.outcome.figures["lines"]


def test_a_list_of_a_page_is_written_in_the_background_masked_and_inside_the_area(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    store, village = filled(do, sqlite_db, tmp_path), next(iter(samples.VILLAGES))
    asked = {"list": "without-grid", "format": "csv", "asked": {"village": village}}
    other = {"list": "without-grid", "format": "xlsx", "asked": {"village": "510101"}}
    number, left = ask(sqlite_db, exporting.KIND, asked, "k3"), iter([False])

    stopped, done = do(number, lambda: next(left, True)), do(number)
    whole = do(ask(sqlite_db, exporting.KIND, other, "k4"))

    assert (stopped.state, done.state, whole.state) == (QUEUED, DONE, DONE)
    [file] = done.outcome.files
    lines = store.get(file.digest).decode("utf-8-sig").splitlines()
    assert file.name.startswith("没有编进网格的农户-")
    assert len(lines) - 4 == done.done == done.outcome.figures["lines"]
    with reading(sqlite_db) as session:
        here = select(func.count()).select_from(Household).where(Household.village == village)
        assert done.done == session.scalar(here)
        assert whole.done == session.scalar(select(func.count()).select_from(Household))
        assert session.scalars(select(Opening.subject)).all() == []


def test_a_list_that_the_asker_may_not_see_is_not_written(do: Callable[..., Job], sqlite_db: Engine) -> None:
    job = do(ask(sqlite_db, exporting.KIND, {"list": "nonsense", "format": "csv", "asked": {}}))

    assert (job.state, job.outcome.files) == (FAILED, ())
    assert "不在管辖范围内" in words(job)


def test_an_export_that_is_cancelled_makes_no_file(do: Callable[..., Job], sqlite_db: Engine) -> None:
    number = ask(sqlite_db, exporting.KIND, EXPORT)

    def cancel() -> bool:
        """Keep the worker going, and cancel the job beside it."""
        with work(sqlite_db) as session:
            session.get_one(Job, number).cancel_asked = True
        return False

    job = do(number, cancel)

    assert (job.state, job.outcome.files) == (CANCELLED, ())


def test_a_later_edition_does_not_change_work_under_way(
    do: Callable[..., Job], sqlite_db: Engine, tmp_path: Path
) -> None:
    store = FileStore(str(tmp_path))
    digest = store.put(samples.workbook(12))
    taking = ask(sqlite_db, importing.KIND, {"digest": digest, **BY, "good": False}, "a")
    left = iter([False] * 2)
    assert do(taking, lambda: next(left, True)).state not in (DONE, FAILED)
    with work(sqlite_db) as session:
        admin = Actor("guanli", "周明", "admin")
        text = new_list().replace('aliases = ["成员姓名", "家庭成员姓名"], ', "")
        layout = site_layouts.check(session, text, "a.toml")
        site_layouts.add(session, layout, by=admin, at=AT)
    handing = ask(sqlite_db, exporting.KIND, EXPORT | {"layout": household_list().digest}, "b")
    later = ask(sqlite_db, exporting.KIND, EXPORT | {"layout": layout.digest}, "c")

    assert do(taking).state == DONE
    [before], [after] = do(handing).outcome.files, do(later).outcome.files
    assert store.get(before.digest).decode("utf-8-sig").startswith("户编号,")
    assert store.get(after.digest).decode("utf-8-sig").startswith("家庭成员,")
    new = importing.KIND, {"digest": store.put(samples.workbook(13)), **BY, "layouts": [layout.digest], "good": False}
    job = do(ask(sqlite_db, *new, "d"))
    assert (job.state, words(job)) == (FAILED, "名单.xlsx: 表头缺少“家庭成员”一栏")
    assert do(ask(sqlite_db, exporting.KIND, EXPORT | {"layout": "0" * 64}, "e")).state == FAILED
