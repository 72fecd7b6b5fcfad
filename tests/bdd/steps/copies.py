"""Sentences about names that cannot be printed, and about the copies beside the paper on the wall."""

from typing import Any

from pytest_bdd import then, when
from sqlalchemy import select

from engine.db import reading
from publicity.documents import Printed, render
from publicity.documents.registry import mark
from publicity.file_copies import file_copy, web_copy
from publicity.unprintable import HEAD, Unfit, among
from states.editions import remove_line
from states.households import Household
from states.members import Member
from states.notice_lines import lines_of
from states.waiting_list import eligible
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.steps.notices import CLERK
from tests.bdd.world import World
from tests.publicity.papers import text


def unfit(world: World) -> list[Unfit]:
    """The households of the list whose names cannot be printed."""
    with reading(world.db) as session:
        lines = lines_of(session, world.hanging(session))
        return among((one.case_id, str(one.position), one.shown["head"], HEAD, one.shown["head"]) for one in lines)


def copied(world: World, kind: str) -> Printed:
    """A copy of the notice that was printed."""
    world.finish()
    with reading(world.db) as session:
        notice = world.hanging(session)
        told: Any = web_copy(notice) if kind == "web" else file_copy(session, notice)
    return render(*told)


@then(phrase('印不出的是"{head}"户的"{character}"（{code}）'))
def names_the_character(world: World, head: str, character: str, code: str) -> None:
    assert [(one.head, one.problem.character, one.problem.code_point) for one in unfit(world)] == [
        (head, character, code)
    ]


@when(phrase("{role:role}先不列姓名印不出的户"))
def sets_aside(world: World, role: str) -> None:
    for one in unfit(world):
        told = one.case_id, one.problem.message
        world.attempt(
            lambda session, told=told: remove_line(
                session, world.book, world.hanging(session), *told, by=ROLES[role], at=world.at
            )
        )


@then(phrase('"{head}"户没有列上，原因写着"{code}"，仍在等待公示'))
def waits_with_its_reason(world: World, head: str, code: str) -> None:
    with reading(world.db) as session:
        notice = world.hanging(session)
        gone = [line for line in lines_of(session, notice, removed=True) if line.removed_at]
        waiting = eligible(session, world.book, notice.area, notice.step, ROLES[CLERK], world.at)
    assert [code in line.reason for line in gone] == [True]
    assert [one.head_name for one in waiting] == [head]


@then(phrase('网上版写着"{shown}"，没有"{hidden}"，校验码与墙上的一样'))
def web_copy_says(world: World, shown: str, hidden: str) -> None:
    assert world.printed is not None
    words = text(copied(world, "web").pdf)
    assert (shown in words, hidden in words) == (True, False)
    assert mark(world.printed.values_digest).replace(" ", "") in words


@then("存档名单写着各户的户编号和证件号码后四位，没有完整的证件号码")
def file_copy_says(world: World) -> None:
    words = text(copied(world, "file").pdf)
    with reading(world.db) as session:
        homes = session.scalars(select(Household).where(Household.case_id.in_(world.cases.values()))).all()
        heads = session.scalars(select(Member.id_no).where(Member.is_head)).all()
    assert [home.number for home in homes if home.number not in words] == []
    assert [one for one in heads if one[-4:] not in words or one in words] == []


@then("存档名单上的校验码与墙上的一样")
def file_copy_bears_the_code(world: World) -> None:
    assert world.printed is not None
    assert mark(world.printed.values_digest).replace(" ", "") in text(copied(world, "file").pdf)
