"""Households' files from the pages: one at once, a village as a job that any interruption leaves whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.db import reading, work
from engine.files import FileStore
from engine.jobs.job import DONE, FAILED, QUEUED, Job
from engine.jobs.lots import Conditions, run
from publicity.dossiers import filing
from publicity.dossiers.check import check
from publicity.dossiers.filing import Filing
from publicity.dossiers.making import Maker
from states import users
from states.book import open_book
from states.openings import Opening
from states.practice.staff import ADMIN
from tests.web.client import Page
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township
from web.cases.entries import told
from web.settings import Settings

Do = Callable[..., Job]


@pytest.fixture
def do(township: Township, settings: Settings, presses: Any) -> Do:
    """Let a worker take up a job; `stopping` is asked before every lot."""

    def go(number: int, stopping: Callable[[], bool] = lambda: False) -> Job:
        def report(error: BaseException, _code: str) -> None:
            raise error

        filer = Filing(Maker(FileStore(settings.evidence), presses.render, open_book(), told))
        clock = lambda _session: datetime(2021, 12, 1, 2, tzinfo=UTC)  # noqa: E731
        conditions = Conditions(township.db, "worker", clock, stopping, report)
        with reading(township.db) as session:
            attempt = session.get_one(Job, number).attempts
        run(conditions, {filing.KIND: filer}, number, attempt)
        with reading(township.db) as session:
            job = session.get_one(Job, number)
            session.expunge(job)
        return job

    return go


def ask(township: Township, person: str = "township-1", **given: str) -> Page:
    visitor = township.sign_in(person)
    return visitor.send(visitor.get("/archives"), "/archives", **{"area": VILLAGE} | given)


def number_of(page: Page) -> int:
    assert page.status == 200, page.text
    return int(page.address.rsplit("/", 1)[1])


def test_a_village_is_archived_whole_whatever_interrupts_it(
    township: Township, do: Do, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(filing, "LOT", 1)
    households, rounds = len(township.cases()), iter([False, False, False, True])
    number = number_of(ask(township))

    begun = do(number, lambda: next(rounds, True))
    assert (begun.state, begun.total) == (QUEUED, households)
    assert 0 < begun.done < households
    job = do(number)

    assert (job.state, job.done, job.outcome.figures["left"]) == (DONE, households, 0)
    visitor = township.sign_in("township-1")
    [file] = job.outcome.files
    package = tmp_path / "archive.zip"
    package.write_bytes(visitor.get(f"/jobs/{number}/files/{file.digest}").data)
    assert check(package)[0] == []
    with zipfile.ZipFile(package) as archive:
        assert len(json.loads(archive.read("manifest.json"))["households"]) == households
    with reading(township.db) as session:
        person = users.named(session, "township-1")
        assert person is not None
        noted = session.scalar(select(func.count()).where(Opening.user_id == person.id))
    assert noted == households  # once each, although the work was taken up twice
    assert file.digest in visitor.get(f"/jobs/{number}").text
    assert township.sign_in("township-2").get(f"/jobs/{number}/files/{file.digest}").status in (403, 404)


def test_one_household_from_its_page(township: Township, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    case = township.cases()[0]
    visitor = township.sign_in("auditor")
    page = visitor.get(f"/case/{case}")
    assert f"/archives/case/{case}/paper" in page.html

    asked = visitor.get(f"/archives/case/{case}")
    assert "改动一个字节也查得出" in asked.text
    job = do(number_of(visitor.send(asked, f"/archives/case/{case}")))
    assert job.outcome.figures == {"households": 1, "left": 0, "missing": 0}

    paper = visitor.get(f"/archives/case/{case}/paper")
    assert paper.data.startswith(b"%PDF")
    with reading(township.db) as session:
        person = users.named(session, "auditor")
        assert person is not None
        assert session.scalar(select(func.count()).where(Opening.user_id == person.id)) == 3  # page, package, paper


def test_a_campaign_is_those_that_it_touched(township: Township, do: Do) -> None:
    assert ask(township, since="2021-10-01").status == 422
    assert ask(township, since="2021-10-02", until="2021-10-01").status == 422
    assert ask(township, way="identify").status == 422

    nobody = number_of(ask(township, since="2020-01-01", until="2020-12-31", way="identify"))
    assert [one.text for one in do(nobody).reasons] == ["没有要归档的农户"]
    eliminated = number_of(ask(township, since="2021-10-01", until="2021-12-31", way="eliminate"))
    assert do(eliminated).state == FAILED


def test_whole_files_are_for_those_who_answer_for_them(township: Township) -> None:
    case = township.cases()[0]
    for person in ("village-1", "grid-1", "admin"):
        visitor = township.sign_in(person)
        assert visitor.get("/archives").status == 403
        assert visitor.get(f"/archives/case/{case}/paper").status == 403
    assert ask(township, area="533402101201").status == 422
    assert OTHER_VILLAGE in township.sign_in("township-1").get("/archives").html


def test_nothing_is_archived_for_who_has_left(township: Township, do: Do) -> None:
    number = number_of(ask(township))
    with work(township.db) as session:
        left = users.named(session, "township-1")
        assert left is not None
        users.deactivate(session, left, ADMIN, datetime.now(UTC))

    assert do(number).state == FAILED
