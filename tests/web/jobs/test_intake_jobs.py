"""Long lists: workers are killed in the middle of one, and each line comes in exactly once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.files import FileStore
from engine.jobs.job import DONE, FAILED, RUNNING
from engine.verify import verify
from states import imports, samples, users, workbooks
from states.exchange.lots import take_lots
from states.intake.background import TAKE
from states.intake.intakes import Intake
from states.intake.looking import LOOK
from states.livelihood.work import WorkRecord
from states.members import Member
from states.packs.store import in_force
from tests.web.jobs.conftest import Workshop
from tests.web.jobs.test_register_jobs import AT, OPERATOR, ask, settle, words

HEADINGS = ("姓名", "身份证号", "务工地点", "区划代码", "开始时间", "月收入")


def registered(db: Engine, households: int) -> list[tuple[str, str]]:
    """A register of so many households; its people by name and number."""
    with reading(db) as session:
        looked = imports.preview(session, imports.read(samples.workbook(households), "名单.xlsx"), OPERATOR)
        definition = in_force(session, OPERATOR.area, AT.date()).definition
    take_lots(db, looked, definition, OPERATOR, AT)
    with reading(db) as session:
        cards = select(Member.name, Member.id_no).where(Member.id_kind == "id-card").order_by(Member.id)
        return [(row[0], row[1]) for row in session.execute(cards)]


def listed(people: list[tuple[str, str]], spoilt: int = 0) -> bytes:
    """A line of work for each; the first `spoilt` of them in no county."""
    rows = [(*one, "官渡区", "530000" if n < spoilt else "530111", "2021-03", 4000 + n) for n, one in enumerate(people)]
    return workbooks.write(HEADINGS, rows)


@pytest.fixture
def busy(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A workshop that takes lists in."""
    settle(workshop.db)
    workshop.files = str(tmp_path / "files")
    return workshop


def test_a_list_of_work_whose_workers_are_killed_comes_in_exactly_once(busy: Workshop) -> None:
    people = registered(busy.db, 700)
    digest = FileStore(busy.files).put(listed(people, spoilt=3))
    params = {"kind": "work", "digest": digest, "name": "全国系统.xlsx", "stated": {"source": "national"}, "good": True}
    number = ask(busy.db, TAKE, params)

    for reached in (1, 301):
        worker = busy.start()
        busy.until(number, lambda job, reached=reached: job.done >= reached)
        worker.kill()
        worker.wait()
        broken = busy.job(number)
        assert broken.state == RUNNING
        assert 0 < broken.done < len(people) - 3
    busy.start()
    job = busy.until(number, lambda job: job.state in (DONE, FAILED))

    assert (job.state, job.done, job.attempts) == (DONE, len(people) - 3, 3)
    with reading(busy.db) as session:
        told = session.execute(select(WorkRecord.member_id, WorkRecord.superseded)).all()
        assert len(told) == len({row[0] for row in told}) == len(people) - 3
        assert not any(row[1] for row in told)
        intake = session.scalars(select(Intake)).one()
        assert (intake.taken, intake.left_out, intake.stored) == (len(people) - 3, 3, len(people) - 3)
        assert not verify(session).faults
    [file] = job.outcome.files
    sheet = workbooks.read(FileStore(busy.files).get(file.digest), "a.xlsx", ("姓名", "问题"))
    assert [row.number for row in sheet.rows if row.cells[-2]] == [2, 3, 4]


def test_a_closed_account_takes_nothing_in_and_looks_nothing_through(busy: Workshop) -> None:
    people = registered(busy.db, 10)
    digest = FileStore(busy.files).put(listed(people))
    params = {"kind": "work", "digest": digest, "name": "a.xlsx", "stated": {"source": "national"}, "good": False}
    with work(busy.db) as session:
        person = users.named(session, OPERATOR.id)
        assert person is not None
        users.deactivate(session, person, SYSTEM, AT)
    numbers = [ask(busy.db, kind, params, kind) for kind in (TAKE, LOOK)]

    busy.start()
    jobs = [busy.until(number, lambda job: job.state in (DONE, FAILED)) for number in numbers]

    assert [(job.state, "账号已停用" in words(job)) for job in jobs] == [(FAILED, True)] * 2
    with reading(busy.db) as session:
        assert session.scalar(select(func.count()).select_from(WorkRecord)) == 0


def test_twenty_thousand_lines_need_less_than_five_hundred_megabytes(sqlite_db: Engine, tmp_path: Path) -> None:
    """Measured in a process of its own: looked through and stored, from the file to the last lot."""
    settle(sqlite_db)
    people = registered(sqlite_db, 6400)[:20_000]
    assert len(people) == 20_000
    (tmp_path / "a.xlsx").write_bytes(listed(people))

    command = [sys.executable, "-m", "tests.web.jobs.measured", str(sqlite_db.url), str(tmp_path / "a.xlsx")]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    assert int(told[0]) == 20_000
    assert int(told[1]) < 500 * 1024  # kibibytes
