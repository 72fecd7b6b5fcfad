"""The exit criteria at a department's desk: one household at a time or many, and nobody else's criteria."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.evidence import Exhibit
from engine.start import break_off, start
from states.book import open_book
from states.packs.store import in_force, install
from states.practice.staff import CLERKS
from tests.bdd.variants import CRITERIA, HEAD, REVIEWED, move
from tests.web.desks.conftest import VILLAGE, Township

AT = datetime(2021, 11, 8, 1, tzinfo=UTC)
HOUSING, HEALTH = "/department/criteria/housing", "/department/criteria/medical"


@pytest.fixture
def waiting(township: Township) -> Township:
    """The households of a village wait for the word of departments on five criteria."""
    with work(township.db) as session:
        install(session, {"variant": HEAD + CRITERIA + move(REVIEWED)}, AT)
        cases = township.cases(VILLAGE)
        break_off(session, cases, by=CLERKS[0], at=AT, reason="按新方案重新办理")
        definition = in_force(session, VILLAGE, date(2021, 11, 8)).definition
        start(session, open_book(), cases, "identify", by=CLERKS[0], at=AT, definition=definition)
    township.on(date(2021, 11, 8))
    return township


def test_a_department_finds_one_wanting_and_the_others_met(waiting: Township) -> None:
    housing, (first, *others) = waiting.sign_in("dept-housing"), waiting.cases(VILLAGE)
    assert "住房保障" in housing.get("/department/criteria").text
    address = f"{HOUSING}/{first}"

    silent = housing.send(housing.get(address), address, result="failed", on="2021-11-08")
    assert (silent.status, "不达标的请写明具体情况" in silent.text) == (422, True)
    told = housing.send(housing.get(address), address, result="failed", remarks="墙体开裂", on="2021-11-08")
    assert "上次不达标" in told.text

    ask = housing.send(told, f"{HOUSING}/met", case=[str(one) for one in others])
    assert "搬迁或改造的住房已经入住" in ask.text
    done = housing.send(ask, f"{HOUSING}/met", case=[str(one) for one in others], sure="yes")
    assert f"已答复{len(others)}户：达标" in done.text
    with reading(waiting.db) as session:
        said = session.scalars(select(Exhibit.facts).where(Exhibit.kind == "criterion_review")).all()
    assert sum('"lived_in":true,"met":true' in one for one in said) == len(others)

    again = housing.send(housing.get(address), address, result="met", asks=["lived_in"], on="2021-11-08")
    assert "没有等待复核的农户" in again.text


def test_a_department_sees_its_own_criteria_only(waiting: Township) -> None:
    housing, case = waiting.sign_in("dept-housing"), waiting.cases(VILLAGE)[0]
    assert "医疗保障" not in housing.get("/department/criteria").text
    assert housing.get(HEALTH).status == 404
    assert housing.get(f"{HEALTH}/{case}").status == 404
    police = waiting.sign_in("dept-police")
    assert "现在没有归本部门复核的退出标准" in police.get("/department/criteria").text
