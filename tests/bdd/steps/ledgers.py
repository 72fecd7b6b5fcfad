"""Sentences about the ledger, and about people who lay hands on it."""

import json
from datetime import date

import pytest
from pytest_bdd import then, when
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.clock import office_day
from engine.db import reading, work
from engine.ledger import history
from engine.verify import verify
from tests.bdd.phrases import phrase
from tests.bdd.world import World

CHANGES = {
    "修改": "UPDATE entry SET facts = '{}' WHERE case_id = :case AND sequence = 2",
    "删除": "DELETE FROM entry WHERE case_id = :case AND sequence = 2",
}
LAST = "(SELECT max(sequence) FROM entry WHERE case_id = :case)"
SWAP = "CASE sequence WHEN 2 THEN -3 WHEN 3 THEN -2 WHEN -3 THEN 3 WHEN -2 THEN 2 END"
TAMPERINGS = {
    "改掉一个字": ["UPDATE entry SET actor_name = '和秀芝' WHERE case_id = :case AND sequence = 2"],
    "删掉最后一条": [f"DELETE FROM entry WHERE case_id = :case AND sequence = {LAST}"],
    "对调两条": [f"UPDATE entry SET sequence = {SWAP} WHERE case_id = :case AND abs(sequence) IN (2, 3)"] * 2,
    "的状态直接改成监测对象": ["UPDATE \"case\" SET state = 'monitored' WHERE id = :case"],
}


def tampered(world: World, head: str, what: str) -> None:
    """Change the database behind the program's back, its triggers taken away first."""
    postgres = world.db.dialect.name == "postgresql"
    triggers = ["entry_append_only"] if postgres else ["entry_no_UPDATE", "entry_no_DELETE"]
    with work(world.db) as session:
        for trigger in triggers:
            session.execute(text(f"DROP TRIGGER {trigger}" + (" ON entry" if postgres else "")))
        for statement in TAMPERINGS[what]:
            session.execute(text(statement), {"case": world.cases[head]})


@when(phrase('有人直接在数据库里{what}"{head}"户的台账'))
def changes_the_ledger(world: World, what: str, head: str) -> None:
    with pytest.raises(DBAPIError) as refused, work(world.db) as session:
        session.execute(text(CHANGES[what]), {"case": world.cases[head]})
    world.words["refused"] = {"by the database": str(refused.value)}


@when(phrase('有人拆掉拦截，把"{head}"户的台账{what}'))
def tampers(world: World, head: str, what: str) -> None:
    tampered(world, head, what)


@when(phrase('有人拆掉拦截，把"{head}"户的状态直接改成监测对象'))
def sets_the_state(world: World, head: str) -> None:
    tampered(world, head, "的状态直接改成监测对象")


@then("数据库拒绝改动")
def database_refused(world: World) -> None:
    assert "append-only" in world.words["refused"]["by the database"]


@then("台账校验没有问题")
def ledger_is_sound(world: World) -> None:
    with reading(world.db) as session:
        assert verify(session).faults == ()


@then(phrase('台账校验点出"{head}"户'))
def ledger_names(world: World, head: str) -> None:
    with reading(world.db) as session:
        assert {fault.case_id for fault in verify(session).faults} == {world.cases[head]}


@then(phrase('台账校验点出"{head}"户，没有牵连"{other}"户'))
def ledger_names_only(world: World, head: str, other: str) -> None:
    assert world.cases[head] != world.cases[other]
    ledger_names(world, head)


@then(phrase('"{head}"户的台账最后一条是"{who}"于{day:day}办的"{step}"'))
def last_entry(world: World, head: str, who: str, day: date, step: str) -> None:
    with reading(world.db) as session:
        [last] = history(session, world.cases[head], limit=1)
    titles = {spec.name: spec.title for spec in world.procedure("identify").steps}
    assert (last.actor_name, office_day(last.at), titles[json.loads(last.facts)["act"]]) == (who, day, step)


@then(phrase('"{head}"户的台账从"{who}"登记开始，一条不缺'))
def first_entry(world: World, head: str, who: str) -> None:
    with reading(world.db) as session:
        entries = history(session, world.cases[head], limit=500)
    assert [entry.sequence for entry in reversed(entries)] == list(range(1, world.case(head).sequence + 1))
    assert (entries[-1].kind, entries[-1].actor_name) == ("opened", who)
