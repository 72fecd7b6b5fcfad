"""A name that no font can draw refuses a notice or a batch before printing; all others can be printed without it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.jobs.asking import enqueue
from engine.jobs.job import DONE, FAILED, Job
from publicity import batches
from states import users
from states.book import open_book
from states.drafting import draft
from states.households import Household
from states.members import Member
from states.notice_lines import lines_of
from states.notices import Notice
from tests.web.desks.conftest import NOTICE, VILLAGE, Township
from tests.web.desks.journey import drafted, number_of, printed
from tests.web.desks.test_print_batch import AT
from tests.web.desks.test_print_batch import do as _do

do = _do
WRONG, CODE = "和\U0001f701强", "U+1F701"


@pytest.fixture
def case(township: Township) -> int:
    """The household of the village whose head's name cannot be printed."""
    case = township.cases()[0]
    with work(township.db) as session:
        session.scalars(select(Household).where(Household.case_id == case)).one().head_name = WRONG
    return case


def test_the_notice_is_refused_and_the_others_are_drawn_up_without_it(township: Township, case: int) -> None:
    clerk = township.sign_in("village-1")
    address = f"/notices/new/{VILLAGE}/{NOTICE}"
    before = clerk.get(address)
    refused = drafted(clerk, township.cases())
    with reading(township.db) as session:
        assert session.scalars(select(Notice)).all() == []

    page = clerk.send(refused, address, case=[str(one) for one in township.cases()], without="1")

    assert f"“🜁”（{CODE}）无法打印" in before.text  # it waits with its reason, and is not ticked
    assert f'id="case-{case}" data-bulk-one>' in " ".join(before.html.split())
    assert refused.status == 422
    assert WRONG in refused.text
    assert "其余照常起草" in refused.text
    assert WRONG not in page.text
    assert "已印制" in printed(clerk, number_of(page)).text
    assert WRONG in clerk.get(address).text


def test_a_draft_that_cannot_be_printed_goes_on_without_the_household(township: Township, case: int) -> None:
    clerk = township.sign_in("village-1")
    with work(township.db) as session:  # drawn up by a program that did not look
        person = users.named(session, "village-1")
        assert person is not None
        notice = draft(session, open_book(), township.cases(), NOTICE, by=users.actor(person), at=AT).id

    preview = clerk.get(f"/notices/{notice}/preview")
    page = clerk.send(preview, f"/notices/{notice}/set-aside")

    assert WRONG in preview.text
    assert CODE in preview.text
    assert "确认印制" not in preview.text
    assert "确认印制" in page.text
    assert CODE in clerk.get(f"/notices/{notice}").text  # the reason stays beside the household that was left out
    assert "已印制" in clerk.send(page, f"/notices/{notice}/print").text
    assert WRONG in clerk.get(f"/notices/new/{VILLAGE}/{NOTICE}").text
    assert case not in printed_cases(township, notice)


def printed_cases(township: Township, notice: int) -> list[int]:
    """The cases on the list that was printed."""
    with reading(township.db) as session:
        return [line.case_id for line in lines_of(session, session.get_one(Notice, notice))]


def test_a_batch_is_refused_on_the_page_and_the_others_are_printed(
    township: Township, case: int, do: Callable[..., Job]
) -> None:
    visitor = township.sign_in("village-1")
    address = f"/print/{VILLAGE}/households/application"
    refused = visitor.send(visitor.get(address), address, whom="all")
    page = visitor.send(refused, address, whom="all", without="1")

    job = do(int(page.address.rsplit("/", 1)[1]))

    assert refused.status == 422
    assert WRONG in refused.text
    assert CODE in refused.text
    assert (job.state, job.outcome.figures) == (DONE, {"papers": len(township.cases()) - 1, "left": 1})
    assert CODE in str(job.outcome.said[1].facts["reason"])
    archive = visitor.get(f"/jobs/{job.id}/files/{job.outcome.files[0].digest}").data
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert len(packed.namelist()) == len(township.cases()) - 1


def test_a_batch_refuses_before_its_first_paper(township: Township, do: Callable[..., Job]) -> None:
    def press(_name: str, _many: Any) -> Any:
        raise AssertionError("nothing may be printed")

    with work(township.db) as session:
        person = users.named(session, "village-1")
        assert person is not None
        someone = session.scalars(select(Member).where(Member.village == VILLAGE, Member.is_head.is_(False))).first()
        assert someone is not None
        someone.name = WRONG
        params = {"village": VILLAGE, "document": "application"}
        number = enqueue(session, batches.KIND, params, by=users.actor(person), at=AT, key="k").id

    job = do(number, press=press)

    assert job.state == FAILED
    assert [CODE in str(one.facts["reason"]) for one in job.reasons] == [True]
