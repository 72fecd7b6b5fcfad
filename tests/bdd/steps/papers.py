"""Sentences about what is printed, read back from the PDF itself."""

import hashlib
from datetime import date
from typing import Any

from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading
from engine.ledger import history
from publicity.documents import DOCUMENTS, Printed, find, preview, render
from publicity.notice_papers import print_notice
from publicity.notices import notice_values
from states.drafting import draft
from states.members import Member
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.steps.notices import CLERK, drawn_up, prepare
from tests.bdd.world import World
from tests.publicity.papers import opened, text

ADDRESS = "https://gongshi.example.invalid/p/"
A4 = (595, 842)


def print_sample(world: World, head: str) -> None:
    """Print the village notice's sample with that name in its first line."""
    sample = find("village_notice").sample()
    first, *others = sample["entering"]
    values = sample | {"entering": [first | {"head": head}, *others]}
    world.printed = world.trying(lambda: render("village_notice", values))


def shown(world: World) -> str:
    """The words on the paper."""
    world.finish()
    assert world.printed is not None
    return text(world.printed.pdf)


@given(phrase('"{village}"于{day:day}起草了"{head}"户和"{other}"户的村级公示'))
def drafted_two(world: World, village: str, day: date, head: str, other: str) -> None:
    prepare(world, [head, other], village, day)
    cases = [world.cases[head], world.cases[other]]
    world.notice = world.attempt(
        lambda session: draft(session, world.book, cases, "village_notice", by=ROLES[CLERK], at=world.at)
    )


@given(phrase('"{village}"于{day:day}起草了未成年户主"{head}"户的村级公示'))
def drafted_a_minor(world: World, village: str, day: date, head: str) -> None:
    prepare(world, [head], village, day, trait="户主未成年")
    drawn_up(world, head, "village_notice", ROLES[CLERK])


@when(phrase("{role:role}打印公示"))
def prints(world: World, role: str) -> None:
    if pages := world.through_pages():
        pdf = world.trying(lambda: pages.print_out(role, world.the_notice().id)) or b""
        world.printed = Printed("village_notice", pdf, hashlib.sha256(pdf).hexdigest(), 1, "")
        return
    world.printed = world.attempt(
        lambda session: print_notice(
            session, world.book, world.hanging(session), ADDRESS, world.files, by=ROLES[role], at=world.at
        )
    )


@when(phrase('{role:role}打印公示，户主姓名一栏写的是"{head}"'))
def prints_a_name(world: World, role: str, head: str) -> None:
    print_sample(world, head)


@when(phrase('{role:role}打印"{title}"的样张'))
def prints_a_sample(world: World, role: str, title: str) -> None:
    name = next(name for name, document in DOCUMENTS.items() if document.title == title)
    world.printed = world.trying(lambda: preview(name))


@then(phrase('印出的是A4纸，标题有"{words}"'))
@then(phrase('印出的是A4纸，纸上写着"{words}"'))
def is_a4(world: World, words: str) -> None:
    assert words in shown(world)
    assert world.printed is not None
    with opened(world.printed.pdf) as paper:
        assert {(round(page.width), round(page.height)) for page in paper.pages} == {A4}


@then(phrase("纸上写着:"))
def says(world: World, datatable: list[list[str]]) -> None:
    words = shown(world)
    assert [row[0] for row in datatable if row[0] not in words] == []


@then(phrase('纸上写着"{words}"'))
def says_one(world: World, words: str) -> None:
    assert words in shown(world)


@then(phrase('纸上没有"{words}"'))
def does_not_say(world: World, words: str) -> None:
    assert words not in shown(world)


@then("纸上没有任何成员的证件号码，也没有农户的电话")
def nothing_private(world: World) -> None:
    words = shown(world)
    with reading(world.db) as session:
        numbers = session.scalars(select(Member.id_no)).all()
    assert numbers
    assert [number for number in [*numbers, "19900000021"] if number in words] == []


@then("纸上有通往网上公示的二维码")
def has_a_code(world: World) -> None:
    assert world.printed is not None
    with opened(world.printed.pdf) as paper:
        squares = [figure for page in paper.pages for figure in [*page.rects, *page.curves]]
    assert len(squares) > 0


@then(phrase('不印，因为"{reason}"'))
def not_printed(world: World, reason: str) -> None:
    assert reason in "；".join(world.reasons())
    assert world.printed is None


@then("再打印一次，文件一个字节也不差")
def same_bytes(world: World) -> None:
    world.finish()
    with reading(world.db) as session:
        name, values = notice_values(session, world.book, world.hanging(session), ADDRESS)
    again: Any = render(name, values)
    assert world.printed is not None
    assert (again.pdf, again.digest) == (world.printed.pdf, world.printed.digest)


@then("公示的台账里记着这份文件的指纹")
def digest_is_noted(world: World) -> None:
    assert world.printed is not None
    with reading(world.db) as session:
        entries = history(session, world.hanging(session).case_id)
    assert [entry.kind for entry in entries if world.printed.digest in entry.facts] == ["printed"]
    assert world.files.get(world.printed.digest) == world.printed.pdf
