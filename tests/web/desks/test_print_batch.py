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
from publicity.documents import Printed
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


def ask(township: Township, document: str, whom: str = "all", **values: str) -> int:
    visitor, address = township.sign_in("village-1"), f"/print/{VILLAGE}/households/{document}"
    page = visitor.send(visitor.get(address), address, whom=whom, **values)
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

    job = do(ask(township, document="application"), typeset=typeset)

    assert job.state == DONE
    assert job.outcome.figures == {"papers": 0, "left": len(township.cases())}
    assert job.outcome.said[1].facts["reason"] == "纸不够了"


def test_a_village_of_somebody_else_is_not_offered_nor_taken(township: Township) -> None:
    visitor = township.sign_in("village-1")
    page = visitor.get("/print")
    assert VILLAGE in page.html
    assert OTHER_VILLAGE not in page.html
    form = visitor.get(f"/print/{VILLAGE}/households/visit")
    token = next(values["csrf_token"] for _, values in visitor.get("/account").forms())

    assert visitor.post(f"/print/{OTHER_VILLAGE}/households/visit", csrf_token=token, whom="all").status == 404
    assert visitor.get(f"/print/{OTHER_VILLAGE}/households/visit").status == 404
    assert visitor.get(f"/print/{OTHER_VILLAGE}/village/ledger").status == 404
    nobody = visitor.send(form, f"/print/{VILLAGE}/households/visit", whom="groups", group=OTHER_VILLAGE)
    assert nobody.status == 422
    assert visitor.get("/jobs?open=1").text.count("批量打印：") == 0


def test_nothing_is_printed_for_who_has_left(township: Township, do: Callable[..., Job]) -> None:
    number = ask(township, document="application")
    with work(township.db) as session:
        left = users.named(session, "village-1")
        assert left is not None
        users.deactivate(session, left, ADMIN, datetime.now(UTC))

    assert do(number).state == FAILED


def test_only_those_who_are_due_and_only_some_groups_are_printed(township: Township, do: Callable[..., Job]) -> None:
    visitor = township.sign_in("village-1")
    form = visitor.get(f"/print/{VILLAGE}/households/visit")
    with reading(township.db) as session:
        homes = session.scalars(select(Household).where(Household.village == VILLAGE)).all()
    group = homes[0].group_code
    mine = [one for one in homes if one.group_code == group]

    assert f"{len(homes)}户" in form.text
    page = visitor.send(form, f"/print/{VILLAGE}/households/visit", whom="groups", group=group)
    job = do(int(page.address.rsplit("/", 1)[1]), typeset=lambda *_: Printed("visit_sheet", b"%PDF", "", 1, ""))

    assert job.outcome.figures == {"papers": len(mine), "left": 0}


def test_who_has_no_plan_yet_is_named_with_the_reason(township: Township, do: Callable[..., Job]) -> None:
    with work(township.db) as session:
        mine = session.scalars(select(Household).where(Household.case_id.in_(township.cases()))).all()
        for home in mine:
            home.kind = "general"
        one = mine[0]
        one.kind = "lifted_out"
        who = f"{one.head_name}（{one.number}）"

    job = do(ask(township, "plan"))

    assert job.outcome.figures == {"papers": 0, "left": 1}
    assert job.outcome.said[1].facts["number"] == who
    assert "还没有登记帮扶措施" in job.outcome.said[1].facts["reason"]


def test_the_page_of_a_household_says_what_is_due_and_why_the_rest_cannot_be_printed(township: Township) -> None:
    case, visitor = township.cases()[0], township.sign_in("village-1")

    page = visitor.get(f"/print/household/{case}")

    assert f"/case/{case}/documents/visit" in page.html
    assert f"/case/{case}/documents/booklet" not in page.html
    assert "不需要帮扶手册" in page.text
    assert f'href="/print/household/{case}"' in visitor.get(f"/case/{case}").html
    assert township.sign_in("village-2").get(f"/print/household/{case}").status == 404


def test_a_paper_of_a_whole_village_is_made_out_and_its_opening_noted(township: Township) -> None:
    visitor = township.sign_in("village-1")
    listed = visitor.get("/print")

    paper = visitor.get(f"/print/{VILLAGE}/village/ledger")

    assert f"/print/{VILLAGE}/village/ledger" in listed.html
    assert paper.data.startswith(b"%PDF-")
    assert visitor.get(f"/print/{VILLAGE}/village/passport").status == 404
    with reading(township.db) as session:
        noted = session.scalars(select(Opening.subject)).all()
    assert f"print:ledger:{VILLAGE}" in noted
