"""The plan in force as a drawing and a table; the ledger proved on demand."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine.db import work
from states.lifecycle import WAYS
from states.packs.loader import load, shipped
from tests.web.desks.conftest import Township
from web.drawing import lifecycle, procedure
from web.drawing_places import columns_of, ranks_of

PACKS = sorted(shipped())


def test_the_plan_of_the_place_is_shown(township: Township) -> None:
    page = township.sign_in("village-1").get("/procedure")

    assert "小中甸镇2021年度防返贫监测动态调整" in page.text
    assert "公示5个工作日张贴当天计入" in page.text
    assert "10月25日—10月29日" in page.text
    assert "四(二)2④" in page.text
    assert "拟监测户 → 监测对象" in page.text
    assert page.html.count("<svg") == 2
    assert "防止返贫动态监测和帮扶一般程序" in township.sign_in("county-1").get("/procedure?move=eliminate").text


def test_each_post_may_look_at_the_plan(township: Township) -> None:
    assert all(township.sign_in(one).get("/procedure").status == 200 for one in ("dept-bank", "admin", "auditor"))


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", WAYS)
def test_no_box_stands_on_another_and_no_way_runs_through_one(pack: str, name: str) -> None:
    move = load(pack, shipped()).definition.by_name.get(name)
    if move is None or move.procedure is None:
        return
    ranks = ranks_of(move.procedure)
    columns = columns_of(move.procedure, ranks)
    spots = {(ranks[spec.name], columns[spec.name]) for spec in move.procedure.steps}

    assert len(spots) == len(move.procedure.steps)
    for spec in move.procedure.steps:
        for before in spec.after:
            passed = {(rank, columns[before]) for rank in range(ranks[before] + 1, ranks[spec.name])}
            assert not passed & spots, (before, spec.name)
    assert str(procedure(move.procedure, {}, "x")).count("<rect") == len(move.procedure.steps)


def test_a_drawing_marks_the_present_place_and_trusts_no_word() -> None:
    definition = load("xiaozhongdian-2021", shipped()).definition

    drawn = lifecycle(definition, "monitored", "<b>", lambda text: f"{text}<script>")

    assert drawn.count("box-now") == 1
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_the_ledger_is_proved_on_demand_and_names_what_is_wrong(township: Township) -> None:
    auditor = township.sign_in("auditor")

    sound = auditor.send(auditor.get("/ledger"), "/ledger/verify")
    with work(township.db) as session:
        session.execute(text("DROP TRIGGER entry_no_UPDATE"))
        session.execute(text("UPDATE entry SET actor_name = '别人' WHERE case_id = 2 AND sequence = 1"))
    spoilt = auditor.send(auditor.get("/ledger"), "/ledger/verify")

    assert "核验无误" in sound.text
    assert "案卷2 第1条" in spoilt.text
    assert "内容与封印不符" in spoilt.text
    assert township.sign_in("village-1").get("/ledger").status == 403
