"""The pages about background jobs: what is shown while one runs and afterwards, to whom, and what can be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

import web.ledger
from engine.actors import Actor
from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots, turns
from engine.jobs.asking import enqueue
from engine.jobs.job import Job, Made, Result, Sentence
from engine.jobs.lots import Conditions, Context
from states import instance, users
from states.users import User
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD, MakePerson
from tests.web.programs import Program
from tests.web.shell import run
from web.settings import Settings
from web.worker.kinds import LEDGER, handlers
from web.worker.workplace import Workplace

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
TOWNSHIP, COUNTY = "533401102", "533401"


@pytest.fixture
def people(make_person: MakePerson) -> dict[str, User]:
    asked = {
        "operator": ("township", TOWNSHIP),
        "colleague": ("township", TOWNSHIP),
        "village": ("village", "533401102201"),
        "reviewer": ("county", COUNTY),
        "elsewhere": ("county", "533402"),
        "auditor": ("auditor", COUNTY),
        "guanli": ("admin", COUNTY),
    }
    return {name: make_person(role, area, username=name) for name, (role, area) in asked.items()}


@pytest.fixture
def enter(app: Flask, people: dict[str, User]) -> Callable[[str], Visitor]:
    def sign_in(name: str) -> Visitor:
        visitor = Visitor(app)
        visitor.sign_in(name, PASSWORD)
        return visitor

    return sign_in


def ask(db: Engine, person: User, kind: str = LEDGER, title: str = "") -> int:
    with work(db) as session:
        return enqueue(session, kind, {}, by=users.actor(person), at=AT, key=f"{kind}{title}", title=title).id


def do(db: Engine, number: int, handler: Callable[[Context], Result]) -> None:
    conditions = Conditions(db, "pc@1", lambda _: AT, lambda: False, lambda *_: None)
    with reading(db) as session:
        job = session.get_one(Job, number)
    lots.run(conditions, {job.kind: handler}, number, job.attempts)


def start(db: Engine, number: int) -> None:
    with work(db) as session:
        job = turns.take(session, number, 1, "pc@1", "t", AT)
        assert job is not None
        job.done, job.total = 30, 200


def test_a_running_job_is_followed_with_and_without_scripts(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine
) -> None:
    number = ask(site_db, people["reviewer"])
    start(site_db, number)
    visitor = enter("reviewer")

    page, listed = visitor.get(f"/jobs/{number}"), visitor.get("/jobs")

    for one in (page, listed):
        assert '<noscript><meta http-equiv="refresh"' in one.html
        assert 'data-live="yes"' in one.html
        assert [(bar.get("value"), bar.get("max")) for bar in one.root.iter("progress")] == [("30", "200")]
    assert visitor.get("/jobs?open=1").text.count("核验台账") == 1


def test_what_was_found_is_shown_to_whose_post_may_and_what_was_made_fetched_by_who_asked(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine, settings: Settings
) -> None:
    number = ask(site_db, people["reviewer"])
    digest = FileStore(settings.evidence).put(b"paper")
    made = Made(digest, "核验报告.txt", "text/plain", 5)
    do(site_db, number, lambda _: Result((Sentence("核验了%(n)s户", {"n": 3}),), (made,)))
    address = f"/jobs/{number}/files/{digest}"

    page, fetched = enter("reviewer").get(f"/jobs/{number}"), enter("reviewer").get(address)

    assert "核验了3户" in page.text
    assert "noscript" not in page.html
    assert (fetched.data, fetched.status) == (b"paper", 200)
    looking_on = enter("auditor").get(f"/jobs/{number}")
    assert "核验了3户" in looking_on.text
    assert "只有提出任务的人可以下载" in looking_on.text
    assert enter("auditor").get(address).status == 403
    assert enter("reviewer").get(f"/jobs/{number}/files/{'0' * 64}").status == 404
    assert [enter(name).get(address).status for name in ("operator", "elsewhere")] == [404, 404]


def test_whose_post_does_not_allow_it_sees_that_a_job_ran_and_not_what_it_made(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine, settings: Settings
) -> None:
    number = ask(site_db, people["operator"], kind="of-another-release")
    digest = FileStore(settings.evidence).put(b"paper")
    do(site_db, number, lambda _: Result((Sentence("名单"),), (Made(digest, "x.txt", "text/plain", 5),)))

    for name in ("operator", "guanli"):
        page = enter(name).get(f"/jobs/{number}")
        assert "不能看这个任务的结果" in page.text
        assert "名单" not in page.text
        assert enter(name).get(f"/jobs/{number}/files/{digest}").status == 403


@pytest.mark.parametrize(
    ("name", "sees", "settles"),
    [
        ("operator", True, True),
        ("colleague", False, False),
        ("village", False, False),
        ("reviewer", True, False),
        ("elsewhere", False, False),
        ("auditor", True, False),
        ("guanli", True, True),
    ],
)
def test_a_job_exists_only_for_who_asked_and_who_looks_over_the_area(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine, name: str, sees: bool, settles: bool
) -> None:
    number = ask(site_db, people["operator"], title="和平镇")
    visitor = enter(name)
    token = next(values["csrf_token"] for _, values in visitor.get("/account").forms())

    assert visitor.get(f"/jobs/{number}").status == (200 if sees else 404)
    assert ("和平镇" in visitor.get("/jobs").html.partition("<main")[2]) is sees
    for act in ("retry", "cancel"):
        sent = visitor.client.post(f"/jobs/{number}/{act}", data={"csrf_token": token}).status_code
        allowed = 302 if act == "cancel" else 409  # what waits needs no second try
        assert sent == (allowed if settles else 403 if sees else 404)


def test_a_failed_job_says_why_and_goes_on_after_a_retry(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine
) -> None:
    number = ask(site_db, people["reviewer"])
    visitor = enter("reviewer")

    def fail(_context: Context) -> Result:
        raise KeyError("secret")

    do(site_db, number, fail)
    page = visitor.get(f"/jobs/{number}")
    assert "程序出错，编号" in page.text
    assert "secret" not in page.html

    page = visitor.send(page, f"/jobs/{number}/retry")
    assert "从停下的地方接着办" in page.text
    page = visitor.send(page, f"/jobs/{number}/cancel")
    assert "已取消" in page.text
    page = visitor.send(page, f"/jobs/{number}/retry")
    assert "马上就办" in page.text


def test_a_long_ledger_is_verified_in_the_background(
    enter: Callable[[str], Visitor], people: dict[str, User], site_db: Engine, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(web.ledger, "SHORT", -1)
    visitor = enter("reviewer")

    page = visitor.send(visitor.get("/ledger"), "/ledger/verify")
    number = int(page.address.rsplit("/", 1)[1])
    do(site_db, number, handlers(Workplace(settings.evidence))[LEDGER])

    assert "没有发现问题" in visitor.get(page.address).text


def test_a_program_waits_for_a_job(app: Flask, people: dict[str, User], site_db: Engine) -> None:
    number = ask(site_db, people["reviewer"])
    program = Program(app, "reviewer")
    waiting = program.get(f"/jobs/{number}").json
    do(site_db, number, lambda _: Result((Sentence("好了"),), figures={"cases": 3}))

    done = program.get(f"/jobs/{number}").json

    assert (waiting["state"], done["state"]) == ("queued", "done")
    assert (done["said"], done["figures"], done["title"]) == (["好了"], {"cases": 3}, "核验台账")
    assert Program(app, "operator").get(f"/jobs/{number}").status_code == 404


def test_the_shell_lists_and_shows_jobs(data: Path) -> None:
    assert run("init").exit_code == 0
    from engine.db import connect  # noqa: PLC0415

    db = connect(f"sqlite:///{data / 'data' / 'shouxian.sqlite'}")
    with work(db) as session:
        assert instance.found(session)
        by = Actor("7", "李春梅", "township", TOWNSHIP)
        numbers = [enqueue(session, LEDGER, {}, by=by, at=AT, key=key, title=key).id for key in ("和平镇", "东坡镇")]
    do(db, numbers[1], lambda _: Result((Sentence("好了"),)))
    db.dispose()

    listed = json.loads(run("job", "list", "--json").stdout)
    waiting = json.loads(run("job", "list", "--open", "--json").stdout)

    assert [row["title"] for row in listed] == ["核验台账：东坡镇", "核验台账：和平镇"]
    assert [row["job"] for row in waiting] == numbers[:1]
    assert "好了" in run("job", "show", numbers[1]).stdout
    assert run("job", "show", 99).exit_code == 1
    checked = {one["name"]: one for one in json.loads(run("doctor", "--json").stdout)["checks"]}
    assert not checked["后台任务"]["ok"]  # one waits, and nobody works
    assert "shouxian worker" in checked["后台任务"]["remedy"]
