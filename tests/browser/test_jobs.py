"""A job on the screen: it is followed to its end, with scripts and without, and its page has no fault meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from engine.db import work
from engine.jobs import turns
from engine.jobs.asking import enqueue
from engine.jobs.job import DONE, Result, Sentence
from states.practice.staff import CLERKS
from tests.browser.conftest import PHONE, Office
from web.worker.kinds import KINDS

AT, TOKEN = datetime(2021, 10, 25, 2, tzinfo=UTC), "t"
PRINTING = next(name for name in KINDS if name.startswith("print"))


def begin(db: Engine) -> int:
    with work(db) as session:
        number = enqueue(session, PRINTING, {}, by=CLERKS[0], at=AT, key="k", title="青山村，申请及承诺授权书").id
    with work(db) as session:
        job = turns.take(session, number, 1, "pc@1", TOKEN, AT)
        assert job is not None
        job.done, job.total = 30, 200
    return number


def end(db: Engine, number: int) -> None:
    with work(db) as session:
        text = Result((Sentence("印好了"),)).text()
        turns.end(turns.held(session, number, TOKEN), DONE, AT, result=text)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_job_is_followed_to_its_end(office: Office, scripts: bool) -> None:
    number = begin(office.township.db)
    page = office.sign_in(CLERKS[0].id, scripts=scripts)
    page.goto(f"/jobs/{number}")
    expect(page.get_by_text("30/200").last).to_be_visible()

    end(office.township.db, number)

    expect(page.get_by_text("印好了")).to_be_visible(timeout=15_000)
    assert office.faults == []


def test_the_pages_of_a_running_job_have_no_fault(office: Office, faultless: Callable[[Page], None]) -> None:
    number = begin(office.township.db)
    page = office.sign_in(CLERKS[0].id)
    for address in ("/jobs", f"/jobs/{number}", "/print", "/data"):
        for size in (PHONE, {"width": 1280, "height": 900}):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(address)
            faultless(page)
