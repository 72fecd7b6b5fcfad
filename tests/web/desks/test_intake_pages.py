"""Lists on the pages: a large one is looked through in the background, then decided about; old ones are cleared."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.clearing import Clearing
from engine.jobs.job import DONE, Job
from engine.jobs.lots import Conditions
from states.intake.background import TAKE, Taking
from states.intake.looking import LOOK, Looking
from states.livelihood.work import WorkRecord
from states.members import Member
from states.practice.staff import OPERATORS
from states.workbooks import read, write
from tests.web.desks.conftest import Township
from tests.web.desks.test_returning_pages import AT
from tests.web.shell import run
from web.intake import taking_in
from web.settings import Settings

HEADINGS = ("姓名", "证件号码", "务工所在县", "务工地区划代码", "开始时间", "月收入")


def do(township: Township, settings: Settings, address: str) -> Job:
    """Do the job whose page this is, as a worker would."""
    number, store = int(address.rsplit("/", 1)[1]), FileStore(settings.evidence)
    conditions = Conditions(township.db, "pc@1", lambda _: AT, lambda: False, lambda *_: None)
    lots.run(conditions, {TAKE: Taking(store, 2), LOOK: Looking(store)}, number, 1)
    with reading(township.db) as session:
        return session.get_one(Job, number)


def list_of_work(township: Township) -> bytes:
    with reading(township.db) as session:
        people = session.execute(select(Member.name, Member.id_no).order_by(Member.id).limit(5)).all()
    rows = [(*one, "官渡区", "530111", "2021年03月", "四千" if not n else 4000) for n, one in enumerate(people)]
    return write(HEADINGS, rows)


def test_a_large_list_is_looked_through_decided_about_and_taken_in_in_the_background(
    township: Township, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "LARGE", 1000)
    officer, address = township.sign_in("township-1"), "/data/import/work"
    file = (io.BytesIO(list_of_work(township)), "全国系统.xlsx")

    page = officer.send(officer.get(address), address, file=file, source="national")
    assert page.address.startswith("/jobs/")
    assert do(township, settings, page.address).state == DONE
    number = page.address.rsplit("/", 1)[1]
    assert f"/data/import/looked/{number}" in officer.get(page.address).html
    assert township.sign_in("county-1").get(f"/data/import/looked/{number}").status == 403
    looked = officer.get(f"/data/import/looked/{number}")
    assert "第2行月收入" in looked.text
    assert "4条没有问题，可以先入库；1条有问题，不会入库" in looked.text
    page = officer.send(looked, f"{address}/take")
    job = do(township, settings, page.address)

    assert (job.state, job.outcome.figures["taken"], job.outcome.figures["left_out"]) == (DONE, 4, 1)
    with reading(township.db) as session:
        assert set(session.scalars(select(WorkRecord.source))) == {"national"}
    [remarked] = job.outcome.files
    back = officer.get(f"{page.address}/files/{remarked.digest}")
    assert [bool(row.cells[-2]) for row in read(back.data, "a.xlsx", ("姓名", "问题")).rows] == [True] + [False] * 4
    assert "全国系统.xlsx" in officer.get("/data/import").text


def test_what_has_to_be_stated_is_asked_for_beside_its_field(township: Township) -> None:
    officer, address = township.sign_in("township-1"), "/data/import/coordinates"

    page = officer.send(officer.get(address), address, measured_on="去年")

    assert page.status == 422
    assert "请从列表中选择" in page.text
    assert "写法不对，请照下面的样子写" in page.text
    assert "请选择要导入的表格文件" in page.text


def test_results_expire_by_a_recorded_act_and_the_page_says_so(
    township: Township, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "LARGE", 1000)
    monkeypatch.setattr("engine.jobs.clearing.GRACE", timedelta(days=-1))
    officer, address = township.sign_in("township-1"), "/data/import/work"
    file = (io.BytesIO(list_of_work(township)), "全国系统.xlsx")
    page = officer.send(officer.get(address), address, file=file, source="national")
    job = do(township, settings, page.address)
    admin = township.sign_in("admin")
    assert "没有过期的任务和文件" in admin.get("/jobs/clear").text
    with work(township.db) as session:
        session.get_one(Job, job.id).finished_at = AT - timedelta(days=40)

    shown = admin.get("/jobs/clear")
    assert "1 份过期结果" in shown.text.replace("1份", "1 份")
    assert officer.get("/jobs/clear").status == 403
    done = admin.send(shown, "/jobs/clear")

    assert "过期结果1份、文件2个" in done.text
    assert "结果文件已过期清除" in officer.get(page.address).text
    assert officer.get(f"/data/import/looked/{job.id}").address == page.address
    with reading(township.db) as session:
        [one] = session.scalars(select(Clearing))
        assert (one.results, one.files, one.by) == (1, 2, "admin")
    assert job.outcome.files[0].digest not in set(FileStore(settings.evidence).digests())


def test_the_shell_shows_what_would_be_cleared_before_it_clears(
    township: Township, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", str(township.db.url))
    monkeypatch.setenv("SHOUXIAN_FILES", settings.evidence)

    dry = run("job", "clear", "--older-than", "180d", "--dry-run")
    refused = run("job", "clear", "--as", OPERATORS[0].id)
    wrong = run("job", "clear", "--older-than", "半年")

    assert (dry.exit_code, "可以清除任务0个" in dry.stdout) == (0, True)
    assert (refused.exit_code, wrong.exit_code) == (1, 2)
