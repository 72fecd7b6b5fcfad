"""方案变更 on the pages: one administrator proposes, another puts in force; tried out, carried over, looked through."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from sqlalchemy import select

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.jobs import lots
from engine.jobs.job import DONE, Job
from engine.jobs.lots import Conditions
from states import instance, users
from states.packs.store import in_force
from states.passwords import Secret
from states.wordings.proposals import Proposal
from tests.states.wording import plan
from tests.web.client import Page, Visitor
from tests.web.conftest import PASSWORD
from tests.web.desks.conftest import VILLAGE, Township
from web.worker.kinds import handlers
from web.worker.workplace import Workplace

HERE = "/lab/changes"
STRICTER = plan(("visitors = 2", "visitors = 3"))


def second(township: Township, secret: Secret) -> Visitor:
    """Another administrator."""
    with work(township.db) as session:
        account = users.Account("admin-2", "和文军", "admin", "")
        users.add(session, account, secret, by=SYSTEM, at=datetime.now(UTC))
    visitor = Visitor(township.app)
    assert visitor.sign_in("admin-2", PASSWORD).status == 200
    return visitor


def check(visitor: Visitor, text: str) -> Page:
    page = visitor.get(f"{HERE}/new")
    return visitor.send(page, f"{HERE}/new", file=(io.BytesIO(text.encode()), "新方案.toml"))


def propose(visitor: Visitor, text: str) -> Page:
    return visitor.send(check(visitor, text), f"{HERE}/propose")


def activate(visitor: Visitor, number: int = 1) -> Page:
    address = f"{HERE}/{number}/activate"
    return visitor.send(visitor.get(address), address)


def work_off(township: Township, files: str) -> Job:
    """Let a worker do the newest job."""
    with reading(township.db) as session:
        job = session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert job is not None

    def clock(session):
        return instance.now(session, datetime.now(UTC))

    conditions = Conditions(township.db, "here@1", clock, lambda: False, lambda error, _: (_ for _ in ()).throw(error))
    lots.run(conditions, handlers(Workplace(files)), job.id, job.attempts)
    with reading(township.db) as session:
        return session.get_one(Job, job.id)


def wording(township: Township) -> str:
    with reading(township.db) as session:
        return in_force(session, VILLAGE, datetime(2021, 10, 25, tzinfo=UTC).date()).digest


def test_one_proposes_and_another_puts_in_force(township: Township, secret: Secret) -> None:
    admin, before = township.sign_in("admin"), wording(township)

    checked = check(admin, STRICTER)
    assert "没有发现问题，还没有提出" in checked.text
    made = admin.send(checked, f"{HERE}/propose")
    assert "还没有生效" in made.text
    assert "要由另一个管理员启用" in made.text
    assert wording(township) == before

    refused = admin.send(admin.get(f"{HERE}/1/activate"), f"{HERE}/1/activate")
    assert (refused.status, "要由另一个人启用" in refused.text) == (409, True)
    done = activate(second(township, secret))
    assert "已启用，从现在起生效" in done.text
    assert wording(township) != before
    assert "和文军" in admin.get(HERE).text


def test_a_proposal_is_refused_with_a_reason(township: Township, secret: Secret) -> None:
    propose(township.sign_in("admin"), STRICTER)
    other = second(township, secret)
    assert "请填写" in other.send(other.get(f"{HERE}/1/refuse"), f"{HERE}/1/refuse", reason="").text
    told = other.send(other.get(f"{HERE}/1/refuse"), f"{HERE}/1/refuse", reason="没有文件依据")
    assert "没有文件依据" in told.text
    with reading(township.db) as session:
        assert session.get_one(Proposal, 1).state == "refused"


def test_what_is_wrong_is_told_with_its_line(township: Township) -> None:
    told = check(township.sign_in("admin"), plan(('after = ["visit"]', 'after = ["nobody"]')))
    assert told.status == 422
    assert "没有名为“nobody”的步骤" in told.text
    assert check(township.sign_in("admin"), "[pack").status == 422


def test_who_does_not_manage_plans_reads_only(township: Township) -> None:
    propose(township.sign_in("admin"), STRICTER)
    operator = township.sign_in("township-1")
    assert "提出一版方案" not in operator.get(HERE).text
    assert operator.client.get(f"{HERE}/new").status_code == 403
    assert operator.client.get(f"{HERE}/1/activate").status_code == 403
    assert operator.client.get("/lab/migrations").status_code == 403
    assert operator.get("/lab/dry-run").text.count("小中甸镇2021年度防返贫监测动态调整") >= 1


def test_a_dry_run_counts_on_the_page_and_its_list_names_households_to_those_who_may_see_them(
    township: Township, tmp_path
) -> None:
    admin, operator = township.sign_in("admin"), township.sign_in("township-1")
    propose(admin, STRICTER)

    page = operator.get("/lab/dry-run?proposal=1")
    assert "从能办变成不能办" in page.text
    listed = operator.client.get("/lists/wording-effects?proposal=1&format=csv").data.decode("utf-8-sig")
    assert "方案试运行" in listed

    assert admin.send(admin.get("/lab/dry-run?proposal=1"), "/lab/dry-run").status == 200
    job = work_off(township, str(tmp_path / "files"))
    assert job.state == DONE
    assert [made.name for made in job.outcome.files] == ["试运行-按村.xlsx", "试运行-按原因.xlsx"]


def test_running_cases_are_carried_over_after_a_preview(township: Township, secret: Secret, tmp_path) -> None:
    admin, old = township.sign_in("admin"), wording(township)
    propose(admin, STRICTER)
    activate(second(township, secret))
    new = wording(township)
    assert "现在按哪一版办" in admin.get("/lab/migrations").text
    assert admin.look(f"/lab/migrations?source={old}&target={old}").status == 422

    address = f"/lab/migrations?source={old}&target={new}"
    page = admin.get(address)
    assert "要重办的步骤" in page.text
    given = dict(next(values for action, values in page.forms() if action == "/lab/migrations"), do="apply")
    del given["sure"]
    assert "勾选确认" in Page(admin.client.post("/lab/migrations", data=given)).text
    admin.send(page, "/lab/migrations", do="preview")
    looked = work_off(township, str(tmp_path / "files"))
    admin.send(admin.get(address), "/lab/migrations", do="apply")
    done = work_off(township, str(tmp_path / "files"))

    assert (looked.state, done.state) == (DONE, DONE)
    assert dict(done.outcome.figures) == dict(looked.outcome.figures)
    assert done.outcome.figures["ready"] > 0
    assert "迁移过的" in admin.get(HERE).text


def test_stuck_cases_are_shown_in_the_reader_s_area(township: Township) -> None:
    page = township.sign_in("township-1").get("/lab/orphans")
    assert page.status == 200
    assert "要处理" not in page.text
