"""Sentences about households' files, and about people who lay hands on one after it was handed out."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytest_bdd import given, then, when

from engine.db import reading, work
from engine.seals import seal
from publicity.documents import render
from publicity.dossiers import check, conformity
from publicity.dossiers.making import Maker
from publicity.dossiers.packing import pack
from states.objecting import file
from states.practice.staff import AUDITOR
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.publicity.dossiers.forging import forge, list_anew, records, rewrite
from tests.publicity.papers import text
from web.cases.entries import told

OUT = "archive"


def paper(world: World) -> bytes:
    """The household's file in the package."""
    return next((world.folder / OUT).glob("households/*/dossier.pdf")).read_bytes()


def found(world: World, kept: str | None = None) -> list[tuple[str, str]]:
    """What the checker finds in the unpacked package."""
    return check.check(world.folder / OUT, kept)[0]


@given("当天的台账已经总封印，封印清单另存在县里")
def sealed_and_kept(world: World) -> None:
    with work(world.db) as session:
        made = seal(session, world.at)
        assert made is not None
        world.words["seals"] = {"kept": f"{made.day} {made.root}"}


@when(phrase('督导审计人员导出"{head}"户的档案'))
def exported(world: World, head: str) -> None:
    maker, out = Maker(world.files, render, world.book, told), world.folder / "archive.zip"
    with reading(world.db) as session:
        lot, left = maker.lot(maker.read(session, [world.cases[head]], AUDITOR), AUDITOR, world.at)
        pack(out, head, [lot], session, world.files, by=AUDITOR, at=world.at)
    assert left == []
    zipfile.ZipFile(out).extractall(world.folder / OUT)


def one_word(folder: Path) -> None:
    """Let one entry of the ledger have been made by somebody else."""
    rewrite(records(folder)[0], lambda record: record["chains"][0]["entries"][0].update(actor_name="某人"))


def swap(folder: Path) -> None:
    """Put the record where the paper is, and the paper where the record is."""
    one = records(folder)[0]
    other = one.with_name("dossier.pdf")
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


ACTS: dict[str, Callable[[Path], Any]] = {
    "改掉一个字": one_word,
    "改掉一个字，重做清单": lambda folder: (one_word(folder), list_anew(folder)),
    "拿走一卷": lambda folder: records(folder)[0].with_name("dossier.pdf").unlink(),
    "夹进一页": lambda folder: records(folder)[0].with_name("extra.pdf").write_bytes(b"%PDF-"),
    "对调两个文件": swap,
}


@when(phrase("有人在档案里{act}"))
def laid_hands_on(world: World, act: str) -> None:
    ACTS[act](world.folder / OUT)


@when("有人把档案连同清单和封印整个另造")
def forged(world: World) -> None:
    forge(world.folder / OUT, entry=0)


@then(phrase('"{head}"户的档案目录有"{one}"和"{other}"'))
def is_listed(world: World, head: str, one: str, other: str) -> None:
    words = text(paper(world))
    contents = words[words.index("卷内材料目录") : words.index("基本情况")]
    assert head in words
    assert {one, other} <= {kind for kind in (one, other) if kind in contents}


@then(phrase('"{head}"户的档案写着"{words}"'))
def file_says(world: World, head: str, words: str) -> None:
    shown = text(paper(world))
    assert head in shown
    assert words in shown


@then(phrase('"{head}"户的档案里附着同样内容的机读记录，核对没有发现改动'))
def carries_its_record(world: World, head: str) -> None:
    record = records(world.folder / OUT)[0].read_bytes()
    assert head.encode() in record
    assert conformity.attachments(paper(world)) == {"record.json": record}
    assert found(world) == []


@given(phrase('有人留下电话"{contact}"，反映"{head}"户"{said}"'))
def objected_with_a_contact(world: World, contact: str, head: str, said: str) -> None:
    notice, by = world.the_notice(), ROLES["村级信息员"]
    told_ = {"channel": "phone", "text": said, "contact": contact}
    world.attempt(lambda session: file(session, notice, world.cases[head], **told_, by=by, at=world.at))


@then(phrase('"{head}"户的档案写着"{said}"，没有"{contact}"'))
def keeps_the_secret(world: World, head: str, said: str, contact: str) -> None:
    record = records(world.folder / OUT)[0].read_text()
    assert head in record
    assert said in record
    assert contact not in record


@then(phrase('核对档案点出"{name}"：{what}'))
def names_the_place(world: World, name: str, what: str) -> None:
    assert any(where.endswith(name) and what in said for where, said in found(world))


@then("只看档案本身查不出来")
def not_by_itself(world: World) -> None:
    assert found(world) == []


@then("对照另存的封印清单，核对点出这一天的总封印不对")
def found_beside_the_list(world: World) -> None:
    assert any("整个另造" in said for _where, said in found(world, world.words["seals"]["kept"]))
