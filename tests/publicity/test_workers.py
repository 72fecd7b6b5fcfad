"""Printing in other processes: the same paper, refusals handed over, and a press that hangs is replaced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdf
import pytest

from publicity import workers
from publicity.documents import find, render
from publicity.documents.together import render_together
from publicity.errors import InvalidValues, PrintFailed, Unprintable
from publicity.pdf import Attached
from publicity.workers import Presses
from tests.publicity.papers import household, long_village, village


@pytest.fixture(scope="module")
def presses() -> Iterator[Presses]:
    with Presses(1, timeout=30) as started:
        yield started


def test_a_worker_prints_the_same_bytes(presses: Presses) -> None:
    assert presses.render("village_notice", village()) == render("village_notice", village())


def test_a_worker_makes_archival_papers_with_files_inside(presses: Presses) -> None:
    inside = [Attached("record.json", b"{}", datetime(2021, 11, 1, tzinfo=UTC))]

    paper = presses.render("village_notice", village(), variant="pdf/a-3b", attached=inside)

    assert paper == render("village_notice", village(), variant="pdf/a-3b", attached=inside)
    assert pypdf.PdfReader(BytesIO(paper.pdf)).attachments == {"record.json": [b"{}"]}


def test_refusals_come_through_with_their_facts(presses: Presses) -> None:
    with pytest.raises(Unprintable) as unprintable:
        presses.render("village_notice", village(entering=[household(head="王\ue863")]))
    assert unprintable.value.problems[0].code_point == "U+E863"
    with pytest.raises(InvalidValues) as invalid:
        presses.render("village_notice", {})
    assert "编号：没有填写" in invalid.value.problems


def test_a_press_that_takes_too_long_is_killed_and_replaced(presses: Presses) -> None:
    presses.timeout = 0.05
    with pytest.raises(PrintFailed, match=r"0\.05秒"):
        presses.render("village_notice", long_village(1500))
    presses.timeout = 30
    assert presses.render("village_notice", village()).pages == 2


def test_a_busy_shop_says_so(presses: Presses) -> None:
    taken = presses._idle.get()
    with pytest.raises(PrintFailed, match="打印任务太多"):
        presses.render("village_notice", village(), wait=0.1)
    presses._idle.put(taken)


def test_a_press_that_died_is_replaced(presses: Presses) -> None:
    worker = presses._idle.get()
    worker.process.kill()
    worker.process.join()
    presses._idle.put(worker)
    with pytest.raises(PrintFailed, match="意外退出"):
        presses.render("village_notice", village())
    assert presses.render("village_notice", village()).pages == 2


def test_a_worker_prints_many_together_with_the_refusal_of_one(presses: Presses) -> None:
    form = find("informed_consent").sample()
    many = [form, form | {"head": "王\ue863"}, form | {"head": "和志强"}]
    printed = presses.together("informed_consent", many)
    assert printed.whole == render_together("informed_consent", many).whole
    assert isinstance(printed.papers[1], Unprintable)


def test_a_worn_press_makes_room_while_the_next_clerk_is_served(presses: Presses, monkeypatch: Any) -> None:
    monkeypatch.setattr(workers, "RECYCLED_AFTER", 1)
    worn = presses._idle.get()
    presses._idle.put(worn)
    presses.render("village_notice", village())
    monkeypatch.setattr(workers, "RECYCLED_AFTER", 200)
    assert presses.render("village_notice", village()).pages == 2
    assert not worn.process.is_alive()
