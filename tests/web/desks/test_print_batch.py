"""The papers of a whole village: asked for on a page, printed in the background, interrupted, fetched once whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.job import DONE, FAILED, QUEUED, Job
from engine.jobs.lots import Conditions
from publicity import batches
from publicity.errors import PrintFailed
from states import users
from states.households import Household
from states.openings import Opening
from states.practice.staff import ADMIN
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township
from web.settings import Settings

AT = datetime(2021, 10, 25, 2, tzinfo=UTC)


@pytest.fixture
def do(township: Township, settings: Settings, presses: Any) -> Callable[..., Job]:
    def run(number: int, stopping: Callable[[], bool] = lambda: False, typeset: Any = None) -> Job:
        batch = batches.Batch(FileStore(settings.evidence), typeset or presses.render)
        conditions = Conditions(township.db, "pc@1", lambda _: AT, stopping, lambda *_: None)
        lots.run(conditions, {batches.KIND: batch}, number, stored(number).attempts)
        return stored(number)

    def stored(number: int) -> Job:
        with reading(township.db) as session:
            return session.get_one(Job, number)

    return run


def ask(township: Township, **values: str) -> int:
    visitor = township.sign_in("village-1")
    page = visitor.send(visitor.get("/jobs/print"), "/jobs/print", **values)
    assert page.status == 200, page.text
    return int(page.address.rsplit("/", 1)[1])


def test_a_village_is_printed_into_one_archive_whatever_interrupts_it(
    township: Township, do: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LOT", 1)
    households, rounds = len(township.cases()), iter([False, False, True])
    number = ask(township, document="application")

    begun = do(number, stopping=lambda: next(rounds, True))
    assert (begun.state, begun.done, begun.total) == (QUEUED, 1, households)
    job = do(number)

    assert (job.state, job.done) == (DONE, households)
    [file] = job.outcome.files
    visitor = township.sign_in("village-1")
    fetched = visitor.get(f"/jobs/{number}/files/{file.digest}")
    with zipfile.ZipFile(io.BytesIO(fetched.data)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist())) == households
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    with reading(township.db) as session:
        person = users.named(session, "village-1")
        assert person is not None
        noted = session.scalar(select(func.count()).where(Opening.user_id == person.id))
    assert noted == households  # once each, although the work was taken up twice
    assert f"{households}份文书已打印" in visitor.get(f"/jobs/{number}").text
    assert township.sign_in("village-2").get(f"/jobs/{number}").status == 404


def test_the_sheets_for_a_round_of_visits_are_printed_at_once(township: Township, do: Callable[..., Job]) -> None:
    job = do(ask(township, document="visit"))

    assert (job.state, job.outcome.figures) == (DONE, {"papers": len(township.cases()), "left": 0})
    assert job.outcome.files[0].name.endswith("入户核查单.zip")


def test_the_yearly_forms_are_printed_for_those_who_are_collected_only(
    township: Township, do: Callable[..., Job]
) -> None:
    with work(township.db) as session:
        mine = session.scalars(select(Household).where(Household.case_id.in_(township.cases()))).all()
        for one in mine:
            one.kind = "general"
        mine[0].kind = "lifted_out"
        number = mine[0].number

    job = do(ask(township, document="yearly"))

    assert (job.state, job.outcome.figures) == (DONE, {"papers": 1, "left": 0})
    archive = township.sign_in("village-1").get(f"/jobs/{job.id}/files/{job.outcome.files[0].digest}").data
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.namelist() == [f"CJ-2021-{number}.pdf"]


def test_what_cannot_be_printed_is_named_and_holds_nothing_up(township: Township, do: Callable[..., Job]) -> None:
    def typeset(_name: str, _values: Any) -> Any:
        raise PrintFailed("纸不够了")

    job = do(ask(township, document="consent"), typeset=typeset)

    assert job.state == DONE
    assert job.outcome.figures == {"papers": 0, "left": len(township.cases())}
    assert job.outcome.said[1].facts["reason"] == "纸不够了"


def test_a_village_of_somebody_else_is_not_offered_nor_taken(township: Township) -> None:
    visitor = township.sign_in("village-1")
    page = visitor.get("/jobs/print")
    assert VILLAGE in page.html
    assert OTHER_VILLAGE not in page.html

    assert visitor.send(page, "/jobs/print", village=OTHER_VILLAGE).status == 422
    assert visitor.get("/jobs?open=1").text.count("批量打印：") == 0


def test_nothing_is_printed_for_who_has_left(township: Township, do: Callable[..., Job]) -> None:
    number = ask(township, document="consent")
    with work(township.db) as session:
        left = users.named(session, "village-1")
        assert left is not None
        users.deactivate(session, left, ADMIN, datetime.now(UTC))

    assert do(number).state == FAILED
