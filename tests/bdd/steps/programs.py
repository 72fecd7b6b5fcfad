"""Sentences about programs that speak to the interface in the name of the staff."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from pytest_bdd import then, when
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.db import reading, work
from states import instance
from states.codes import codes
from states.members import Member
from tests.bdd.browser import take_on
from tests.bdd.changing import Changes
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.web.programs import Program
from web.app import create_app
from web.settings import Settings


class Programs:
    """The interface on the scenario's database, and what a program was answered last."""

    def __init__(self, world: World) -> None:
        take_on(world.db)
        with work(world.db) as session:
            instance.set_practice_date(session, world.today, datetime.now(UTC))
        self.app: Flask = create_app(Settings(data=world.folder, secret_key="k" * 40), world.db)
        self.answer: TestResponse | None = None

    def post(self, role: str, address: str, **body: object) -> TestResponse:
        """Do something in the name of one of the staff."""
        self.answer = Program(self.app, ROLES[role].id).post(address, **body)
        return self.answer


@pytest.fixture
def programs(world: World) -> Programs:
    """The programs of a scenario."""
    return Programs(world)


@when(phrase('{role:role}用程序提出"{head}"户{day:day}"{name}"因"{reason}"减少'))
def program_proposes_leaving(
    world: World, programs: Programs, changes: Changes, role: str, head: str, day: date, name: str, reason: str
) -> None:
    with reading(world.db) as session:
        member = changes.subject(session, head, name)[1]
    told = {"reason": codes("left_reason").find(reason), "happened_on": day.isoformat(), "source": "office"}
    answer = programs.post(role, f"/cases/{world.cases[head]}/leaves", member_id=member, **told)
    assert answer.status_code == 201, answer.text


@when(phrase('{role:role}用程序核对通过"{head}"户的自然变更'))
def program_agrees(world: World, programs: Programs, changes: Changes, role: str, head: str) -> None:
    with reading(world.db) as session:
        number = changes.latest(session, head).id
    programs.post(role, f"/changes/{number}/agree")


@then(phrase('程序得到的原因是"{reason}"'))
def program_is_told(programs: Programs, reason: str) -> None:
    assert programs.answer is not None
    assert programs.answer.status_code == 409
    assert [one["message"] for one in programs.answer.json["blockers"]] == [reason]


@then(phrase('"{head}"户已没有成员"{name}"'))
def member_is_gone(world: World, changes: Changes, head: str, name: str) -> None:
    with reading(world.db) as session:
        home = changes.subject(session, head)[1]
        left = select(Member.left_on).where(Member.household_id == home, Member.name == name)
        assert session.scalars(left).one() is not None
